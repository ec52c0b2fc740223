package dev.plumbline.operator.cluster;

import dev.plumbline.distribution.Distribution;
import dev.plumbline.distribution.Distributions;
import dev.plumbline.engine.catalogue.Platform;
import dev.plumbline.report.ControlPlane;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads who runs the control plane, and how many API servers serve {@code default/kubernetes}. */
public final class ControlPlaneReader {

  /** What the API server answers the next time too. */
  private static final Set<Integer> REFUSED =
      Set.of(HttpURLConnection.HTTP_FORBIDDEN, HttpURLConnection.HTTP_NOT_FOUND);

  private static final String NAMESPACE = "default";
  private static final String SERVICE_LABEL = "kubernetes.io/service-name";
  private static final String SERVICE = "kubernetes";

  private ControlPlaneReader() {}

  /**
   * Reads both.
   *
   * @throws KubernetesClientException when the API server does not answer: it may the next time
   */
  public static ControlPlane read(KubernetesClient client) {
    try {
      Platform cluster = ClusterVersion.read(client);
      return isManaged(cluster)
          ? new ControlPlane.Managed(cluster.distribution())
          : ofNodes(slices(client), client);
    } catch (KubernetesClientException e) {
      if (!REFUSED.contains(e.getCode())) {
        throw e;
      }
      return new ControlPlane.Uncounted(
          "the API server did not return its version and the endpoints of default/kubernetes: "
              + ClusterObjects.reason(e));
    }
  }

  /** Of several that it may be, each has to be. */
  private static boolean isManaged(Platform cluster) {
    return !cluster.distributions().isEmpty()
        && cluster.distributions().stream()
            .allMatch(
                name ->
                    Distributions.named(name)
                        .filter(Distribution::hasManagedControlPlane)
                        .isPresent());
  }

  private static ControlPlane ofNodes(List<EndpointSlice> slices, KubernetesClient client) {
    int addresses = addresses(slices);
    if (addresses == 0) {
      return new ControlPlane.Uncounted("the Service default/kubernetes has no endpoints");
    }
    Set<String> ofServers =
        slices.stream()
            .flatMap(ControlPlaneReader::ready)
            .collect(Collectors.toCollection(TreeSet::new));
    return NodeAddresses.read(client).contain(ofServers)
        ? new ControlPlane.SelfManaged(addresses)
        : new ControlPlane.Elsewhere(List.copyOf(ofServers));
  }

  static List<EndpointSlice> slices(KubernetesClient client) {
    return client
        .discovery()
        .v1()
        .endpointSlices()
        .inNamespace(NAMESPACE)
        .withLabel(SERVICE_LABEL, SERVICE)
        .list()
        .getItems();
  }

  /** Each API server has one address per IP family, in a slice for that family. */
  static int addresses(List<EndpointSlice> slices) {
    return slices.stream()
        .map(EndpointSlice::getAddressType)
        .distinct()
        .mapToInt(family -> addresses(slices, family))
        .max()
        .orElse(0);
  }

  private static int addresses(List<EndpointSlice> slices, String family) {
    return (int)
        slices.stream()
            .filter(slice -> family.equals(slice.getAddressType()))
            .flatMap(ControlPlaneReader::ready)
            .distinct()
            .count();
  }

  static Stream<String> ready(EndpointSlice slice) {
    return slice.getEndpoints().stream()
        .filter(ControlPlaneReader::isReady)
        .flatMap(endpoint -> endpoint.getAddresses().stream());
  }

  /** The API allows no answer, which means yes. */
  private static boolean isReady(Endpoint endpoint) {
    return endpoint.getConditions() == null
        || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
  }
}
