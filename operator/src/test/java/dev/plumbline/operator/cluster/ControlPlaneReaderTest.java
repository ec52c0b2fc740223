package dev.plumbline.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.MockCluster;
import dev.plumbline.report.ControlPlane;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlPlaneReaderTest {

  private MockCluster cluster;

  @BeforeEach
  void startCluster() {
    cluster = MockCluster.start();
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  private void slice(String name, String namespace, String service, String family, String points) {
    cluster.create(
        Serialization.unmarshal(
            """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: %s
              namespace: %s
              labels: {kubernetes.io/service-name: %s}
            addressType: %s
            endpoints: %s
            """
                .formatted(name, namespace, service, family, points),
            EndpointSlice.class));
  }

  private ControlPlane read() {
    return ControlPlaneReader.read(cluster.client());
  }

  @Test
  void readyEndpointsOfTheKubernetesServiceAreCounted() {
    slice(
        "kubernetes",
        "default",
        "kubernetes",
        "IPv4",
        "[{addresses: [10.0.0.1]}, {addresses: [10.0.0.2], conditions: {ready: true}},"
            + " {addresses: [10.0.0.3], conditions: {ready: false}}]");
    assertThat(read()).isEqualTo(new ControlPlane.SelfManaged(2));
  }

  @Test
  void otherServicesAndNamespacesDoNotCount() {
    slice("a", "default", "kubernetes", "IPv4", "[{addresses: [10.0.0.1]}]");
    slice("b", "default", "shop", "IPv4", "[{addresses: [10.0.0.2]}]");
    slice("c", "shop", "kubernetes", "IPv4", "[{addresses: [10.0.0.3]}]");
    assertThat(read()).isEqualTo(new ControlPlane.SelfManaged(1));
  }

  @Test
  void addressesOfBothFamiliesAreTheSameApiServers() {
    slice(
        "a", "default", "kubernetes", "IPv4", "[{addresses: [10.0.0.1]}, {addresses: [10.0.0.2]}]");
    slice("b", "default", "kubernetes", "IPv6", "[{addresses: ['fd00::1']}]");
    assertThat(read()).isEqualTo(new ControlPlane.SelfManaged(2));
  }

  @Test
  void addressInTwoSlicesCountsOnce() {
    slice("a", "default", "kubernetes", "IPv4", "[{addresses: [10.0.0.1]}]");
    slice("b", "default", "kubernetes", "IPv4", "[{addresses: [10.0.0.1]}]");
    assertThat(read()).isEqualTo(new ControlPlane.SelfManaged(1));
  }

  private void node(String name, String addresses) {
    cluster.create(
        Serialization.unmarshal(
            """
            apiVersion: v1
            kind: Node
            metadata: {name: %s}
            status: {addresses: %s}
            """
                .formatted(name, addresses),
            Node.class));
  }

  @Test
  void addressThatIsANodesIsOfAnApiServerThere() {
    slice("a", "default", "kubernetes", "IPv4", "[{addresses: [10.0.0.1]}]");
    node("worker", "[{type: InternalIP, address: 10.0.0.7}]");
    node("control-plane", "[{type: Hostname, address: a}, {type: InternalIP, address: 10.0.0.1}]");
    assertThat(read()).isEqualTo(new ControlPlane.SelfManaged(1));
  }

  @Test
  void addressesThatNoNodeHasAreOfAControlPlaneElsewhere() {
    slice(
        "a", "default", "kubernetes", "IPv4", "[{addresses: [10.9.0.2]}, {addresses: [10.9.0.1]}]");
    node("worker-1", "[{type: InternalIP, address: 10.0.0.1}]");
    node("worker-2", "[{type: InternalIP, address: 10.0.0.2}]");
    assertThat(read()).isEqualTo(new ControlPlane.Elsewhere(List.of("10.9.0.1", "10.9.0.2")));
  }

  @Test
  void nodesWithoutAddressesDecideNothing() {
    slice("a", "default", "kubernetes", "IPv4", "[{addresses: [10.0.0.1]}]");
    node("worker", "[]");
    assertThat(read()).isEqualTo(new ControlPlane.SelfManaged(1));
  }

  @Test
  void noEndpointsCannotBeCounted() {
    assertThat(read()).isInstanceOf(ControlPlane.Uncounted.class);
  }

  @Test
  void endpointsThatMayNotBeListedCannotBeCounted() {
    cluster.refuse(
        "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices"
            + "?labelSelector=kubernetes.io%2Fservice-name%3Dkubernetes",
        "Forbidden");
    assertThat(read())
        .isInstanceOfSatisfying(
            ControlPlane.Uncounted.class,
            uncounted ->
                assertThat(uncounted.why()).contains("default/kubernetes").endsWith(": Forbidden"));
  }

  @Test
  void versionThatMayNotBeReadDoesNotKeepARunFromEnding() {
    cluster.versionRefused();
    assertThat(read()).isInstanceOf(ControlPlane.Uncounted.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1.33.1-eks-1234567", "v1.33.1-gke.1234000"})
  void managedControlPlaneIsNotCounted(String version) {
    cluster.version(version);
    slice("a", "default", "kubernetes", "IPv4", "[{addresses: [10.0.0.1]}]");
    assertThat(read()).isInstanceOf(ControlPlane.Managed.class);
  }

  /** It may be the provider's, and it may be on the nodes. */
  @Test
  void distributionsOfWhichOneIsManagedLeaveTheControlPlaneToItsAddresses() {
    cluster.create(
        new NodeBuilder()
            .withNewMetadata()
            .withName("n")
            .addToLabels("eks.amazonaws.com/nodegroup", "a")
            .addToLabels("node.openshift.io/os_id", "rhel")
            .endMetadata()
            .build());
    assertThat(read()).isInstanceOf(ControlPlane.Uncounted.class);
  }
}
