package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.cluster.ClusterObjects;
import dev.plumbline.operator.store.ScanOwnership;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The objects that controls of the cluster are about, in all namespaces. That they change is all
 * that counts here: they are read when they are evaluated. Watches ask for nothing while nothing
 * changes, which polling would. A pod's status changes often and does not matter; its spec counts
 * by the generation, which releases before 1.33 don't give pods: there an image that is changed in
 * place counts at the next evaluation.
 */
final class ClusterObjectSources {

  private final ClusterChanges changes;
  private final EventSourceContext<ComplianceScan> context;

  private ClusterObjectSources(ClusterChanges changes, EventSourceContext<ComplianceScan> context) {
    this.changes = changes;
    this.context = context;
  }

  /**
   * One for each kind, and two for pods.
   *
   * @param namespace that of the Jobs
   */
  static List<EventSource<?, ComplianceScan>> of(
      ClusterChanges changes, String namespace, EventSourceContext<ComplianceScan> context) {
    ClusterObjectSources sources = new ClusterObjectSources(changes, context);
    return List.of(
        sources.of(ClusterRole.class, ClusterRole::new),
        sources.of(ClusterRoleBinding.class, ClusterRoleBinding::new),
        sources.of(Role.class, Role::new),
        sources.of(RoleBinding.class, RoleBinding::new),
        sources.of(ServiceAccount.class, ServiceAccount::new),
        sources.of(Namespace.class, Namespace::new),
        sources.of(NetworkPolicy.class, NetworkPolicy::new),
        sources.of(Service.class, Service::new),
        sources.ofPods(),
        sources.ofLabelledPodsOutside(namespace),
        sources.of(ValidatingWebhookConfiguration.class, ValidatingWebhookConfiguration::new));
  }

  private <R extends HasMetadata> EventSource<R, ComplianceScan> of(
      Class<R> type, Supplier<R> empty) {
    return ScanEventSources.made(
        configuration(type, "cluster-" + HasMetadata.getPlural(type), empty), context);
  }

  /**
   * Node pods don't count, and a run has several events about each: the API server leaves them out,
   * by the label that they have.
   */
  private EventSource<Pod, ComplianceScan> ofPods() {
    return ScanEventSources.made(
        configuration(Pod.class, "cluster-pods", Pod::new)
            .withLabelSelector("!" + ScanOwnership.SCAN_UID),
        context);
  }

  /** In other namespaces anybody can give the label to a pod of theirs. */
  private EventSource<Pod, ComplianceScan> ofLabelledPodsOutside(String namespace) {
    FieldSelector outside =
        new FieldSelector(new FieldSelector.Field("metadata.namespace", namespace, true));
    return ScanEventSources.made(
        configuration(Pod.class, "labelled-pods", Pod::new)
            .withLabelSelector(ScanOwnership.SCAN_UID)
            .withFieldSelector(outside),
        context);
  }

  private <R extends HasMetadata> InformerEventSourceConfiguration.Builder<R> configuration(
      Class<R> type, String name, Supplier<R> empty) {
    return InformerEventSourceConfiguration.from(type, ComplianceScan.class)
        .withName(name)
        .withItemStore(new Generations<>(empty))
        .withInformerListLimit(ClusterObjects.PAGE)
        .withOnUpdateFilter(
            (object, before) ->
                type != Pod.class
                    || !Objects.equals(
                        object.getMetadata().getGeneration(), before.getMetadata().getGeneration()))
        .withSecondaryToPrimaryMapper(
            object ->
                ScanEventSources.scans(
                    scan -> changes.noticed(scan.getMetadata().getUid()), context));
  }
}
