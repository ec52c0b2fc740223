package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.finding.Status;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What the API server answers at {@code /flagz}, and kubelets at {@code /configz}, beside what
 * manifests, files and processes show, with the operator's own tokens and rights.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveEvidenceIT {

  private static final String SCAN = "live";
  private static final String KUBELETS = "live-kubelets";
  private static final String CONFIGZ = "https://node:10250/configz";
  private static final String FLAGZ = "https://10.88.77.10:6443/flagz";
  private static final String AGREES = "The running component itself reports the same.";

  private TrueCluster cluster;

  @BeforeAll
  void connect() throws IOException {
    cluster = new TrueCluster();
  }

  @AfterAll
  void disconnect() {
    cluster.client().resources(ComplianceScan.class).withName(SCAN).delete();
    cluster.client().resources(ComplianceScan.class).withName(KUBELETS).delete();
    cluster.close();
  }

  private static NodeFinding ofControlPlane(ComplianceReport report) {
    ControlResult control = report.getStatus().controls().get(0);
    return control.findings().stream()
        .filter(finding -> finding.nodes().contains(TrueCluster.CONTROL_PLANE))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theServersOwnAnswerComesToWhatItsManifestDoes() throws IOException {
    // Another test may have turned profiling off, which kubeadm leaves on.
    boolean off = Files.readString(TrueCluster.manifest()).contains("- --profiling=false\n");
    cluster.apply(
        """
                apiVersion: plumbline.dev/v1alpha1
                kind: ComplianceScan
                metadata: {name: %s}
                spec:
                  benchmark: cis-2.0
                  controls: {include: [apiserver-profiling-off]}
                  rescanPolicy: Never
                  sources: [Node, Live]
                """
            .formatted(SCAN));
    NodeFinding finding = ofControlPlane(cluster.awaitRun(SCAN, ""));
    assertThat(finding.status()).isEqualTo(off ? Status.Pass : Status.Fail);
    assertThat(finding.message()).contains(AGREES);
    assertThat(finding.evidence()).extracting("file").contains(FLAGZ);
  }

  /**
   * By the certificates that kubelets sign themselves, as kubeadm leaves them: the pods read them
   * on their nodes, and both nodes' answers are the same evidence.
   */
  @Test
  void kubeletsOfTheDefaultSetUpAreKnownByWhatTheirNodesHave() throws IOException {
    cluster.apply(
        """
        apiVersion: plumbline.dev/v1alpha1
        kind: ComplianceScan
        metadata: {name: %s}
        spec:
          benchmark: cis-2.0
          controls: {include: [kubelet-anonymous-auth-off]}
          rescanPolicy: Never
          sources: [Node, Live, Probe]
          probes: [KubeletAuthorization]
        """
            .formatted(KUBELETS));
    List<NodeFinding> findings =
        cluster.awaitRun(KUBELETS, "").getStatus().controls().get(0).findings();
    assertThat(findings)
        .flatExtracting(NodeFinding::nodes)
        .containsExactlyInAnyOrder(TrueCluster.CONTROL_PLANE, TrueCluster.WORKER);
    assertThat(findings)
        .allSatisfy(
            finding -> {
              assertThat(finding.status()).isEqualTo(Status.Pass);
              assertThat(finding.message()).contains(AGREES);
              assertThat(finding.evidence()).extracting("file").contains(CONFIGZ);
            });
  }
}
