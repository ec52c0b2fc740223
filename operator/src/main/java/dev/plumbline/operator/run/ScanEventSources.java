package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceBenchmark;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.cluster.ClusterObjects;
import dev.plumbline.operator.store.ScanOwnership;
import dev.plumbline.report.model.NotEvaluated;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What triggers the reconciliation of a scan, besides the scan itself. */
final class ScanEventSources {

  private static final List<Class<? extends HasMetadata>> CLUSTER_OBJECTS =
      List.of(
          ClusterRole.class,
          ClusterRoleBinding.class,
          Role.class,
          RoleBinding.class,
          ServiceAccount.class,
          Namespace.class,
          NetworkPolicy.class,
          Service.class,
          Pod.class,
          ValidatingWebhookConfiguration.class);

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
  private static <R extends HasMetadata> InformerEventSource<R, ComplianceScan> made(
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

  private static Set<ResourceID> scans(
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

  /**
   * Objects that controls of the cluster are about, in all namespaces. That they change is all that
   * counts here: they are read when they are evaluated. Watches ask for nothing while nothing
   * changes, which polling would. A pod's status changes often and does not matter; its spec counts
   * by the generation, which releases before 1.33 don't give pods: there an image that is changed
   * in place counts at the next evaluation.
   *
   * @param namespace that of the Jobs, whose own pods don't count
   */
  static List<EventSource<?, ComplianceScan>> ofClusterObjects(
      ClusterChanges changes, String namespace, EventSourceContext<ComplianceScan> context) {
    List<EventSource<?, ComplianceScan>> sources = new ArrayList<>();
    CLUSTER_OBJECTS.forEach(
        type -> sources.add(ofClusterObjects(type, changes, namespace, context)));
    return sources;
  }

  private static <R extends HasMetadata> InformerEventSource<R, ComplianceScan> ofClusterObjects(
      Class<R> type,
      ClusterChanges changes,
      String namespace,
      EventSourceContext<ComplianceScan> context) {
    return made(
        InformerEventSourceConfiguration.from(type, ComplianceScan.class)
            .withName("cluster-" + HasMetadata.getPlural(type))
            .withItemStore(Pruned.names(type, context.getClient().getKubernetesSerialization()))
            .withInformerListLimit(ClusterObjects.PAGE)
            .withGenericFilter(object -> !isOfARun(object, namespace))
            .withOnUpdateFilter(
                (object, before) ->
                    type != Pod.class
                        || !Objects.equals(
                            object.getMetadata().getGeneration(),
                            before.getMetadata().getGeneration()))
            .withSecondaryToPrimaryMapper(
                object -> scans(scan -> changes.noticed(scan.getMetadata().getUid()), context)),
        context);
  }

  private static boolean isOfARun(HasMetadata object, String namespace) {
    return namespace.equals(object.getMetadata().getNamespace())
        && !ScanOwnership.scanUid(object).isEmpty();
  }

  private static Optional<NotEvaluated.Reason> obstacle(Node node) {
    return NodeRules.obstacle(node).map(NodeRules.Obstacle::reason);
  }
}
