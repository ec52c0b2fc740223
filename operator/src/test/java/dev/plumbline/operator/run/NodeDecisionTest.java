package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.settings.OperatorSettings;
import dev.plumbline.report.model.NotEvaluated.Reason;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The nodes of each kind, as their providers register them. */
class NodeDecisionTest {

  private static final OperatorSettings SETTINGS =
      OperatorSettings.from(Map.of("PLUMBLINE_IMAGE", "a"));

  private static NodeDecision decide(String labels, String spec, String status) {
    return NodeDecision.of(
        Serialization.unmarshal(
            "metadata: {name: n, uid: u, labels: {%s}}\nspec: {%s}\nstatus: {%s}"
                .formatted(labels, spec, status),
            Node.class),
        SETTINGS);
  }

  private static final String READY = "conditions: [{type: Ready, status: 'True'}]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "NotLinux|kubernetes.io/os: windows||" + READY + "|The node runs windows. ",
        "NotLinux|||nodeInfo: {operatingSystem: windows}, " + READY + "|The node runs windows. ",
        "NotLinux|kubernetes.io/os: linux||nodeInfo: {operatingSystem: windows}|The node runs",
        "VirtualKubelet|type: virtual-kubelet||" + READY + "|A virtual kubelet stands for",
        "VirtualKubelet||taints: [{key: virtual-kubelet.io/provider, value: azure, effect:"
            + " NoSchedule}]|"
            + READY
            + "|A virtual kubelet (azure) stands for",
        "Fargate|eks.amazonaws.com/compute-type: fargate||" + READY + "|The node is a microVM of",
        "FakeNode|vcluster.loft.sh/fake-node: 'true'||" + READY + "|vCluster made this node up",
        "NotReady|||conditions: [{type: Ready, status: 'False', reason: KubeletNotReady, message:"
            + " no network}]|The node's condition Ready is False (KubeletNotReady: no network). It",
        "NotReady|||conditions: [{type: Ready, status: Unknown, reason: NodeStatusUnknown}]|The"
            + " node's condition Ready is Unknown (NodeStatusUnknown). It",
        "NotReady|||conditions: [{type: Ready, status: Unknown}]|The node's condition Ready is"
            + " Unknown. It is read",
        // What never changes is named before what may.
        "Fargate|eks.amazonaws.com/compute-type: fargate||conditions: [{type: Ready, status:"
            + " 'False'}]|The node is a microVM",
      })
  void nodesThatCannotRunThePodAreLeftOutWithTheReason(
      Reason reason,
      @Nullable String labels,
      @Nullable String spec,
      @Nullable String status,
      String message) {
    assertThat(decide(orEmpty(labels), orEmpty(spec), orEmpty(status)))
        .isInstanceOfSatisfying(
            NodeDecision.LeaveOut.class,
            leaveOut -> {
              assertThat(leaveOut.result().reason()).isEqualTo(reason);
              assertThat(leaveOut.result().message()).startsWith(message).endsWith(".");
              assertThat(leaveOut.node().name()).isEqualTo("n");
            });
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "kubernetes.io/os: linux||" + READY,
        // The pod tolerates every taint, that of a cordoned node too.
        "kubernetes.io/os: linux|unschedulable: true, taints: [{key:"
            + " node.kubernetes.io/unschedulable, effect: NoSchedule}]|"
            + READY,
        "|taints: [{key: node-role.kubernetes.io/control-plane, effect: NoSchedule}]|" + READY,
        "eks.amazonaws.com/compute-type: ec2||" + READY,
        "eks.amazonaws.com/compute-type: hybrid||" + READY,
        "vcluster.loft.sh/fake-node: 'false'||" + READY,
        "type: worker||" + READY,
        "||conditions: [{type: MemoryPressure, status: 'True'}, {type: Ready, status: 'True'}]",
        // Before the node lifecycle controller has seen it.
        "||",
      })
  void otherNodesAreEvaluated(
      @Nullable String labels, @Nullable String spec, @Nullable String status) {
    assertThat(decide(orEmpty(labels), orEmpty(spec), orEmpty(status)))
        .isInstanceOf(NodeDecision.Evaluate.class);
  }

  @Test
  void anEmptyNodeObjectIsEvaluated() {
    Node node = new Node();
    node.setMetadata(new ObjectMeta());
    assertThat(NodeDecision.of(node, SETTINGS)).isInstanceOf(NodeDecision.Evaluate.class);
  }

  private static NodeDecision ask(String labels, String status) {
    return NodeDecision.withoutPod(
        Serialization.unmarshal(
            "metadata: {name: n, uid: u, labels: {%s}}\nstatus: {%s}".formatted(labels, status),
            Node.class));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "|" + READY,
        "eks.amazonaws.com/compute-type: fargate|" + READY,
        "|conditions: [{type: Ready, status: 'False'}]",
      })
  void whereNoPodCanRunComponentsCanBeAsked(@Nullable String labels, String status) {
    assertThat(ask(orEmpty(labels), status))
        .isInstanceOfSatisfying(
            NodeDecision.Ask.class,
            ask -> assertThat(ask.asked()).isInstanceOf(NodeDecision.Asked.OfNode.class));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "NotLinux, kubernetes.io/os: windows",
        "VirtualKubelet, type: virtual-kubelet",
        "FakeNode, vcluster.loft.sh/fake-node: 'true'",
      })
  void nodesWithoutAKubeletOfTheirOwnAreNotAsked(Reason reason, String labels) {
    assertThat(ask(labels, READY))
        .isInstanceOfSatisfying(
            NodeDecision.LeaveOut.class,
            leaveOut -> assertThat(leaveOut.result().reason()).isEqualTo(reason));
  }
}
