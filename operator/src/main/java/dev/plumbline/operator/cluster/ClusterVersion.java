package dev.plumbline.operator.cluster;

import dev.plumbline.engine.distribution.Distributions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.VersionInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The release and the distribution of a cluster.
 *
 * @param version {@code gitVersion} of its API server; empty when the server reports none
 * @param distribution as benchmarks name it, such as {@code kubernetes} or {@code eks}
 */
public record ClusterVersion(String version, String distribution) {

  /** Enough to find a node with a distribution's label. */
  private static final long NODES = 50;

  /** What a distribution puts on its nodes. */
  private static final Map<String, String> LABELS =
      Map.of(
          "kubernetes.azure.com/cluster", "aks",
          "eks.amazonaws.com/nodegroup", "eks",
          "cloud.google.com/gke-nodepool", "gke",
          "microk8s.io/cluster", "microk8s",
          "node.openshift.io/os_id", "openshift");

  /**
   * Reads the API server's version and some nodes' labels.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API server does not
   *     answer: a version that is unknown for a moment must not choose another benchmark
   */
  public static ClusterVersion read(KubernetesClient client) {
    String version =
        Optional.ofNullable(client.getKubernetesVersion())
            .map(VersionInfo::getGitVersion)
            .orElse("");
    String byVersion = Distributions.ofVersion(version).name();
    return new ClusterVersion(
        version, byVersion.equals("kubernetes") ? byLabels(nodes(client)) : byVersion);
  }

  private static List<Node> nodes(KubernetesClient client) {
    return client.nodes().list(new ListOptionsBuilder().withLimit(NODES).build()).getItems();
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
