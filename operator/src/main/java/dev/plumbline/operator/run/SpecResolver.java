package dev.plumbline.operator.run;

import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.BenchmarkChoice;
import dev.plumbline.engine.catalogue.BenchmarkFit;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Platform;
import dev.plumbline.engine.evaluation.EngineCode;
import dev.plumbline.operator.api.ComplianceBenchmark;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.store.ShortHash;
import dev.plumbline.report.Approvals;
import dev.plumbline.report.Selections;
import dev.plumbline.report.Selections.Requested;
import dev.plumbline.report.SpecError;
import dev.plumbline.report.TailoredBenchmark;
import dev.plumbline.report.input.BenchmarkDefinition;
import dev.plumbline.report.model.ComplianceScanSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Resolves a scan's spec: its benchmarks, shipped or ComplianceBenchmarks, and their controls. */
final class SpecResolver {

  private final KubernetesClient client;
  private final Catalogue catalogue;
  private final ScanObjects objects;

  /** Compiling takes most of a second, and a run is reconciled many times. */
  private final Map<String, Map.Entry<String, TailoredBenchmark>> tailored =
      new ConcurrentHashMap<>();

  private final ObservedPlatform observed;

  SpecResolver(KubernetesClient client, Catalogue catalogue, ScanObjects objects, Clock clock) {
    this.client = client;
    this.catalogue = catalogue;
    this.objects = objects;
    this.observed = new ObservedPlatform(client, clock);
  }

  /**
   * A resolved scan.
   *
   * @param rulesDigest changes when what was read must be evaluated again
   */
  record Resolution(ResolvedScan scan, String rulesDigest) {}

  /** A benchmark that a scan names. */
  private sealed interface Named {

    /**
     * It can be used.
     *
     * @param version of the ComplianceBenchmark; empty for a shipped one
     */
    record Found(Requested benchmark, String version, Optional<BenchmarkDefinition> own)
        implements Named {}

    /** It can't be used. */
    record Unusable(String why) implements Named {}
  }

  /**
   * Resolves.
   *
   * @throws KubernetesClientException when the API server does not answer what the choice of the
   *     benchmark depends on: the reconciliation is tried again, and the report that is there stays
   */
  Resolution resolve(ComplianceScan scan, Instant now) {
    List<Named> named = named(scan.getSpec());
    Approvals approvals = objects.approvals().of(scan.getMetadata().getName());
    ResolvedScan resolved = resolve(scan, named, approvals);
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    return new Resolution(
        resolved,
        ShortHash.of(
            String.join(
                "\n",
                EngineCode.digest(),
                catalogue.digest(),
                named.stream().map(SpecResolver::version).collect(Collectors.joining(",")),
                benchmarks(resolved),
                approvals.toString(),
                approvals
                    .changes()
                    .filter(day -> !day.isAfter(today))
                    .map(LocalDate::toString)
                    .collect(Collectors.joining(",")))));
  }

  private ResolvedScan resolve(ComplianceScan scan, List<Named> named, Approvals approvals) {
    Optional<SpecError> wrong = SpecError.inBenchmarks(scan.getSpec());
    if (wrong.isPresent()) {
      return new ResolvedScan.Invalid(wrong.get().field(), wrong.get().why());
    }
    List<Requested> requested = new ArrayList<>();
    List<BenchmarkDefinition> own = new ArrayList<>();
    for (Named one : named) {
      if (one instanceof Named.Unusable unusable) {
        return new ResolvedScan.Invalid(field(scan.getSpec()), unusable.why());
      }
      requested.add(((Named.Found) one).benchmark());
      ((Named.Found) one).own().ifPresent(own::add);
    }
    if (!requested.isEmpty()) {
      ResolvedScan resolved = ResolvedScan.of(scan.getSpec(), requested, approvals);
      return resolved instanceof ResolvedScan.Valid valid ? valid.with(own) : resolved;
    }
    List<Benchmark> alternatives = BenchmarkChoice.alternatives(catalogue, observed.now());
    return Selections.ambiguous(scan.getSpec().selection().excluded(), alternatives)
        .<ResolvedScan>map(why -> new ResolvedScan.Invalid("controls.exclude", why))
        .orElseGet(
            () ->
                ResolvedScan.of(
                    scan.getSpec(), List.of(forCluster()), approvals.among(alternatives)));
  }

