package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceBenchmark;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.store.ScanOwnership;
import dev.plumbline.report.model.NotEvaluated;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What triggers the reconciliation of a scan, besides the scan itself. */
final class ScanEventSources {

  private ScanEventSources() {}

  /** Jobs and pods in the operator's namespace, by the scan's UID in their labels. */
  static <R extends HasMetadata> EventSource<R, ComplianceScan> ofOwned(
      Class<R> type, String namespace, EventSourceContext<ComplianceScan> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(type, ComplianceScan.class)
            .withNamespaces(Set.of(namespace))
            .withLabelSelector(ScanOwnership.SCAN_UID)
            .withSecondaryToPrimaryMapper(owned -> scansWith(owned, context))
            .withPrimaryToSecondaryMapper((ComplianceScan scan) -> Set.of())
            .build(),
        context);
  }

  private static Set<ResourceID> scansWith(
      HasMetadata owned, EventSourceContext<ComplianceScan> context) {
    String uid = owned.getMetadata().getLabels().get(ScanOwnership.SCAN_UID);
    return context
        .getPrimaryCache()
        .list(scan -> Objects.equals(scan.getMetadata().getUid(), uid))
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  /** ComplianceBenchmarks: what was read is evaluated by the new one. */
  static EventSource<ComplianceBenchmark, ComplianceScan> ofBenchmarks(
      EventSourceContext<ComplianceScan> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(ComplianceBenchmark.class, ComplianceScan.class)
            .withSecondaryToPrimaryMapper(
                benchmark ->
                    context
                        .getPrimaryCache()
                        .list(scan -> usesBenchmark(benchmark, scan))
                        .map(ResourceID::fromResource)
                        .collect(Collectors.toSet()))
            .withPrimaryToSecondaryMapper((ComplianceScan scan) -> Set.of())
            .withOnUpdateFilter(
                (benchmark, before) ->
                    !Objects.equals(
                        benchmark.getMetadata().getGeneration(),
                        before.getMetadata().getGeneration()))
            .build(),
        context);
  }

  private static boolean usesBenchmark(ComplianceBenchmark benchmark, ComplianceScan scan) {
    return scan.getSpec().benchmarkNames().contains(benchmark.getMetadata().getName());
  }

  static Set<ResourceID> allScans(EventSourceContext<ComplianceScan> context) {
    return context
        .getPrimaryCache()
        .list()
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  /**
   * Nodes that are added or removed, whose labels change, or that become able or unable to run the
   * node pod. The rest of a node's status changes often and does not matter.
   */
  static EventSource<Node, ComplianceScan> ofNodes(EventSourceContext<ComplianceScan> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(Node.class, ComplianceScan.class)
            .withSecondaryToPrimaryMapper(node -> allScans(context))
            .withPrimaryToSecondaryMapper((ComplianceScan scan) -> Set.of())
            .withOnUpdateFilter(
                (node, before) ->
                    !Objects.equals(
                            node.getMetadata().getLabels(), before.getMetadata().getLabels())
                        || !obstacle(node).equals(obstacle(before)))
            .build(),
        context);
  }

  private static Optional<NotEvaluated.Reason> obstacle(Node node) {
    return NodeRules.obstacle(node).map(NodeRules.Obstacle::reason);
  }
}
