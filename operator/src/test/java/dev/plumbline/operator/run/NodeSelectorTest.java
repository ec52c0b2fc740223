package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.store.NodeTarget;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.util.List;
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
}
