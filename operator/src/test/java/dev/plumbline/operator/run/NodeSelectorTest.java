package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.store.NodeTarget;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.NotEvaluated;
import dev.plumbline.report.model.NotEvaluated.Reason;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeSelectorTest {

  private static List<NodeTarget> nodes(MockCluster cluster, String spec) {
    ComplianceScan scan = cluster.scan(spec);
    return new NodeSelector(cluster.client(), MockCluster.settings())
        .nodes(scan).stream().map(NodeDecision::node).toList();
  }

  @Test
  void nodesAreReadByNameWithTheirKubeletsVersion() {
    try (MockCluster cluster = MockCluster.start()) {
      cluster.node("b");
      cluster.node("a");
      assertThat(nodes(cluster, "suspend: false"))
          .extracting(NodeTarget::name, NodeTarget::version)
          .containsExactly(tuple("a", "v1.36.3"), tuple("b", "v1.36.3"));
    }
  }

  @Test
  void onlyNodesWithTheLabelsAreSelected() {
    try (MockCluster cluster = MockCluster.start()) {
      cluster.node("a");
      cluster.node("b");
      assertThat(nodes(cluster, "nodeSelector: {kubernetes.io/hostname: b}"))
          .extracting(NodeTarget::name)
          .containsExactly("b");
    }
  }

  @Test
  void nodeThatHasNotReportedItsVersionHasNone() {
    try (MockCluster cluster = MockCluster.start()) {
      cluster.create(new NodeBuilder().withNewMetadata().withName("new").endMetadata().build());
      assertThat(nodes(cluster, "suspend: false"))
          .extracting(NodeTarget::version)
          .containsExactly("");
    }
  }

  /** The status names ten of them. */
  @Test
  void anyOfManyNodesThatWereNotReadyIsNoticedWhenItIs() {
    try (MockCluster cluster = MockCluster.start()) {
      for (int i = 10; i < 22; i++) {
        cluster.create(notReady("n" + i));
      }
      ComplianceScan scan = cluster.scan("suspend: false");
      List<NotEvaluated.Node> named =
          IntStream.range(10, 20).mapToObj(i -> new NotEvaluated.Node("n" + i, "m")).toList();
      scan.setStatus(
          new ComplianceScanStatus(
              1L,
              List.of(),
              null,
              new ComplianceScanStatus.Nodes(
                  12, 0, 12, List.of(new NotEvaluated(Reason.NotReady, 12, named))),
              null,
              null,
              null,
              List.of()));
      NodeSelector selector = new NodeSelector(cluster.client(), MockCluster.settings());
      assertThat(selector.hasRecovered(scan)).isFalse();
      cluster.client().nodes().withName("n21").delete();
      cluster.node("n21");
      assertThat(selector.hasRecovered(scan)).isTrue();
    }
  }

  private static Node notReady(String name) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewStatus()
        .addNewCondition()
        .withType("Ready")
        .withStatus("False")
        .endCondition()
        .endStatus()
        .build();
  }
}
