package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.settings.OperatorSettings;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.NotEvaluated;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the nodes that a scan reads. */
final class NodeSelector {

  private final KubernetesClient client;
  private final OperatorSettings settings;

  NodeSelector(KubernetesClient client, OperatorSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  /** The nodes with the labels that the scan asks for, by name. */
  List<NodeDecision> nodes(ComplianceScan scan) {
    return client.nodes().withLabels(scan.getSpec().labels()).list().getItems().stream()
        .map(node -> NodeDecision.of(node, settings))
        .sorted(Comparator.comparing(decision -> decision.node().name()))
        .toList();
  }

  /**
   * Whether a node that was not ready in the last run is so now. The status names the first of them
   * only, so that the number of those that are not ready counts too.
   */
  boolean hasRecovered(ComplianceScan scan) {
    Optional<NotEvaluated> notReady =
        Optional.ofNullable(scan.getStatus()).map(ComplianceScanStatus::nodes).stream()
            .flatMap(nodes -> nodes.notEvaluatedReasons().stream())
            .filter(group -> group.reason() == NotEvaluated.Reason.NotReady)
            .findFirst();
    return notReady.isPresent() && hasRecovered(notReady.get(), nodes(scan));
  }

  private static boolean hasRecovered(NotEvaluated notReady, List<NodeDecision> nodes) {
    Set<String> named =
        notReady.nodes().stream().map(NotEvaluated.Node::name).collect(Collectors.toSet());
    boolean evaluated =
        nodes.stream()
            .filter(NodeDecision.Evaluate.class::isInstance)
            .anyMatch(decision -> named.contains(decision.node().name()));
    long stillNotReady = nodes.stream().filter(NodeSelector::isNotReady).count();
    return evaluated || stillNotReady < notReady.count();
  }

  private static boolean isNotReady(NodeDecision decision) {
    return decision instanceof NodeDecision.LeaveOut leftOut
        && leftOut.result().reason() == NotEvaluated.Reason.NotReady;
  }
}
