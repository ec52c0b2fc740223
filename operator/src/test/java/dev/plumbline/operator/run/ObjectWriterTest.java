package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.settings.OperatorSettings.Writing;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.Condition;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Server-side apply is tried on a real API server, in e2e. */
class ObjectWriterTest {

  private MockCluster cluster;
  private ComplianceScan scan;
  private ObjectWriter writer;

  @BeforeEach
  void startCluster() {
    cluster = MockCluster.start();
    scan = cluster.scan("suspend: false");
    writer = new ObjectWriter(cluster.client(), Writing.UPDATE);
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  private static ComplianceReportStatus reportStatus(String reason) {
    return ComplianceReportStatus.waiting(
        List.of(new Condition("Ready", "False", reason, "m", 1L, "2020-01-01T12:00:00Z")));
  }

  private ComplianceReport report() {
    return cluster.client().resources(ComplianceReport.class).withName("cis").require();
  }

  @Test
  void reportIsCreatedAndBelongsToItsScan() {
    writer.report(scan, "cis-1.12", reportStatus("Scanning"));
    assertThat(report().getStatus()).isEqualTo(reportStatus("Scanning"));
    assertThat(report().getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getUid()).isEqualTo(scan.getMetadata().getUid()));
    assertThat(report().getMetadata().getLabels())
        .containsEntry("plumbline.dev/scan", "cis")
        .containsEntry("plumbline.dev/benchmark", "cis-1.12")
        .containsEntry("plumbline.dev/scan-uid", scan.getMetadata().getUid());
  }

  @Test
  void reportIsReplacedOnlyWhenItHasChanged() {
    writer.report(scan, "cis-1.12", reportStatus("Scanning"));
    String first = report().getMetadata().getResourceVersion();
    writer.report(scan, "cis-1.12", reportStatus("Scanning"));
    assertThat(report().getMetadata().getResourceVersion()).isEqualTo(first);
    writer.report(scan, "cis-1.12", reportStatus("Scanned"));
    assertThat(report().getStatus()).isEqualTo(reportStatus("Scanned"));
  }
}
