package dev.plumbline.operator.run;

import dev.plumbline.engine.catalogue.BenchmarkChoice;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.operator.api.ComplianceBenchmark;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.cluster.ClusterVersion;
import dev.plumbline.operator.store.ShortHash;
import dev.plumbline.report.Selection;
import dev.plumbline.report.TailoredBenchmark;
import dev.plumbline.report.Waivers;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Resolves a scan's spec: its benchmark, shipped or a ComplianceBenchmark, and its controls. */
final class SpecResolver {

  private final KubernetesClient client;
  private final Catalogue catalogue;

  /** Compiling takes most of a second, and a run is reconciled many times. */
  private final Map<String, Map.Entry<String, TailoredBenchmark>> tailored =
      new ConcurrentHashMap<>();

  SpecResolver(KubernetesClient client, Catalogue catalogue) {
    this.client = client;
    this.catalogue = catalogue;
  }

  /**
   * A resolved scan.
   *
   * @param rulesDigest changes when what was read must be evaluated again
   */
  record Resolution(ResolvedScan scan, String rulesDigest) {}

  /**
   * Resolves.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API server does not
   *     answer what the choice of the benchmark depends on: the reconciliation is tried again, and
   *     the report that is there stays
   */
  Resolution resolve(ComplianceScan scan, Instant now) {
    Optional<ComplianceBenchmark> own = ownBenchmark(scan);
    BenchmarkChoice choice = choice(scan);
    ResolvedScan resolved =
        own.isPresent()
            ? resolve(scan, own.get(), choice)
            : ResolvedScan.of(scan.getSpec(), catalogue, choice);
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    return new Resolution(
        resolved,
        ShortHash.of(
            String.join(
                "\n",
                catalogue.digest(),
                own.map(SpecResolver::version).orElse(""),
                benchmark(resolved),
                Deadlines.expiryDates(scan)
                    .filter(date -> Waivers.hasExpired(date, today))
                    .collect(Collectors.joining(",")))));
  }

  private ResolvedScan resolve(
      ComplianceScan scan, ComplianceBenchmark own, BenchmarkChoice choice) {
    TailoredBenchmark made = tailored(own);
    return made instanceof TailoredBenchmark.Ready ready
        ? ResolvedScan.of(scan.getSpec(), ready.catalogue(), choice)
        : new ResolvedScan.Invalid(
            "benchmark",
            "The ComplianceBenchmark "
                + own.getMetadata().getName()
                + " has errors: "
                + String.join("; ", ((TailoredBenchmark.Broken) made).errors()));
  }

  /** With the mismatch: another answer of the API server may change that alone. */
  private static String benchmark(ResolvedScan resolved) {
    if (resolved instanceof ResolvedScan.Valid valid) {
      Selection.Chosen chosen = valid.selection();
      return chosen.benchmark().name() + "\n" + chosen.mismatch();
    }
    return "";
  }

  private Optional<ComplianceBenchmark> ownBenchmark(ComplianceScan scan) {
    return scan.getSpec()
        .benchmarkName()
        .filter(name -> catalogue.benchmark(name).isEmpty())
        .flatMap(
            name ->
                Optional.ofNullable(
                    client.resources(ComplianceBenchmark.class).withName(name).get()));
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

  /** A scan that names its benchmark does not depend on the cluster's version. */
  private BenchmarkChoice choice(ComplianceScan scan) {
    if (scan.getSpec().benchmarkName().isPresent()) {
      return new BenchmarkChoice(catalogue.newest(), "");
    }
    ClusterVersion cluster = ClusterVersion.read(client);
    return BenchmarkChoice.of(catalogue, cluster.version(), cluster.distribution());
  }
}
