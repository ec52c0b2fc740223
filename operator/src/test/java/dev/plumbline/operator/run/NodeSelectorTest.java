package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.store.NodeResult;
import dev.plumbline.operator.store.NodeTarget;
import dev.plumbline.report.model.ComplianceScanSpec;
import dev.plumbline.report.model.NotEvaluated;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NodeSelectorTest {

  private static List<NodeTarget> nodes(MockCluster cluster, String spec) {
    ComplianceScan scan = cluster.scan(spec);
    return new NodeSelector(
            new ListedObjects(cluster.client(), new ClusterChanges(MockCluster.CLOCK)),
            MockCluster.settings())
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

  /** By what the cache has now, however often it was asked before. */
  @Test
  void nodesAreDecidedAnewWhenOneOfThemHasChanged() {
    List<Node> cached =
        new ArrayList<>(List.of(node("b", "uid-b", "True"), node("a", "uid-a", "True")));
    // It asks for nothing else.
    ScanObjects nodes =
        (ScanObjects)
            Proxy.newProxyInstance(
                ScanObjects.class.getClassLoader(),
                new Class<?>[] {ScanObjects.class},
                (proxy, method, arguments) -> List.copyOf(cached));
    NodeSelector selector = new NodeSelector(nodes, MockCluster.settings());
    ComplianceScan scan = new ComplianceScan();
    scan.setSpec(Serialization.unmarshal("suspend: false", ComplianceScanSpec.class));
    List<NodeDecision> first = selector.nodes(scan);
    assertThat(first).extracting(decision -> decision.node().name()).containsExactly("a", "b");
    assertThat(selector.nodes(scan)).isSameAs(first);

    cached.set(0, node("b", "uid-b", "False"));
    assertThat(selector.nodes(scan).get(1)).isInstanceOf(NodeDecision.LeaveOut.class);
    cached.remove(0);
    assertThat(selector.nodes(scan)).hasSize(1);
    scan.setSpec(Serialization.unmarshal("nodeSelector: {pool: other}", ComplianceScanSpec.class));
    assertThat(selector.nodes(scan)).isEmpty();
  }

  private static boolean isUnread(Map<String, NodeResult> results, Node... nodes) {
    return new NodeSelector(
            new CachedObjects(MockCluster.NAMESPACE, new ClusterChanges(MockCluster.CLOCK)),
            MockCluster.settings())
        .isUnread(
            Stream.of(nodes).map(node -> NodeDecision.of(node, MockCluster.settings())).toList(),
            results);
  }

  private static Map<String, NodeResult> read(String node, String uid) {
    return Map.of(
        node,
        new NodeResult.Collected(
            new NodeTarget(node, uid, "v1.36.3"), "digest", "2020-01-01T12:00:00Z"));
  }

  @Test
  void nodeThatHasJoinedIsUnread() {
    assertThat(isUnread(read("a", "uid-a"), node("a", "uid-a", "True"))).isFalse();
    assertThat(isUnread(read("a", "uid-a"), node("a", "uid-a", "True"), node("b", "uid-b", "True")))
        .isTrue();
  }

  @Test
  void nodeThatWasReplacedIsUnread() {
    assertThat(isUnread(read("a", "uid-of-the-old-a"), node("a", "uid-a", "True"))).isTrue();
  }

  @Test
  void nodeThatIsNotReadyIsUnreadOnceItIs() {
    assertThat(isUnread(Map.of(), node("a", "uid-a", "False"))).isFalse();
    assertThat(isUnread(Map.of(), node("a", "uid-a", "True"))).isTrue();
  }

  @Test
  void nodeThatWasTriedInVainIsNotReadAgainByItself() {
    NodeResult failed =
        new NodeResult.NotRead(
            new NodeTarget("a", "uid-a", ""), NotEvaluated.Reason.CollectionFailed, "It failed.");
    assertThat(isUnread(Map.of("a", failed), node("a", "uid-a", "True"))).isFalse();
  }

  private static Node node(String name, String uid, String ready) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName(name)
        .withUid(uid)
        // Another for each object.
        .withResourceVersion(name + ready)
        .endMetadata()
        .withNewStatus()
        .addNewCondition()
        .withType("Ready")
        .withStatus(ready)
        .endCondition()
        .endStatus()
        .build();
  }
}
