package dev.plumbline.operator.cluster;

import dev.plumbline.distribution.Distribution;
import dev.plumbline.distribution.Distributions;
import dev.plumbline.distribution.Recognition;
import dev.plumbline.distribution.Recognized;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.VersionInfo;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The release and the distribution of a cluster.
 *
 * @param version {@code gitVersion} of its API server; empty when the server reports none
 * @param distribution as benchmarks name it, such as {@code kubernetes} or {@code eks}
 */
public record ClusterVersion(String version, String distribution) {

  /** Enough to find a node with a distribution's label. */
  private static final long NODES = 50;

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
    Recognized byVersion = Distributions.recognize(Recognition.Node.ofVersion(version));
    return new ClusterVersion(
        version,
        byVersion.distributions().isEmpty()
            ? byNodes(nodes(client))
            : byVersion.distributions().get(0).name());
  }

  private static List<Node> nodes(KubernetesClient client) {
    return client.nodes().list(new ListOptionsBuilder().withLimit(NODES).build()).getItems();
  }

  private static String byNodes(List<Node> nodes) {
    return nodes.stream()
        .map(ClusterVersion::recognize)
        .flatMap(recognized -> recognized.distributions().stream())
        .findFirst()
        .map(Distribution::name)
        .orElse(Distributions.PLAIN);
  }

  private static Recognized recognize(Node node) {
    return Distributions.recognize(marks(node));
  }

  /** What a Node object shows of its distribution and operating system. */
  public static Recognition.Node marks(Node node) {
    NodeSystemInfo info = node.getStatus() == null ? null : node.getStatus().getNodeInfo();
    return new Recognition.Node(
        info == null ? "" : Objects.toString(info.getKubeletVersion(), ""),
        Optional.ofNullable(node.getMetadata().getLabels()).orElse(Map.of()),
        info == null ? "" : Objects.toString(info.getOsImage(), ""),
        Set.of());
  }
}
