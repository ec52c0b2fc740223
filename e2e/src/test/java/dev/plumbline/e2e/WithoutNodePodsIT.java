package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Watch;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A scan without node pods beside one with them, control by control and node by node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WithoutNodePodsIT {

  private static final String WITHOUT = "without-node-pods";
  private static final String WITH = "with-node-pods";

  private TrueCluster cluster;

  @BeforeAll
  void connect() throws IOException {
    cluster = new TrueCluster();
  }

  @AfterAll
  void disconnect() {
    for (String scan : List.of(WITHOUT, WITH)) {
      cluster.client().resources(ComplianceScan.class).withName(scan).delete();
    }
    cluster.close();
  }

  private ComplianceReport report(String scan, String sources) {
    cluster.apply(
        """
        apiVersion: plumbline.dev/v1alpha1
        kind: ComplianceScan
        metadata: {name: %s}
        spec: {benchmark: cis-2.0, rescanPolicy: Never, sources: [%s]}
        """
            .formatted(scan, sources));
    return cluster.awaitRun(scan, "");
  }

  /** By the control and the node. */
  private static Map<String, NodeFinding> findings(ComplianceReport report) {
    Map<String, NodeFinding> findings = new TreeMap<>();
    for (ControlResult control : report.getStatus().controls()) {
      for (NodeFinding finding : control.findings()) {
        finding.nodes().forEach(node -> findings.put(control.name() + " on " + node, finding));
      }
    }
    return findings;
  }

  private boolean isOf(String scan, Job job) {
    String uid =
        cluster
            .client()
            .resources(ComplianceScan.class)
            .withName(scan)
            .require()
            .getMetadata()
            .getUid();
    return uid.equals(job.getMetadata().getLabels().get("plumbline.dev/scan-uid"));
  }

  @Test
  void whatIsKnownWithoutNodePodsIsWhatIsKnownWithThem() {
    List<Job> jobs = new CopyOnWriteArrayList<>();
    Map<String, NodeFinding> without;
    Map<String, NodeFinding> with;
    try (Watch watch = cluster.watchJobs(jobs::add)) {
      without = findings(report(WITHOUT, "Live, Probe"));
      with = findings(report(WITH, "Node"));
    }
    assertThat(jobs).noneMatch(job -> isOf(WITHOUT, job)).anyMatch(job -> isOf(WITH, job));
    Map<Status, Integer> counts = new TreeMap<>();
    without.forEach(
        (where, finding) -> {
          counts.merge(finding.status(), 1, Integer::sum);
          if (finding.status() == Status.Pass || finding.status() == Status.Fail) {
            assertThat(Optional.ofNullable(with.get(where)).map(NodeFinding::status))
                .as("%s: %s", where, finding.message())
                .contains(finding.status());
          }
        });
    assertThat(counts).containsKeys(Status.Pass, Status.Fail, Status.Error);
    assertThat(without.values().stream().map(NodeFinding::reason)).contains(Reason.NodePodNeeded);
  }
}
