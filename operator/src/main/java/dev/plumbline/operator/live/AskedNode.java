package dev.plumbline.operator.live;

import dev.plumbline.operator.cluster.KubeletEndpoint;
import io.fabric8.kubernetes.api.model.Node;
import java.util.List;
import java.util.Optional;

/**
 * A node whose components are asked.
 *
 * @param kubeletCertificates those that its pod has read as its kubelet's own, by SHA-256
 */
public record AskedNode(Node node, List<String> kubeletCertificates) {

  /** Why nothing is asked of a node without one; continues a URL. */
  static final String NO_ADDRESS = "was not asked, since the node reports no internal address";

  public AskedNode {
    kubeletCertificates = List.copyOf(kubeletCertificates);
  }

  /** Where its kubelet listens; empty when the node reports no internal address. */
  Optional<KubeletEndpoint> kubelet() {
    return KubeletEndpoint.of(node).map(endpoint -> endpoint.knownBy(kubeletCertificates));
  }
}
