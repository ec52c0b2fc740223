package dev.plumbline.operator.run;

import dev.plumbline.report.model.NotEvaluated.Reason;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import io.fabric8.kubernetes.api.model.Taint;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which nodes cannot run the node pod. A cordoned node that is ready is none of them: the pod is
 * bound to it and tolerates every taint, {@code node.kubernetes.io/unschedulable} among them.
 */
final class NodeRules {

  /** A condition of a node: whether its kubelet answers. */
  static final String READY = "Ready";

  private static final String FARGATE_DOCS =
      "https://docs.aws.amazon.com/eks/latest/userguide/fargate.html";

  /** What keeps the pod from running. */
  record Obstacle(Reason reason, String message) {}

  /** The kind of a node decides before its state, which may change. */
  private static final List<Function<Node, Optional<Obstacle>>> RULES =
      List.of(
          NodeRules::otherSystem,
          NodeRules::virtualKubelet,
          NodeRules::fargate,
          NodeRules::fakeNode,
          NodeRules::notReady);

  /** A kubelet of Fargate can be asked, and one that is not ready may answer or not. */
  private static final List<Function<Node, Optional<Obstacle>>> RULES_OF_ASKING =
      List.of(NodeRules::otherSystem, NodeRules::virtualKubelet, NodeRules::fakeNode);

  private NodeRules() {}

  /** What keeps the pod from running on a node; empty when nothing does. */
  static Optional<Obstacle> obstacle(Node node) {
    return first(RULES, node);
  }

  /** What makes it pointless to ask its kubelet; empty when nothing does. */
  static Optional<Obstacle> obstacleToAsking(Node node) {
    return first(RULES_OF_ASKING, node);
  }

  private static Optional<Obstacle> first(
      List<Function<Node, Optional<Obstacle>>> rules, Node node) {
    return rules.stream().flatMap(rule -> rule.apply(node).stream()).findFirst();
  }

  /** The kubelet sets both: https://kubernetes.io/docs/reference/labels-annotations-taints/. */
  private static Optional<Obstacle> otherSystem(Node node) {
    return Stream.of(
            label(node, "kubernetes.io/os"),
            info(node).flatMap(info -> Optional.ofNullable(info.getOperatingSystem())))
        .flatMap(Optional::stream)
        .filter(system -> !system.isEmpty() && !system.equals("linux"))
        .findFirst()
        .map(
            system ->
                new Obstacle(
                    Reason.NotLinux,
                    "The node runs "
                        + system
                        + ". The benchmarks and the node pod are for Linux."));
  }

  /**
   * The label is a convention of its providers. The taint is the default of
   * github.com/virtual-kubelet/virtual-kubelet, cmd/virtual-kubelet/internal/commands/root/node.go,
   * commit 1ce95e6e.
   */
  private static Optional<Obstacle> virtualKubelet(Node node) {
    Optional<String> provider =
        taints(node)
            .filter(taint -> Objects.equals(taint.getKey(), "virtual-kubelet.io/provider"))
            .map(taint -> Objects.toString(taint.getValue(), ""))
            .findFirst();
    boolean isLabelled = label(node, "type").filter("virtual-kubelet"::equals).isPresent();
    return isLabelled || provider.isPresent()
        ? Optional.of(
            new Obstacle(
                Reason.VirtualKubelet,
                "A virtual kubelet"
                    + provider.filter(name -> !name.isEmpty()).map(n -> " (" + n + ")").orElse("")
                    + " stands for the node. It has no host whose files could be read."))
        : Optional.empty();
  }

  private static Optional<Obstacle> fargate(Node node) {
    return label(node, "eks.amazonaws.com/compute-type")
        .filter("fargate"::equals)
        .map(
            type ->
                new Obstacle(
                    Reason.Fargate,
                    "The node is a microVM of AWS Fargate. It runs the pod that it was made for"
                        + " and no other, and no pod may read its host ("
                        + FARGATE_DOCS
                        + ")."));
  }

  /** github.com/loft-sh/vcluster, pkg/controllers/resources/nodes/fake_syncer.go, c5721acc. */
  private static Optional<Obstacle> fakeNode(Node node) {
    return label(node, "vcluster.loft.sh/fake-node")
        .filter("true"::equals)
        .map(
            fake ->
                new Obstacle(
                    Reason.FakeNode,
                    "vCluster made this node up for a node of its host cluster. Scan the host"
                        + " cluster."));
  }

  /**
   * Without the condition it is tried: the node lifecycle controller soon sets it on every node.
   */
  private static Optional<Obstacle> notReady(Node node) {
    return ready(node)
        .filter(condition -> !Objects.equals(condition.getStatus(), "True"))
        .map(
            condition ->
                new Obstacle(
                    Reason.NotReady,
                    "The node's condition Ready is "
                        + condition.getStatus()
                        + Stream.of(condition.getReason(), condition.getMessage())
                            .filter(text -> text != null && !text.isBlank())
                            .reduce((reason, message) -> reason + ": " + message)
                            .map(why -> " (" + why + ")")
                            .orElse("")
                        + ". It is read once it is ready."));
  }

  private static Optional<NodeCondition> ready(Node node) {
    return Optional.ofNullable(node.getStatus()).map(NodeStatus::getConditions).stream()
        .flatMap(List::stream)
        .filter(condition -> READY.equals(condition.getType()))
        .findFirst();
  }

  private static Stream<Taint> taints(Node node) {
    return node.getSpec() == null || node.getSpec().getTaints() == null
        ? Stream.empty()
        : node.getSpec().getTaints().stream();
  }

  private static Optional<NodeSystemInfo> info(Node node) {
    return Optional.ofNullable(node.getStatus()).map(NodeStatus::getNodeInfo);
  }

  private static Optional<String> label(Node node, String key) {
    Map<String, String> labels = node.getMetadata().getLabels();
    return Optional.ofNullable(labels).map(all -> all.get(key));
  }
}
