package dev.plumbline.operator.cluster;

import dev.plumbline.report.ControlPlane;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Set;

/** Reads who runs the control plane, and how many API servers serve {@code default/kubernetes}. */
public final class ControlPlaneReader {

  /** Distributions whose provider runs the control plane outside of the cluster's nodes. */
  private static final Set<String> MANAGED = Set.of("aks", "eks", "gke");

  private static final String NAMESPACE = "default";
  private static final String SERVICE_LABEL = "kubernetes.io/service-name";
  private static final String SERVICE = "kubernetes";

  private ControlPlaneReader() {}

  public static ControlPlane read(KubernetesClient client) {
    String distribution = ClusterVersion.read(client).distribution();
    if (MANAGED.contains(distribution)) {
      return new ControlPlane.Managed(distribution);
    }
    try {
      int addresses =
          addresses(
              client
                  .discovery()
                  .v1()
                  .endpointSlices()
                  .inNamespace(NAMESPACE)
                  .withLabel(SERVICE_LABEL, SERVICE)
                  .list()
                  .getItems());
      return addresses == 0
          ? new ControlPlane.Uncounted("the Service default/kubernetes has no endpoints")
          : new ControlPlane.SelfManaged(addresses);
    } catch (KubernetesClientException e) {
      return new ControlPlane.Uncounted(
          "the API server did not return the endpoints of default/kubernetes: "
              + ClusterObjects.reason(e));
    }
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
            .flatMap(slice -> slice.getEndpoints().stream())
            .filter(ControlPlaneReader::isReady)
            .flatMap(endpoint -> endpoint.getAddresses().stream())
            .distinct()
            .count();
  }

  /** The API allows no answer, which means yes. */
  private static boolean isReady(Endpoint endpoint) {
    return endpoint.getConditions() == null
        || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
  }
}