  private Requested forCluster() {
    BenchmarkChoice choice = BenchmarkChoice.of(catalogue, observed.now());
    return Requested.forCluster(
        catalogue,
        new BenchmarkChoice(
            choice.benchmark(), choice.fit().withRemedy("Set spec.benchmark to use another.")));
  }

  private List<Named> named(ComplianceScanSpec spec) {
    List<String> names = spec.benchmarkNames();
    if (names.isEmpty()) {
      return List.of();
    }
    Platform platform = observed.last();
    return names.stream().map(name -> named(name, platform, field(spec))).toList();
  }

  private static String field(ComplianceScanSpec spec) {
    return spec.hasBenchmarks() ? "benchmarks" : "benchmark";
  }

  /** A shipped benchmark comes first: nobody can put another in its place. */
  private Named named(String name, Platform cluster, String field) {
    Optional<Benchmark> shipped = catalogue.benchmark(name);
    if (shipped.isPresent()) {
      return new Named.Found(
          Requested.byName(catalogue, name, shipped.get(), fit(shipped.get(), cluster, field)),
          "",
          Optional.empty());
    }
    ComplianceBenchmark own = client.resources(ComplianceBenchmark.class).withName(name).get();
    if (own == null) {
      return new Named.Unusable(
          catalogue.unknownBenchmark(name)
              + " \"kubectl get compliancebenchmarks\" lists your own.");
    }
    if (tailored(own) instanceof TailoredBenchmark.Broken broken) {
      return new Named.Unusable(
          "The ComplianceBenchmark " + name + " has errors: " + String.join("; ", broken.errors()));
    }
    Catalogue with = ((TailoredBenchmark.Ready) tailored(own)).catalogue();
    Benchmark benchmark = with.benchmark(name).orElseThrow();
    return new Named.Found(
        Requested.byName(with, name, benchmark, fit(benchmark, cluster, field)),
        version(own),
        Optional.of(new BenchmarkDefinition(name, own.getSpec())));
  }

  private static String version(Named named) {
    return named instanceof Named.Found found ? found.version() : "";
  }

  private BenchmarkFit fit(Benchmark benchmark, Platform cluster, String field) {
    BenchmarkChoice better = BenchmarkChoice.of(catalogue, cluster);
    return BenchmarkFit.of(benchmark.heading(), cluster)
        .withRemedy(
            "Set spec."
                + field
                + " to another"
                + (better.fit().isMatch() ? ", such as " + better.benchmark().name() : "")
                + ".");
  }

  /** With the mismatches: another answer of the API server may change those alone. */
  private static String benchmarks(ResolvedScan resolved) {
    return resolved instanceof ResolvedScan.Valid valid
        ? valid.benchmarks().stream()
            .map(chosen -> chosen.benchmark().name() + "\n" + chosen.fit())
            .collect(Collectors.joining("\n"))
        : "";
  }

  private static String version(ComplianceBenchmark own) {
    return own.getMetadata().getUid() + own.getMetadata().getGeneration();
  }

  private TailoredBenchmark tailored(ComplianceBenchmark own) {
    String name = own.getMetadata().getName();
    Map.Entry<String, TailoredBenchmark> known = tailored.get(name);
    if (known != null && known.getKey().equals(version(own))) {
      return known.getValue();
    }
    TailoredBenchmark made = TailoredBenchmark.of(catalogue, name, own.getSpec());
    tailored.put(name, Map.entry(version(own), made));
    return made;
  }
}
