package dev.plumbline.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Only what the EndpointSlices name is an API server's address. */
class ApiEndpointsTest {

  private static EndpointSlice slice(String family, String... addresses) {
    return Serialization.unmarshal(
        """
        {"addressType": "%s", "ports": [{"name": "metrics", "port": 1}, {"name": "https", "port": 6443}],
         "endpoints": [{"addresses": [%s]}, {"addresses": ["192.0.2.9"], "conditions": {"ready": false}}]}
        """
            .formatted(family, '"' + String.join("\",\"", addresses) + '"'),
        EndpointSlice.class);
  }

  private static Node node(String... addresses) {
    var status = new NodeBuilder().withNewMetadata().withName("n").endMetadata().withNewStatus();
    for (String address : addresses) {
      status.addNewAddress(address, "InternalIP");
    }
    return status.endStatus().build();
  }

  @Test
  void aNodesApiServerIsTheEndpointWithItsAddress() {
    ApiEndpoints endpoints = ApiEndpoints.of(List.of(slice("IPv4", "192.0.2.1", "192.0.2.2")));
    assertThat(endpoints.of(node("192.0.2.2"))).contains(new ApiEndpoint("192.0.2.2", 6443));
    assertThat(endpoints.of(node("192.0.2.3"))).isEmpty();
    assertThat(endpoints.of(node())).isEmpty();
  }

  @Test
  void oneThatIsNotReadyIsNone() {
    assertThat(ApiEndpoints.of(List.of(slice("IPv4", "192.0.2.1"))).of(node("192.0.2.9")))
        .isEmpty();
  }

  @Test
  void oneThatNoNodeReportsIsOnNone() {
    ApiEndpoints endpoints = ApiEndpoints.of(List.of(slice("IPv4", "192.0.2.1", "192.0.2.2")));
    assertThat(endpoints.ofNone(List.of(node("192.0.2.2"), node("192.0.2.3"))))
        .containsExactly(new ApiEndpoint("192.0.2.1", 6443));
    assertThat(endpoints.ofNone(List.of(node()))).as("nobody knows").isEmpty();
  }

  @Test
  void ofTwoAddressesOneIsAsked() {
    ApiEndpoints endpoints =
        ApiEndpoints.of(List.of(slice("IPv6", "2001:db8::1"), slice("IPv4", "192.0.2.1")));
    assertThat(endpoints.of(node("2001:db8::1", "192.0.2.1")))
        .contains(new ApiEndpoint("192.0.2.1", 6443));
    assertThat(endpoints.of(node("2001:db8::1")).orElseThrow().url("/flagz"))
        .isEqualTo("https://[2001:db8::1]:6443/flagz");
  }

  @Test
  void aNameIsNoAddress() {
    ApiEndpoints endpoints =
        ApiEndpoints.of(List.of(slice("FQDN", "192.0.2.1"), slice("IPv4", "elsewhere.invalid")));
    assertThat(endpoints.all()).isEmpty();
  }
}
