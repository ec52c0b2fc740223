package dev.plumbline.operator.cluster;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The API servers that serve {@code default/kubernetes}, each at an address of its own. */
public record ApiEndpoints(List<ApiEndpoint> all) {

  private static final Set<String> FAMILIES = Set.of("IPv4", "IPv6");

  /** Nothing that a resolver would be asked for. */
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  public ApiEndpoints {
    all = List.copyOf(all);
  }

  /**
   * Where one API server listens.
   *
   * @param address an IP address
   */
  public record ApiEndpoint(String address, int port) {

    /** The URL of a path, for people and as the place of what is read there. */
    public String url(String path) {
      return "https://" + hostAndPort() + path;
    }

    /** Both, as a URL has them. */
    public String hostAndPort() {
      String host = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
      return host + ":" + port;
    }
  }

  /**
   * Reads them.
   *
   * @throws KubernetesClientException when the API server does not return them
   */
  public static ApiEndpoints read(KubernetesClient client) {
    return of(ControlPlaneReader.slices(client));
  }

  /** IPv4 first: of one server with an address of each family, one is asked. */
  static ApiEndpoints of(List<EndpointSlice> slices) {
    return new ApiEndpoints(
        slices.stream()
            .filter(slice -> FAMILIES.contains(slice.getAddressType()))
            .sorted(Comparator.comparing(EndpointSlice::getAddressType))
            .flatMap(
                slice ->
                    port(slice).stream()
                        .flatMap(
                            port ->
                                ControlPlaneReader.ready(slice)
                                    .filter(ApiEndpoints::isAddress)
                                    .map(address -> new ApiEndpoint(address, port))))
            .distinct()
            .toList());
  }

  /** Whether it is an IP address, and no name that would be looked up. */
  static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches();
  }

  private static Optional<Integer> port(EndpointSlice slice) {
    return Stream.ofNullable(slice.getPorts())
        .flatMap(List::stream)
        .filter(port -> Objects.toString(port.getName(), "https").equals("https"))
        .map(EndpointPort::getPort)
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** The API server of a node, which reports its address; empty for a node without one. */
  public Optional<ApiEndpoint> of(Node node) {
    Set<String> addresses = NodeAddresses.of(node);
    return all.stream().filter(endpoint -> addresses.contains(endpoint.address())).findFirst();
  }

  /**
   * Those whose address no node reports: another cluster hosts them, or a machine of their own.
   * None where no node reports any.
   */
  public List<ApiEndpoint> ofNone(Collection<Node> nodes) {
    Set<String> addresses =
        nodes.stream().flatMap(node -> NodeAddresses.of(node).stream()).collect(Collectors.toSet());
    return addresses.isEmpty()
        ? List.of()
        : all.stream().filter(endpoint -> !addresses.contains(endpoint.address())).toList();
  }
}
