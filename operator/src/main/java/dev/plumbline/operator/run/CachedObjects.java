package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceAttestation;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.api.ComplianceWaiver;
import dev.plumbline.operator.store.ScanOwnership;
import dev.plumbline.report.Approvals;
import dev.plumbline.report.Attestation;
import dev.plumbline.report.Waiver;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The objects in the caches of the informers that also trigger the reconciliations. */
final class CachedObjects implements ScanObjects {

  private static final String BY_SCAN = "scan";
  private static final String BY_NODE = "node";

  private final String namespace;
  private final ClusterChanges changes;

  /** JOSDK has its own of them, which its indexes leave out. */
  private final RecentJobs recent = new RecentJobs(System::nanoTime);

  /** They exist once the controller is registered, after all that reads them is made. */
  private volatile Optional<Caches> caches = Optional.empty();

  private record Caches(
      IndexerResourceCache<ComplianceScan> scans,
      InformerEventSource<Job, ComplianceScan> jobs,
      InformerEventSource<Pod, ComplianceScan> pods,
      InformerEventSource<Node, ComplianceScan> nodes,
      InformerEventSource<ComplianceReport, ComplianceScan> reports,
      InformerEventSource<ComplianceWaiver, ComplianceScan> waivers,
      InformerEventSource<ComplianceAttestation, ComplianceScan> attestations,
      InformerEventSource<Pod, ComplianceScan> staticPods,
      InformerEventSource<Pod, ComplianceScan> kubeProxies) {}

  /**
   * Before the controller is registered.
   *
   * @param namespace that of the Jobs
   * @param changes what is told when objects change that controls of the cluster are about
   */
  CachedObjects(String namespace, ClusterChanges changes) {
    this.namespace = namespace;
    this.changes = changes;
  }

  @Override
  public List<EventSource<?, ComplianceScan>> watched(EventSourceContext<ComplianceScan> context) {
    Caches made =
        new Caches(
            context.getPrimaryCache(),
            byScan(ScanEventSources.ofOwned(Job.class, Pruned.jobs(), namespace, context)),
            byScan(ScanEventSources.ofOwned(Pod.class, Pruned.pods(), namespace, context)),
            ScanEventSources.ofNodes(context),
            ScanEventSources.ofReports(context),
            ScanEventSources.ofApprovals(ComplianceWaiver.class, context),
            ScanEventSources.ofApprovals(ComplianceAttestation.class, context),
            ScanEventSources.ofStaticPods(context),
            ScanEventSources.ofKubeProxies(context));
    made.kubeProxies()
        .addIndexers(
            Map.of(BY_NODE, pod -> List.of(Objects.toString(pod.getSpec().getNodeName(), ""))));
    caches = Optional.of(made);
    List<EventSource<?, ComplianceScan>> sources =
        new ArrayList<>(ClusterObjectSources.of(changes, namespace, context));
    sources.addAll(
        List.of(
            made.jobs(),
            made.pods(),
            made.nodes(),
            made.reports(),
            made.waivers(),
            made.attestations(),
            made.staticPods(),
            made.kubeProxies()));
    return sources;
  }

  private static <R extends HasMetadata> InformerEventSource<R, ComplianceScan> byScan(
      InformerEventSource<R, ComplianceScan> source) {
    source.addIndexers(Map.of(BY_SCAN, owned -> List.of(ScanOwnership.scanUid(owned))));
    return source;
  }

  private Caches caches() {
    return caches.orElseThrow(() -> new IllegalStateException("The controller is not registered."));
  }

  @Override
  public Set<String> scanUids() {
    return caches()
        .scans()
        .list()
        .map(scan -> scan.getMetadata().getUid())
        .collect(Collectors.toSet());
  }

  @Override
  public List<Node> nodes() {
    return caches().nodes().list(node -> true).toList();
  }

  @Override
  public List<Job> jobs(ComplianceScan scan) {
    String uid = scan.getMetadata().getUid();
    List<Job> shown = caches().jobs().byIndex(BY_SCAN, uid);
    return Stream.concat(shown.stream(), recent.beside(shown.stream(), uid)).toList();
  }

  @Override
  public List<Pod> pods(ComplianceScan scan) {
    return caches().pods().byIndex(BY_SCAN, scan.getMetadata().getUid());
  }

  @Override
  public List<ComplianceReport> reports(ComplianceScan scan) {
    return caches().reports().list(report -> ScanOwnership.owns(scan, report)).toList();
  }

  @Override
  public List<Pod> staticPods() {
    return caches().staticPods().list(pod -> true).toList();
  }

  @Override
  public List<Pod> kubeProxies(String node) {
    return caches().kubeProxies().byIndex(BY_NODE, node);
  }

  @Override
  public Approvals approvals() {
    return new Approvals(
        caches()
            .waivers()
            .list(object -> true)
            .map(object -> new Waiver(object.getMetadata().getName(), object.getSpec()))
            .toList(),
        caches()
            .attestations()
            .list(object -> true)
            .map(object -> new Attestation(object.getMetadata().getName(), object.getSpec()))
            .toList());
  }

  @Override
  public ClusterChanges clusterChanges() {
    return changes;
  }

  @Override
  public void created(Job job) {
    recent.created(job);
  }

  @Override
  public void deleted(Job job) {
    recent.deleted(job);
  }
}
