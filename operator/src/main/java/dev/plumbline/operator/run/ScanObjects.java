package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.Approvals;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;
import java.util.Set;

/** The objects of the cluster that a reconciliation depends on, as they were last seen. */
interface ScanObjects {

  /** What keeps them up to date, and triggers a reconciliation when they change. */
  List<EventSource<?, ComplianceScan>> watched(EventSourceContext<ComplianceScan> context);

  /** The UIDs of every scan. */
  Set<String> scanUids();

  /** Every node of the cluster. */
  List<Node> nodes();

  /** The Jobs of a scan, of all its runs. */
  List<Job> jobs(ComplianceScan scan);

  /** The pods of these Jobs. */
  List<Pod> pods(ComplianceScan scan);

  /** The reports that have an owner reference to a scan. */
  List<ComplianceReport> reports(ComplianceScan scan);

  /** The mirror pods of the control plane's static pods. */
  List<Pod> staticPods();

  /** The pods of kube-proxy on a node. */
  List<Pod> kubeProxies(String node);

  /** The waivers and attestations of all scans. */
  Approvals approvals();

  /** Which scans the objects of the cluster that controls are about have changed for. */
  ClusterChanges clusterChanges();

  /** A Job that was created just now is there, though no watch has shown it yet. */
  void created(Job job);

  /** A Job that was deleted just now is not there. */
  void deleted(Job job);
}
