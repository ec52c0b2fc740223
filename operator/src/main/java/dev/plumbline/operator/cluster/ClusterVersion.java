package dev.plumbline.operator.cluster;

import dev.plumbline.engine.distribution.Distributions;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.VersionInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a cluster is.
 *
 * @param version {@code gitVersion} of its API server; empty when it didn't tell
 * @param distribution as benchmarks name it, such as {@code kubernetes} or {@code eks}
 */
public record ClusterVersion(String version, String distribution) {

  /** What a distribution puts on its nodes. */
  private static final Map<String, String> LABELS =
      Map.of(
          "kubernetes.azure.com/cluster", "aks",
          "eks.amazonaws.com/nodegroup", "eks",
          "cloud.google.com/gke-nodepool", "gke",
          "microk8s.io/cluster", "microk8s",
          "node.openshift.io/os_id", "openshift");

  /**
   * Asks the API server for its version, and nodes for their labels.
   *
   * @param nodes some of the cluster's nodes
   */
  public static ClusterVersion of(KubernetesClient client, List<Node> nodes) {
    String version = version(client);
    String byVersion = Distributions.ofVersion(version).name();
    return new ClusterVersion(
        version, byVersion.equals("kubernetes") ? byLabels(nodes) : byVersion);
  }

  private static String version(KubernetesClient client) {
    try {
      return Optional.ofNullable(client.getKubernetesVersion())
          .map(VersionInfo::getGitVersion)
          .orElse("");
    } catch (KubernetesClientException e) {
      return "";
    }
  }

  private static String byLabels(List<Node> nodes) {
    return nodes.stream()
        .map(node -> node.getMetadata().getLabels())
        .filter(labels -> labels != null)
        .flatMap(labels -> labels.keySet().stream())
        .filter(LABELS::containsKey)
        .map(LABELS::get)
        .findFirst()
        .orElse("kubernetes");
  }
}
