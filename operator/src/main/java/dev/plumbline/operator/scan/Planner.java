package dev.plumbline.operator.scan;

import dev.plumbline.engine.catalogue.BenchmarkChoice;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.operator.api.ComplianceBenchmark;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.cluster.ClusterVersion;
import dev.plumbline.report.SpecError;
import dev.plumbline.report.TailoredBenchmark;
import dev.plumbline.report.Waivers;
import dev.plumbline.report.model.Attestation;
import dev.plumbline.report.model.Waiver;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the benchmark that a scan is judged by, shipped or of one's own. */
final class Planner {

  private final KubernetesClient client;
  private final Catalogue catalogue;

  /** Compiling takes most of a second, and a run is visited many times. */
  private final Map<String, Map.Entry<String, TailoredBenchmark>> tailored =
      new ConcurrentHashMap<>();

  Planner(KubernetesClient client, Catalogue catalogue) {
    this.client = client;
    this.catalogue = catalogue;
  }

  /**
   * A plan and what it rests on.
   *
   * @param rulesDigest changes when what was read should be judged anew
   */
  record Planned(ScanPlan plan, String rulesDigest) {}

  Planned plan(ComplianceScan scan, Instant now) {
    Optional<ComplianceBenchmark> own = ownBenchmark(scan);
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    String expired =
        expiries(scan).filter(day -> Waivers.hasExpired(day, today)).collect(Collectors.joining());
    String rules = catalogue.digest() + own.map(Planner::version).orElse("") + expired;
    ScanPlan plan =
        own.isPresent()
            ? plan(scan, own.get())
            : ScanPlan.of(scan.getSpec(), catalogue, choice(scan));
    return new Planned(plan, NodeTarget.hash(rules));
  }

  /** The last days of waivers and attestations; those that are no days are left out. */
  static Stream<String> expiries(ComplianceScan scan) {
    return Stream.concat(
            scan.getSpec().waived().stream().map(Waiver::expires),
            scan.getSpec().attested().stream().map(Attestation::expires))
        .filter(SpecError::isDay);
  }

  private ScanPlan plan(ComplianceScan scan, ComplianceBenchmark own) {
    TailoredBenchmark made = tailored(own);
    return made instanceof TailoredBenchmark.Ready ready
        ? ScanPlan.of(scan.getSpec(), ready.catalogue(), choice(scan))
        : new ScanPlan.Invalid(
            "benchmark",
            "the ComplianceBenchmark "
                + own.getMetadata().getName()
                + " has errors: "
                + String.join("; ", ((TailoredBenchmark.Broken) made).errors()));
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

  /** A scan that names its benchmark needs nothing of the cluster for it. */
  private BenchmarkChoice choice(ComplianceScan scan) {
    if (scan.getSpec().benchmarkName().isPresent()) {
      return new BenchmarkChoice(catalogue.newest(), "");
    }
    List<Node> some =
        client.nodes().list(new ListOptionsBuilder().withLimit(50L).build()).getItems();
    ClusterVersion cluster = ClusterVersion.of(client, some);
    return BenchmarkChoice.of(catalogue, cluster.version(), cluster.distribution());
  }
}
