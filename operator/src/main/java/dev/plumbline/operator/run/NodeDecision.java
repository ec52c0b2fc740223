package dev.plumbline.operator.run;

import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import dev.plumbline.operator.settings.OperatorSettings;
import dev.plumbline.operator.store.NodeResult;
import dev.plumbline.operator.store.NodeTarget;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How a selected node is read, by its object alone. */
sealed interface NodeDecision {

  Comparator<NodeDecision> BY_NAME = Comparator.comparing(decision -> decision.node().name());

  NodeTarget node();

  /** Its pod is started. */
  record Evaluate(NodeTarget node, PodNeeds needs) implements NodeDecision {

    /** The same node with further directories to mount. */
    Evaluate with(List<String> directories) {
      return new Evaluate(node, needs.with(directories));
    }

    /** The same node, whose kubelet is sent a token. */
    Evaluate withKubeletCertificates() {
      return new Evaluate(node, needs.withKubeletCertificates());
    }
  }

  /**
   * Nothing of it is read: its running components are asked, or an API server that is on no node.
   */
  record Ask(NodeTarget node, Asked asked) implements NodeDecision {}

  /** Who is asked. */
  sealed interface Asked {

    /** The components of a node. */
    record OfNode(Node object) implements Asked {}

    record ApiServer(ApiEndpoint endpoint) implements Asked {}
  }

  /** It cannot run the pod: no Job is made, and the run does not wait for it. */
  record LeaveOut(NodeResult.NotRead result) implements NodeDecision {
    @Override
    public NodeTarget node() {
      return result.node();
    }
  }

  static NodeDecision of(Node node, OperatorSettings settings) {
    NodeTarget target = target(node);
    return NodeRules.obstacle(node)
        .<NodeDecision>map(
            obstacle ->
                new LeaveOut(new NodeResult.NotRead(target, obstacle.reason(), obstacle.message())))
        .orElseGet(() -> new Evaluate(target, PodNeeds.of(node, settings).shared()));
  }

  /** The same of a node that no pod reads. */
  static NodeDecision withoutPod(Node node) {
    NodeTarget target = target(node);
    return NodeRules.obstacleToAsking(node)
        .<NodeDecision>map(
            obstacle ->
                new LeaveOut(new NodeResult.NotRead(target, obstacle.reason(), obstacle.message())))
        .orElseGet(() -> new Ask(target, new Asked.OfNode(node)));
  }

  /** An API server that is on no node. */
  static Ask ofApiServer(ApiEndpoint endpoint) {
    return new Ask(NodeTarget.apiServer(endpoint.hostAndPort()), new Asked.ApiServer(endpoint));
  }

  private static NodeTarget target(Node node) {
    String version =
        Optional.ofNullable(node.getStatus())
            .map(NodeStatus::getNodeInfo)
            .map(NodeSystemInfo::getKubeletVersion)
            .orElse("");
    return new NodeTarget(node.getMetadata().getName(), node.getMetadata().getUid(), version);
  }
}
