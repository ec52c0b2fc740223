package dev.plumbline.operator.cluster;

import dev.plumbline.distribution.Distribution;
import dev.plumbline.distribution.Distributions;
import dev.plumbline.distribution.Recognition;
import dev.plumbline.distribution.Recognized;
import dev.plumbline.engine.catalogue.Platform;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.VersionInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads the release and the distribution of a cluster. */
public final class ClusterVersion {

  private static final String NAME = "the cluster";

  /** Enough to find a node with a distribution's label. */
  private static final long NODES = 50;

  private ClusterVersion() {}

  /**
   * Reads the API server's version and some nodes' labels.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API server does not
   *     answer: a version that is unknown for a moment must not choose another benchmark
   */
  public static Platform read(KubernetesClient client) {
    String version = ofApiServer(client);
    Recognized byVersion = Distributions.recognize(Recognition.Node.ofVersion(version));
    return Platform.of(
        NAME, version, byVersion instanceof Recognized.None ? byNodes(nodes(client)) : byVersion);
  }

  /**
   * The API server's version alone, such as {@code v1.36.3}; empty when it does not name one.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when it does not answer
   */
  public static String ofApiServer(KubernetesClient client) {
    return Optional.ofNullable(client.getKubernetesVersion())
        .map(VersionInfo::getGitVersion)
        .orElse("");
  }

  /** Before the API server has answered. */
  public static Platform unknown() {
    return Platform.unknown(NAME);
  }

  private static List<Node> nodes(KubernetesClient client) {
    return client.nodes().list(new ListOptionsBuilder().withLimit(NODES).build()).getItems();
  }

  /** What one of its nodes shows is of the cluster; nodes may differ. */
  private static Recognized byNodes(List<Node> nodes) {
    Map<Distribution, String> found = new LinkedHashMap<>();
    for (Node node : nodes) {
      Recognized recognized = recognize(node);
      for (Distribution distribution : recognized.distributions()) {
        found.putIfAbsent(distribution, basis(recognized, node));
      }
    }
    return found.isEmpty() ? new Recognized.None() : Recognized.of(found);
  }

  private static String basis(Recognized recognized, Node node) {
    String basis =
        recognized instanceof Recognized.As one
            ? one.basis()
            : ((Recognized.Ambiguous) recognized).basis();
    return basis + " of " + node.getMetadata().getName();
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
