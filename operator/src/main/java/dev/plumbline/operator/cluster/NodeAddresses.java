package dev.plumbline.operator.cluster;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeList;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The addresses that the nodes of a cluster report. */
record NodeAddresses(Set<String> all) {

  /** A node is some ten kilobytes. */
  private static final long PAGE = 200;

  NodeAddresses {
    all = Set.copyOf(all);
  }

  static NodeAddresses read(KubernetesClient client) {
    Set<String> all = new HashSet<>();
    String next = "";
    do {
      NodeList page =
          client.nodes().list(new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build());
      page.getItems().forEach(node -> addresses(node).forEach(a -> all.add(a.getAddress())));
      next = page.getMetadata() == null ? "" : page.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
    return new NodeAddresses(all);
  }

  private static List<NodeAddress> addresses(Node node) {
    boolean reported = node.getStatus() != null && node.getStatus().getAddresses() != null;
    return reported ? node.getStatus().getAddresses() : List.of();
  }

  /** Those at which a node is within its cluster. */
  static Stream<String> internal(Node node) {
    return addresses(node).stream()
        .filter(address -> "InternalIP".equals(address.getType()))
        .map(NodeAddress::getAddress);
  }

  /** Those that one node reports. */
  static Set<String> of(Node node) {
    return addresses(node).stream().map(NodeAddress::getAddress).collect(Collectors.toSet());
  }

  /** Whether one of these is a node's, or may be one: nodes that report none decide nothing. */
  boolean contain(Set<String> addresses) {
    return all.isEmpty() || addresses.stream().anyMatch(all::contains);
  }
}
