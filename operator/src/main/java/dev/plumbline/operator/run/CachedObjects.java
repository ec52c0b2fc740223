package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.store.ScanOwnership;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The objects in the caches of the informers that also trigger the reconciliations. */
final class CachedObjects implements ScanObjects {

  private static final String BY_SCAN = "scan";
  private static final String BY_NODE = "node";

  private final InformerEventSource<Job, ComplianceScan> jobs;
  private final InformerEventSource<Pod, ComplianceScan> pods;
  private final InformerEventSource<Node, ComplianceScan> nodes;
  private final InformerEventSource<ComplianceReport, ComplianceScan> reports;
  private final InformerEventSource<Pod, ComplianceScan> staticPods;
  private final InformerEventSource<Pod, ComplianceScan> kubeProxies;

  CachedObjects(String namespace, EventSourceContext<ComplianceScan> context) {
    jobs = byScan(ScanEventSources.ofOwned(Job.class, Pruned.jobs(), namespace, context));
    pods = byScan(ScanEventSources.ofOwned(Pod.class, Pruned.pods(), namespace, context));
    nodes = ScanEventSources.ofNodes(context);
    reports = ScanEventSources.ofReports(context);
    staticPods = ScanEventSources.ofStaticPods(context);
    kubeProxies = ScanEventSources.ofKubeProxies(context);
    kubeProxies.addIndexers(
        Map.of(BY_NODE, pod -> List.of(Objects.toString(pod.getSpec().getNodeName(), ""))));
  }

  private static <R extends HasMetadata> InformerEventSource<R, ComplianceScan> byScan(
      InformerEventSource<R, ComplianceScan> source) {
    source.addIndexers(Map.of(BY_SCAN, owned -> List.of(ScanOwnership.scanUid(owned))));
    return source;
  }

  List<EventSource<?, ComplianceScan>> eventSourcesWith(
      EventSource<?, ComplianceScan> one, EventSource<?, ComplianceScan> another) {
    return List.of(jobs, pods, nodes, reports, staticPods, kubeProxies, one, another);
  }

  @Override
  public List<Node> nodes() {
    return nodes.list(node -> true).toList();
  }

  @Override
  public List<Job> jobs(ComplianceScan scan) {
    return jobs.byIndex(BY_SCAN, scan.getMetadata().getUid());
  }

  @Override
  public List<Pod> pods(ComplianceScan scan) {
    return pods.byIndex(BY_SCAN, scan.getMetadata().getUid());
  }

  @Override
  public List<ComplianceReport> reports(ComplianceScan scan) {
    return reports.list(report -> ScanOwnership.owns(scan, report)).toList();
  }

  @Override
  public List<Pod> staticPods() {
    return staticPods.list(pod -> true).toList();
  }

  @Override
  public List<Pod> kubeProxies(String node) {
    return kubeProxies.byIndex(BY_NODE, node);
  }

  @Override
  public void created(Job job) {
    jobs.handleRecentResourceCreate(ResourceID.fromResource(job), job);
  }
}
