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

  /** Whether a node that was not ready in the last run is so now. */
  boolean hasRecovered(ComplianceScan scan) {
    Set<String> notReady = notReady(scan);
    return !notReady.isEmpty()
        && nodes(scan).stream()
            .filter(NodeDecision.Evaluate.class::isInstance)
            .anyMatch(decision -> notReady.contains(decision.node().name()));
  }

  private static Set<String> notReady(ComplianceScan scan) {
    return Optional.ofNullable(scan.getStatus()).map(ComplianceScanStatus::nodes).stream()
        .flatMap(nodes -> nodes.notEvaluatedReasons().stream())
        .filter(group -> group.reason() == NotEvaluated.Reason.NotReady)
        .flatMap(group -> group.nodes().stream())
        .map(NotEvaluated.Node::name)
        .collect(Collectors.toSet());
  }
}
