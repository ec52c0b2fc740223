package dev.plumbline.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.engine.catalogue.Platform;
import dev.plumbline.operator.MockCluster;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterVersionTest {

  private MockCluster cluster;

  @BeforeEach
  void startCluster() {
    cluster = MockCluster.start();
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  private void node(String label) {
    node("n", label);
  }

  private void node(String name, String label) {
    cluster.create(
        new NodeBuilder()
            .withNewMetadata()
            .withName(name)
            .addToLabels(label, "x")
            .endMetadata()
            .build());
  }

  @ParameterizedTest
  @CsvSource({
    "v1.36.3, kubernetes",
    "v1.33.1+k3s1, k3s",
    "v1.33.1+rke2r1, rke2",
    "v1.33.1-eks-1234567, eks",
    "v1.33.1-gke.1234000, gke",
  })
  void distributionIsReadFromTheVersion(String version, String distribution) {
    cluster.version(version);
    assertThat(ClusterVersion.read(cluster.client()))
        .isEqualTo(new Platform("the cluster", version, List.of(distribution), ""));
  }

  @ParameterizedTest
  @CsvSource({
    "kubernetes.azure.com/cluster, aks",
    "microk8s.io/cluster, microk8s",
    "node.openshift.io/os_id, openshift",
    "kubernetes.io/hostname, kubernetes",
  })
  void distributionIsReadFromTheNodesLabelsOtherwise(String label, String distribution) {
    cluster.version("v1.36.3");
    node(label);
    assertThat(ClusterVersion.read(cluster.client()).distribution()).isEqualTo(distribution);
  }

  @Test
  void nodesOfTwoDistributionsLeaveItOpen() {
    cluster.version("v1.36.3");
    node("a", "kubernetes.azure.com/cluster");
    node("b", "microk8s.io/cluster");
    Platform platform = ClusterVersion.read(cluster.client());
    assertThat(platform.distributions()).containsExactlyInAnyOrder("aks", "microk8s");
    assertThat(platform.basis())
        .contains("by the node label kubernetes.azure.com/cluster of a")
        .contains("by the node label microk8s.io/cluster of b");
  }

  @Test
  void versionThatCannotBeReadIsAnError() {
    cluster.versionRefused();
    assertThatThrownBy(() -> ClusterVersion.read(cluster.client()))
        .isInstanceOf(KubernetesClientException.class);
  }
}
