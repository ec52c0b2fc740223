package dev.plumbline.cli.kubectl;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.engine.catalogue.NearestName;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.ComplianceScanStatus.BenchmarkReport;
import dev.plumbline.report.model.Condition;
import dev.plumbline.report.model.Report;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster to use; the same options as kubectl's. */
final class ClusterOptions {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Nullable
  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "The kubeconfig. Default: the one that kubectl uses")
  private File kubeconfig;

  @Nullable
  @Option(names = "--context", paramLabel = "NAME", description = "The kubeconfig's context.")
  private String context;

  /** Does something with a client. What the cluster refuses becomes a sentence. */
  <T> T with(Function<KubernetesClient, T> work) {
    Config config =
        kubeconfig == null ? Config.autoConfigure(context) : Config.fromKubeconfig(kubeconfig);
    if (kubeconfig != null && context != null) {
      config.setCurrentContext(
          config.getContexts().stream()
              .filter(known -> known.getName().equals(context))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          kubeconfig + " has no context " + context + ".")));
    }
    // Without TLS nothing agrees on HTTP/2 beforehand: the client would change to it in the middle
    // of
    // a connection, and such a server as "plumbline try" has may answer in HTTP/1.1 all the same.
    boolean plain = config.getMasterUrl().startsWith("http://");
    // A person waits: an unreachable cluster is reported after one retry.
    config =
        new ConfigBuilder(config)
            .withRequestRetryBackoffLimit(1)
            .withHttp2Disable(config.isHttp2Disable() || plain)
            .build();
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      return work.apply(client);
    } catch (KubernetesClientException e) {
      throw new IllegalStateException(message(e), e);
    }
  }

  private static String message(KubernetesClientException e) {
    if (e.getStatus() != null && e.getStatus().getMessage() != null) {
      return e.getStatus().getMessage();
    }
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return "The cluster can't be reached: " + cause.getMessage() + ".";
  }

  /** The names of the scans of the cluster that kubectl uses. */
  static List<String> scanNames() {
    return new ClusterOptions().with(ClusterOptions::scanNames);
  }

  private static List<String> scanNames(KubernetesClient client) {
    return scans(client).stream().map(scan -> scan.getMetadata().getName()).toList();
  }

  private static List<ComplianceScan> scans(KubernetesClient client) {
    return client.resources(ComplianceScan.class).list().getItems();
  }

  static Optional<ComplianceScan> scan(KubernetesClient client, String name) {
    return Optional.ofNullable(client.resources(ComplianceScan.class).withName(name).get());
  }

  static Optional<ComplianceReport> report(KubernetesClient client, String name) {
    return Optional.ofNullable(client.resources(ComplianceReport.class).withName(name).get());
  }

  /** The resource as a value that every format can write. */
  static Report value(ComplianceReport report) {
    Map<String, Object> metadata =
        JSON.convertValue(report.getMetadata(), new TypeReference<Map<String, Object>>() {});
    return new Report(metadata, report.getStatus());
  }

  /** The reports of a scan, one for each benchmark, in its order. */
  static List<ComplianceReport> reportsOf(KubernetesClient client, ComplianceScan scan) {
    List<String> names =
        Optional.ofNullable(scan.getStatus())
            .map(ComplianceScanStatus::reports)
            .filter(reports -> !reports.isEmpty())
            .map(reports -> reports.stream().map(BenchmarkReport::name).toList())
            .orElse(List.of(scan.getMetadata().getName()));
    return names.stream().flatMap(name -> report(client, name).stream()).toList();
  }

  /**
   * The reports of that scan or of that name, or of the only scan that has any.
   *
   * @param benchmark the benchmark that they are on; empty for any
   * @throws IllegalArgumentException when there is none, or a name is needed
   */
  static List<ComplianceReport> reportsNamed(
      KubernetesClient client, @Nullable String name, @Nullable String benchmark) {
    List<ComplianceReport> found =
        name == null ? reportsOfTheOnlyScan(client) : reportsNamed(client, name);
    List<ComplianceReport> wanted =
        found.stream()
            .filter(report -> benchmark == null || benchmark.equals(benchmarkOf(report)))
            .toList();
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException(
          "There is no report on the benchmark "
              + benchmark
              + ". There are reports on: "
              + benchmarksOf(found)
              + ".");
    }
    return wanted;
  }

  /** The same, when there may be one only. */
  static ComplianceReport reportNamed(
      KubernetesClient client, @Nullable String name, @Nullable String benchmark) {
    List<ComplianceReport> reports = reportsNamed(client, name, benchmark);
    if (reports.size() > 1) {
      throw new IllegalArgumentException(
          "The scan has a report on each of several benchmarks. Choose one with --benchmark: "
              + benchmarksOf(reports)
              + ".");
    }
    return reports.get(0);
  }

  private static List<ComplianceReport> reportsNamed(KubernetesClient client, String name) {
    List<ComplianceReport> reports =
        report(client, name)
            .map(List::of)
            .or(() -> scan(client, name).map(scan -> reportsOf(client, scan)))
            .orElse(List.of())
            .stream()
            .filter(report -> report.getStatus() != null)
            .toList();
    if (reports.isEmpty()) {
      throw new IllegalArgumentException(
          scan(client, name)
              .map(ClusterOptions::hasNoReportYet)
              .orElseGet(
                  () -> "There is no report of a scan " + name + "." + nearest(client, name)));
    }
    return reports;
  }

  private static List<ComplianceReport> reportsOfTheOnlyScan(KubernetesClient client) {
    Map<String, List<ComplianceReport>> byScan =
        client.resources(ComplianceReport.class).list().getItems().stream()
            .filter(report -> report.getStatus() != null)
            .collect(
                Collectors.groupingBy(ClusterOptions::scanOf, TreeMap::new, Collectors.toList()));
    if (byScan.size() != 1) {
      throw new IllegalArgumentException(
          byScan.isEmpty()
              ? withoutReports(scans(client))
              : "There are reports of several scans. Name one of: "
                  + String.join(", ", byScan.keySet()));
    }
    return byScan.values().iterator().next();
  }

  private static String withoutReports(List<ComplianceScan> scans) {
    return scans.isEmpty()
        ? "There is no report. Start with: kubectl plumbline scan cis"
        : scans.stream().map(ClusterOptions::hasNoReportYet).collect(Collectors.joining(" "));
  }

  /** That a scan's first run has not ended, and what it does or what it waits for. */
  private static String hasNoReportYet(ComplianceScan scan) {
    String name = scan.getMetadata().getName();
    String state =
        Optional.ofNullable(scan.getStatus()).stream()
            .flatMap(status -> Condition.of("Ready", status.conditions()).stream())
            .map(Condition::message)
            .findFirst()
            .orElse("The operator has not seen it.");
    return "The scan "
        + name
        + " has no report yet. "
        + state
        + " \"kubectl plumbline scan "
        + name
        + "\" waits for it.";
  }

  private static String nearest(KubernetesClient client, String name) {
    return NearestName.to(name, scanNames(client))
        .map(near -> " The nearest name is " + near + ".")
        .orElse("");
  }

  /** The name of the scan that a report belongs to. */
  static String scanOf(ComplianceReport report) {
    return report.getMetadata().getOwnerReferences().stream()
        .map(OwnerReference::getName)
        .findFirst()
        .orElse(report.getMetadata().getName());
  }

  private static String benchmarkOf(ComplianceReport report) {
    return Objects.toString(report.getStatus().benchmark(), "");
  }

  private static String benchmarksOf(List<ComplianceReport> reports) {
    return reports.stream().map(ClusterOptions::benchmarkOf).collect(Collectors.joining(", "));
  }
}
