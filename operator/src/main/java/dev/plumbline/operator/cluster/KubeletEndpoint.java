package dev.plumbline.operator.cluster;

import io.fabric8.kubernetes.api.model.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a node's kubelet listens, as the node reports it, and what else it may be known by.
 *
 * @param address an IP address
 * @param certificates those that the node's pod has read as the kubelet's own, by the SHA-256 of
 *     their DER in lower-case hex
 */
public record KubeletEndpoint(String address, int port, Set<String> certificates) {

  /** Of a node that does not report its kubelet's. */
  public static final int DEFAULT_PORT = 10250;

  public KubeletEndpoint {
    certificates = Set.copyOf(certificates);
  }

  /** One that only a certificate of the cluster's authority makes known. */
  public KubeletEndpoint(String address, int port) {
    this(address, port, Set.of());
  }

  /** The same that is known by certificates, too. */
  public KubeletEndpoint knownBy(List<String> read) {
    return new KubeletEndpoint(address, port, Set.copyOf(read));
  }

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
