package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceBenchmark;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.cluster.ClusterObjects;
import dev.plumbline.operator.store.ScanOwnership;
import dev.plumbline.report.model.NotEvaluated;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What triggers the reconciliation of a scan, besides the scan itself. */
final class ScanEventSources {

  private ScanEventSources() {}

  /** All of them: what is watched of the cluster, and what tells of it without a watch. */
  static List<EventSource<?, ComplianceScan>> of(
      ScanObjects objects,
      EventSource<?, ComplianceScan> more,
      EventSourceContext<ComplianceScan> context) {
    return Stream.concat(objects.watched(context).stream(), Stream.of(ofBenchmarks(context), more))
        .toList();
  }

  /** JOSDK is not asked for the objects of a scan: {@link CachedObjects} has indexes of its own. */
  static <R extends HasMetadata> InformerEventSource<R, ComplianceScan> made(
      InformerEventSourceConfiguration.Builder<R> configuration,
      EventSourceContext<ComplianceScan> context) {
    return new InformerEventSource<>(
        configuration.withPrimaryToSecondaryMapper((ComplianceScan scan) -> Set.of()).build(),
        context);
  }

  /** Jobs and pods in the operator's namespace, by the scan's UID in their labels. */
  static <R extends HasMetadata> InformerEventSource<R, ComplianceScan> ofOwned(
      Class<R> type,
      ItemStore<R> store,
      String namespace,
      EventSourceContext<ComplianceScan> context) {
    return made(
        InformerEventSourceConfiguration.from(type, ComplianceScan.class)
            .withNamespaces(Set.of(namespace))
            .withLabelSelector(ScanOwnership.SCAN_UID)
            .withItemStore(store)
            .withSecondaryToPrimaryMapper(owned -> scansWith(owned, context)),
        context);
  }

  private static Set<ResourceID> scansWith(
      HasMetadata owned, EventSourceContext<ComplianceScan> context) {
    String uid = ScanOwnership.scanUid(owned);
    return scans(scan -> Objects.equals(scan.getMetadata().getUid(), uid), context);
  }

  static Set<ResourceID> scans(
      Predicate<ComplianceScan> which, EventSourceContext<ComplianceScan> context) {
    return context
        .getPrimaryCache()
        .list(which)
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  /** ComplianceBenchmarks: what was read is evaluated by the new one. */
  static EventSource<ComplianceBenchmark, ComplianceScan> ofBenchmarks(
      EventSourceContext<ComplianceScan> context) {
    return made(
        InformerEventSourceConfiguration.from(ComplianceBenchmark.class, ComplianceScan.class)
            .withSecondaryToPrimaryMapper(
                benchmark -> scans(scan -> usesBenchmark(benchmark, scan), context))
            .withOnUpdateFilter(
                (benchmark, before) ->
                    !Objects.equals(
                        benchmark.getMetadata().getGeneration(),
                        before.getMetadata().getGeneration())),
        context);
  }

  /**
   * Waivers and attestations: what was read is evaluated with the new ones. Of every scan: one that
   * they no longer name has lost them. A scan that they don't concern finds nothing to do.
   */
  static <R extends HasMetadata> InformerEventSource<R, ComplianceScan> ofApprovals(
      Class<R> type, EventSourceContext<ComplianceScan> context) {
    return made(
        InformerEventSourceConfiguration.from(type, ComplianceScan.class)
            .withSecondaryToPrimaryMapper(approval -> allScans(context)),
        context);
  }

  private static boolean usesBenchmark(ComplianceBenchmark benchmark, ComplianceScan scan) {
    return scan.getSpec().benchmarkNames().contains(benchmark.getMetadata().getName());
  }

  static Set<String> scanNames(EventSourceContext<ComplianceScan> context) {
    return context
        .getPrimaryCache()
        .list()
        .map(scan -> scan.getMetadata().getName())
        .collect(Collectors.toSet());
  }

  private static Set<ResourceID> allScans(EventSourceContext<ComplianceScan> context) {
    return scans(scan -> true, context);
  }

  /**
   * Nodes that are added or removed, whose labels change, or that become able or unable to run the
   * node pod. The rest of a node's status changes often and does not matter.
   */
  static InformerEventSource<Node, ComplianceScan> ofNodes(
      EventSourceContext<ComplianceScan> context) {
    return made(
        InformerEventSourceConfiguration.from(Node.class, ComplianceScan.class)
            .withItemStore(Pruned.nodes())
            // All of a large cluster in one answer would take more memory than anything after it.
            .withInformerListLimit(ClusterObjects.PAGE)
            .withSecondaryToPrimaryMapper(node -> allScans(context))
            .withOnUpdateFilter(
                (node, before) ->
                    !Objects.equals(
                            node.getMetadata().getLabels(), before.getMetadata().getLabels())
                        || !obstacle(node).equals(obstacle(before))),
        context);
  }

  /** Reports: one that somebody deletes or edits is written again. */
  static InformerEventSource<ComplianceReport, ComplianceScan> ofReports(
      EventSourceContext<ComplianceScan> context) {
    return made(
        InformerEventSourceConfiguration.from(ComplianceReport.class, ComplianceScan.class)
            .withSecondaryToPrimaryMapper(report -> scansWith(report, context)),
        context);
  }

  /** Mirror pods: one whose static pod has changed starts a run of every scan. */
  static InformerEventSource<Pod, ComplianceScan> ofStaticPods(
      EventSourceContext<ComplianceScan> context) {
    return made(
        InformerEventSourceConfiguration.from(Pod.class, ComplianceScan.class)
            .withName("static-pods")
            .withNamespaces(Set.of(StaticPods.NAMESPACE))
            .withLabelSelector(StaticPods.CONTROL_PLANE)
            .withItemStore(Pruned.pods())
            .withSecondaryToPrimaryMapper(pod -> allScans(context))
            .withOnUpdateFilter(
                (pod, before) -> !StaticPods.manifest(pod).equals(StaticPods.manifest(before))),
        context);
  }

  /** The pods of kube-proxy, which trigger nothing: where they are is asked for each Job. */
  static InformerEventSource<Pod, ComplianceScan> ofKubeProxies(
      EventSourceContext<ComplianceScan> context) {
    return made(
        InformerEventSourceConfiguration.from(Pod.class, ComplianceScan.class)
            .withName("kube-proxies")
            .withNamespaces(Set.of(KubeProxyVolumes.NAMESPACE))
            .withLabelSelector(KubeProxyVolumes.SELECTOR)
            .withItemStore(Pruned.podsWithVolumes())
            .withSecondaryToPrimaryMapper(pod -> Set.of()),
        context);
  }

  private static Optional<NotEvaluated.Reason> obstacle(Node node) {
    return NodeRules.obstacle(node).map(NodeRules.Obstacle::reason);
  }
}
