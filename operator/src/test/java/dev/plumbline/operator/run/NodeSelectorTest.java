package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.store.NodeTarget;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import org.junit.jupiter.api.Test;

class NodeSelectorTest {

  @Test
  void nodesAreReadByNameWithTheirKubeletsVersion() {
    try (MockCluster cluster = MockCluster.start()) {
      cluster.node("b");
      cluster.node("a");
      assertThat(new NodeSelector(cluster.client()).nodes(cluster.scan("suspend: false")))
          .extracting(NodeTarget::name, NodeTarget::version)
          .containsExactly(tuple("a", "v1.36.3"), tuple("b", "v1.36.3"));
    }
  }

  @Test
  void onlyNodesWithTheLabelsAreSelected() {
    try (MockCluster cluster = MockCluster.start()) {
      cluster.node("a");
      cluster.node("b");
      assertThat(
              new NodeSelector(cluster.client())
                  .nodes(cluster.scan("nodeSelector: {kubernetes.io/hostname: b}")))
          .extracting(NodeTarget::name)
          .containsExactly("b");
    }
  }

  @Test
  void nodeThatHasNotReportedItsVersionHasNone() {
    try (MockCluster cluster = MockCluster.start()) {
      cluster.create(new NodeBuilder().withNewMetadata().withName("new").endMetadata().build());
      assertThat(new NodeSelector(cluster.client()).nodes(cluster.scan("suspend: false")))
          .extracting(NodeTarget::version)
          .containsExactly("");
    }
  }
}
