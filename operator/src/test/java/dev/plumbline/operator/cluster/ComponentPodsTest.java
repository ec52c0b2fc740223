package dev.plumbline.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.MockCluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** A component is where a kubelet or a DaemonSet runs it at the addresses of the node. */
class ComponentPodsTest {

  private static PodBuilder pod(String container) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(container + "-n")
        .endMetadata()
        .withNewSpec()
        .withHostNetwork(true)
        .addNewContainer()
        .withName(container)
        .endContainer()
        .endSpec()
        .withNewStatus()
        .withPhase("Running")
        .endStatus();
  }

  private static Pod mirror(String container) {
    return pod(container)
        .editMetadata()
        .addToAnnotations("kubernetes.io/config.mirror", "hash")
        .endMetadata()
        .build();
  }

  @Test
  void staticPodsAndThoseOfDaemonSetsAreComponents() {
    Pod proxy =
        pod("kube-proxy")
            .editMetadata()
            .addNewOwnerReference()
            .withKind("DaemonSet")
            .withName("kube-proxy")
            .endOwnerReference()
            .endMetadata()
            .build();
    assertThat(ComponentPods.of(List.of(mirror("etcd"), mirror("kube-scheduler"), proxy)))
        .containsExactlyInAnyOrder("etcd", "kube-scheduler", "kube-proxy");
  }

  @Test
  void thePodsOfOneNodeAreListed() {
    List<String> requests = new ArrayList<>();
    try (MockCluster cluster = MockCluster.start()) {
      cluster.way(
          (request, server) -> {
            requests.add(request);
            return server.get();
          });
      assertThat(ComponentPods.on("n", cluster.client())).isEmpty();
    }
    assertThat(requests)
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("GET /api/v1/namespaces/kube-system/pods?")
        .contains("fieldSelector=spec.nodeName%3Dn", "resourceVersion=0");
  }

  @Test
  void otherPodsOfTheNameAreNone() {
    Pod ofNobody = pod("etcd").build();
    Pod withAddresses =
        new PodBuilder(mirror("etcd")).editSpec().withHostNetwork(false).endSpec().build();
    Pod ended = new PodBuilder(mirror("etcd")).editStatus().withPhase("Failed").endStatus().build();
    Pod unseen = new PodBuilder(mirror("etcd")).withStatus(null).build();
    assertThat(ComponentPods.of(List.of(ofNobody, withAddresses, ended, unseen))).isEmpty();
  }
}
