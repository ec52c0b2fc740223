package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.store.NodeTarget;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the nodes that a scan reads. */
final class NodeSelector {

  private final KubernetesClient client;

  NodeSelector(KubernetesClient client) {
    this.client = client;
  }

  /** The nodes with the labels that the scan asks for, by name. */
  List<NodeTarget> nodes(ComplianceScan scan) {
    return client.nodes().withLabels(scan.getSpec().labels()).list().getItems().stream()
        .map(NodeSelector::target)
        .sorted(Comparator.comparing(NodeTarget::name))
        .toList();
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
