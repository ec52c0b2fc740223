package dev.plumbline.operator.run;

import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.api.ComplianceAttestation;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.api.ComplianceWaiver;
import dev.plumbline.operator.store.ScanOwnership;
import dev.plumbline.report.Approvals;
import dev.plumbline.report.Attestation;
import dev.plumbline.report.Waiver;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The objects that the mock API server has now: caches that are never behind. */
record ListedObjects(KubernetesClient client, ClusterChanges clusterChanges)
    implements ScanObjects {

  @Override
  public List<EventSource<?, ComplianceScan>> watched(EventSourceContext<ComplianceScan> context) {
    return List.of();
  }

  @Override
  public Set<String> scanUids() {
    return client.resources(ComplianceScan.class).list().getItems().stream()
        .map(scan -> scan.getMetadata().getUid())
        .collect(Collectors.toSet());
  }

  @Override
  public List<Node> nodes() {
    return client.nodes().list().getItems();
  }

  @Override
  public List<Job> jobs(ComplianceScan scan) {
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(MockCluster.NAMESPACE)
        .withLabel(ScanOwnership.SCAN_UID, scan.getMetadata().getUid())
        .list()
        .getItems();
  }

  @Override
  public List<Pod> pods(ComplianceScan scan) {
    return client.pods().inNamespace(MockCluster.NAMESPACE).list().getItems();
  }

  @Override
  public List<ComplianceReport> reports(ComplianceScan scan) {
    return client.resources(ComplianceReport.class).list().getItems().stream()
        .filter(report -> ScanOwnership.owns(scan, report))
        .toList();
  }

  @Override
  public List<Pod> staticPods() {
    return List.of();
  }

  @Override
  public List<Pod> kubeProxies(String node) {
    return client.pods().inNamespace("kube-system").list().getItems().stream()
        .filter(pod -> node.equals(pod.getSpec().getNodeName()))
        .toList();
  }

  @Override
  public Approvals approvals() {
    return new Approvals(
        client.resources(ComplianceWaiver.class).list().getItems().stream()
            .map(object -> new Waiver(object.getMetadata().getName(), object.getSpec()))
            .toList(),
        client.resources(ComplianceAttestation.class).list().getItems().stream()
            .map(object -> new Attestation(object.getMetadata().getName(), object.getSpec()))
            .toList());
  }

  @Override
  public void created(Job job) {}

  @Override
  public void deleted(Job job) {}
}
