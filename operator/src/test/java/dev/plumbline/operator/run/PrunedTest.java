package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A cache keeps of a node what scans need, and little else. */
class PrunedTest {

  private static Node kept(Node node) {
    ItemStore<Node> store = Pruned.nodes();
    String key = store.getKey(node);
    store.put(key, node);
    return Objects.requireNonNull(store.get(key));
  }

  @Test
  void ofANodeIsKeptWhatItIsAndWhereItIsReached() {
    Node node =
        new NodeBuilder()
            .withNewMetadata()
            .withName("cp-1")
            .addToLabels("a", "b")
            .endMetadata()
            .withNewSpec()
            .addNewTaint("NoSchedule", "key", null, "value")
            .endSpec()
            .withNewStatus()
            .addNewAddress("10.0.0.1", "InternalIP")
            .addNewCondition()
            .withType("Ready")
            .withStatus("False")
            .withReason("KubeletNotReady")
            .endCondition()
            .addNewCondition()
            .withType("DiskPressure")
            .withStatus("False")
            .endCondition()
            .addToCapacity("cpu", new Quantity("2"))
            .addToAllocatable("cpu", new Quantity("2"))
            .addNewImage()
            .withNames("registry.test/image")
            .endImage()
            .withNewDaemonEndpoints()
            .withNewKubeletEndpoint(10250)
            .endDaemonEndpoints()
            .withNewNodeInfo()
            .withKubeletVersion("v1.36.3")
            .withOperatingSystem("linux")
            .endNodeInfo()
            .endStatus()
            .build();

    Node kept = kept(node);

    assertThat(kept.getMetadata()).isEqualTo(node.getMetadata());
    assertThat(kept.getSpec()).isEqualTo(node.getSpec());
    NodeStatus status = kept.getStatus();
    assertThat(status.getAddresses()).isEqualTo(node.getStatus().getAddresses());
    assertThat(status.getNodeInfo()).isEqualTo(node.getStatus().getNodeInfo());
    assertThat(status.getDaemonEndpoints()).isEqualTo(node.getStatus().getDaemonEndpoints());
    assertThat(status.getConditions())
        .singleElement()
        .extracting(NodeCondition::getReason)
        .isEqualTo("KubeletNotReady");
    assertThat(status.getCapacity()).isEmpty();
    assertThat(status.getAllocatable()).isEmpty();
    assertThat(status.getImages()).isEmpty();
  }

  @Test
  void whatManyNodesHaveIsKeptOnce() {
    Node one = kept(ready("a", "2026-11-27T10:00:00Z", "one"));
    Node other = kept(ready("b", "2026-11-27T10:00:09Z", "other"));
    assertThat(one.getStatus().getConditions().get(0))
        .isSameAs(other.getStatus().getConditions().get(0));
    assertThat(one.getStatus().getNodeInfo()).isSameAs(other.getStatus().getNodeInfo());
    assertThat(one.getStatus().getDaemonEndpoints())
        .isSameAs(other.getStatus().getDaemonEndpoints());
    assertThat(one.getSpec()).isSameAs(other.getSpec());
    assertThat(one.getMetadata().getLabels().get("pool"))
        .isEqualTo("workers")
        .isSameAs(other.getMetadata().getLabels().get("pool"));
    assertThat(one.getMetadata().getName()).isEqualTo("a");
  }

  private static Node ready(String name, String heartbeat, String machine) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName(name)
        // As from JSON: a text of its own.
        .addToLabels("pool", String.join("", "work", "ers"))
        .endMetadata()
        .withNewSpec()
        .withProviderID(name)
        .addNewTaint("NoSchedule", "key", null, "value")
        .endSpec()
        .withNewStatus()
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .withLastHeartbeatTime(heartbeat)
        .endCondition()
        .withNewDaemonEndpoints()
        .withNewKubeletEndpoint(10250)
        .endDaemonEndpoints()
        .withNewNodeInfo()
        .withKubeletVersion("v1.36.3")
        .withMachineID(machine)
        .endNodeInfo()
        .endStatus()
        .build();
  }

  @Test
  void aNodeOfWhichNothingIsKnownYetIsKept() {
    Node node = new NodeBuilder().withNewMetadata().withName("new").endMetadata().build();
    assertThat(kept(node)).isEqualTo(node);
  }
}
