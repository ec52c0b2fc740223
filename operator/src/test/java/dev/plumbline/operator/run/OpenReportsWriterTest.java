package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.ComplianceReportStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenReportsWriterTest {

  private static final ComplianceReportStatus REPORT = ComplianceReportStatus.waiting(List.of());

  @Test
  void clusterReportBelongsToItsScan() {
    try (MockCluster cluster = MockCluster.start()) {
      ComplianceScan scan = cluster.scan("suspend: false");
      GenericKubernetesResource open =
          new OpenReportsWriter(cluster.client()).desired(scan, "cis", REPORT);
      assertThat(open.getKind()).isEqualTo("ClusterReport");
      assertThat(open.getApiVersion()).isEqualTo("openreports.io/v1alpha1");
      assertThat(open.getMetadata().getName()).isEqualTo("plumbline-cis");
      assertThat(open.getMetadata().getOwnerReferences())
          .singleElement()
          .satisfies(owner -> assertThat(owner.getUid()).isEqualTo(scan.getMetadata().getUid()));
    }
  }

  @Test
  void scanGoesOnWhenTheClusterHasNoOpenReports() {
    try (MockCluster cluster = MockCluster.start()) {
      ComplianceScan scan = cluster.scan("suspend: false");
      cluster.refusePatches();
      assertThatCode(() -> new OpenReportsWriter(cluster.client()).write(scan, "cis", REPORT))
          .doesNotThrowAnyException();
    }
  }
}
