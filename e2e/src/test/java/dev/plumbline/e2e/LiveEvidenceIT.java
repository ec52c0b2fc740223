package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.e2e.TrueCluster.Openness;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What the API server answers at {@code /flagz} beside what its manifest and process show, with the
 * operator's own token and rights.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LiveEvidenceIT {

  private static final String SCAN = "live";
  private static final String FLAGZ = "https://10.88.77.10:6443/flagz";
  private static final String AGREES = "The running component itself reports the same.";

  private TrueCluster cluster;
  private String manifest;

  @BeforeAll
  void connect() throws IOException {
    cluster = new TrueCluster();
    manifest = Files.readString(TrueCluster.manifest());
  }

  @AfterAll
  void disconnect() throws IOException {
    cluster.client().resources(ComplianceScan.class).withName(SCAN).delete();
    if (!Files.readString(TrueCluster.manifest()).equals(manifest)) {
      cluster.changeManifest(yaml -> manifest, Openness.AUTHORIZING);
    }
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
  @Order(1)
  void theServersOwnAnswerFailsAsItsManifestDoes() {
    cluster
        .client()
        .load(
            new ByteArrayInputStream(
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
                    .formatted(SCAN)
                    .getBytes(StandardCharsets.UTF_8)))
        .serverSideApply();
    NodeFinding finding = ofControlPlane(cluster.awaitRun(SCAN, ""));
    // kubeadm leaves profiling on.
    assertThat(finding.status()).isEqualTo(Status.Fail);
    assertThat(finding.message()).contains(AGREES);
    assertThat(finding.evidence()).extracting("file").contains(FLAGZ);
  }

  @Test
  @Order(2)
  void andPassesAsItDoesOnceTheServerRunsWithTheFlag() throws IOException {
    cluster.changeManifest(
        yaml ->
            yaml.replace(
                "    - --allow-privileged=true\n",
                "    - --allow-privileged=true\n    - --profiling=false\n"),
        Openness.AUTHORIZING);
    NodeFinding finding = ofControlPlane(cluster.rescan(SCAN));
    assertThat(finding.status()).isEqualTo(Status.Pass);
    assertThat(finding.message()).contains(AGREES);
    assertThat(finding.evidence()).extracting("file").contains(FLAGZ);
  }
}
