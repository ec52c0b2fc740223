package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.settings.OperatorSettings;
import dev.plumbline.operator.store.NodeResult;
import dev.plumbline.report.model.NotEvaluated;
import io.fabric8.kubernetes.api.model.Node;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds the nodes that a scan reads. */
final class NodeSelector {

  private final ScanObjects objects;
  private final OperatorSettings settings;

  /** By the node's UID: what a node's pod needs follows from its object, which changes rarely. */
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  private record Known(String resourceVersion, NodeDecision decision) {}

  /** A run has many steps, and nodes change rarely meanwhile. */
  private volatile Selected selected = new Selected(List.of(), new ConcurrentHashMap<>());

  /** What has been decided of the nodes that there are. */
  private record Selected(List<Node> all, Map<Wish, List<NodeDecision>> decisions) {

    /** A cache replaces an object that changes. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(List<Node> now) {
      return all.size() == now.size()
          && IntStream.range(0, all.size()).allMatch(i -> all.get(i) == now.get(i));
    }
  }

  /** What of a scan decides about its nodes. */
  private record Wish(Map<String, String> labels, boolean readsNodes, boolean suspended) {

    static Wish of(ComplianceScan scan) {
      return new Wish(
          Map.copyOf(scan.getSpec().labels()),
          scan.getSpec().readsNodes(),
          scan.getSpec().suspended());
    }
  }

  NodeSelector(ScanObjects objects, OperatorSettings settings) {
    this.objects = objects;
    this.settings = settings;
  }

  /** The nodes with the labels that the scan asks for, by name. */
  List<NodeDecision> nodes(ComplianceScan scan) {
    List<Node> all = objects.nodes();
    Selected now = selected;
    if (!now.isOf(all)) {
      known.keySet().retainAll(all.stream().map(NodeSelector::uid).collect(Collectors.toSet()));
      now = new Selected(all, new ConcurrentHashMap<>());
      selected = now;
    }
    return now.decisions().computeIfAbsent(Wish.of(scan), wish -> decided(scan, all));
  }

  private List<NodeDecision> decided(ComplianceScan scan, List<Node> all) {
    return all.stream()
        .filter(node -> has(scan.getSpec().labels(), node))
        .map(node -> scan.getSpec().readsNodes() ? decision(node) : withoutPod(scan, node))
        .sorted(NodeDecision.BY_NAME)
        .toList();
  }

  /** A suspended scan asks nobody, not even in a run that was requested. */
  private static NodeDecision withoutPod(ComplianceScan scan, Node node) {
    NodeDecision decision = NodeDecision.withoutPod(node);
    return scan.getSpec().suspended() && decision instanceof NodeDecision.Ask ask
        ? new NodeDecision.LeaveOut(
            new NodeResult.NotRead(
                ask.node(),
                NotEvaluated.Reason.Suspended,
                "spec.suspend is true, so that its components are not asked."))
        : decision;
  }

  private NodeDecision decision(Node node) {
    String version = Objects.toString(node.getMetadata().getResourceVersion(), "");
    Known last = known.get(uid(node));
    if (last != null && last.resourceVersion().equals(version)) {
      return last.decision();
    }
    NodeDecision decision = NodeDecision.of(node, settings);
    known.put(uid(node), new Known(version, decision));
    return decision;
  }

  private static String uid(Node node) {
    return Objects.toString(node.getMetadata().getUid(), "");
  }

  private static boolean has(Map<String, String> labels, Node node) {
    return Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.<String, String>of())
        .entrySet()
        .containsAll(labels.entrySet());
  }

  /**
   * Whether a node that can be read has no result: it has joined, or has become ready, or was
   * replaced by another of the same name.
   */
  boolean isUnread(List<NodeDecision> nodes, Map<String, NodeResult> results) {
    return nodes.stream()
        .anyMatch(node -> !(node instanceof NodeDecision.LeaveOut) && !isRead(node, results));
  }

  /**
   * Whether a node that can be read was not, or one that was counted is gone; never while the scan
   * is suspended.
   */
  boolean haveChanged(
      ComplianceScan scan, List<NodeDecision> nodes, Map<String, NodeResult> results) {
    return !scan.getSpec().suspended()
        && !nodes.isEmpty()
        && (isUnread(nodes, results)
            || Optional.ofNullable(scan.getStatus().nodes())
                .filter(counted -> counted.selected() != nodes.size())
                .isPresent());
  }

  /** The same nodes, but that those are left out that a run would have to read. */
  List<NodeDecision> withoutReading(List<NodeDecision> nodes, Map<String, NodeResult> results) {
    return nodes.stream()
        .map(
            node ->
                node instanceof NodeDecision.LeaveOut || isRead(node, results)
                    ? node
                    : new NodeDecision.LeaveOut(
                        new NodeResult.NotRead(
                            node.node(),
                            NotEvaluated.Reason.Suspended,
                            "The node was not read yet, and spec.suspend is true.")))
        .toList();
  }

  private static boolean isRead(NodeDecision decision, Map<String, NodeResult> results) {
    NodeResult result = results.get(decision.node().name());
    return result != null && result.node().uid().equals(decision.node().uid());
  }
}
