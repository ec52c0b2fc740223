package dev.plumbline.operator.cluster;

import io.fabric8.kubernetes.api.model.Node;
import java.util.Optional;

/**
 * Where a node's kubelet listens, as the node reports it.
 *
 * @param address an IP address
 */
public record KubeletEndpoint(String address, int port) {

  /** Of a node that does not report its kubelet's. */
  public static final int DEFAULT_PORT = 10250;

  /** Empty for a node without an internal address. */
  public static Optional<KubeletEndpoint> of(Node node) {
    return NodeAddresses.internal(node)
        .filter(ApiEndpoints::isAddress)
        .findFirst()
        .map(address -> new KubeletEndpoint(address, port(node)));
  }

  private static int port(Node node) {
    return Optional.ofNullable(node.getStatus())
        .map(status -> status.getDaemonEndpoints())
        .map(endpoints -> endpoints.getKubeletEndpoint())
        .map(endpoint -> endpoint.getPort())
        .orElse(DEFAULT_PORT);
  }
}
