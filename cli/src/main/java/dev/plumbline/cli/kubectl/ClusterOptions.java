package dev.plumbline.cli.kubectl;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.Report;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
    // A person waits: an unreachable cluster is reported after one retry.
    config = new ConfigBuilder(config).withRequestRetryBackoffLimit(1).build();
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

  /**
   * The report of that name, or the only one there is.
   *
   * @throws IllegalArgumentException when there is none, or a name is needed
   */
  static ComplianceReport reportNamed(KubernetesClient client, @Nullable String name) {
    if (name != null) {
      return report(client, name)
          .filter(report -> report.getStatus() != null)
          .orElseThrow(
              () -> new IllegalArgumentException("There is no report of a scan " + name + "."));
    }
    List<ComplianceReport> all = client.resources(ComplianceReport.class).list().getItems();
    if (all.size() != 1) {
      throw new IllegalArgumentException(
          all.isEmpty()
              ? "There is no report. Start with: kubectl plumbline scan cis"
              : "There are several reports. Name one of: "
                  + String.join(", ", all.stream().map(r -> r.getMetadata().getName()).toList()));
    }
    return all.get(0);
  }
}
