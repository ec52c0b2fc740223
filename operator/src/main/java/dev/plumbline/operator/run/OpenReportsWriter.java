package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.settings.OperatorSettings;
import dev.plumbline.operator.store.ScanOwnership;
import dev.plumbline.report.format.OpenReports;
import dev.plumbline.report.model.ComplianceReportStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Writes each report as an OpenReports ClusterReport too, for dashboards that read those. */
final class OpenReportsWriter {

  private static final Logger LOG = LogManager.getLogger(OpenReportsWriter.class);

  private final KubernetesClient client;

  OpenReportsWriter(KubernetesClient client) {
    this.client = client;
  }

  /** Empty unless the settings ask for it. */
  static Optional<OpenReportsWriter> of(KubernetesClient client, OperatorSettings settings) {
    return settings.openReports() ? Optional.of(new OpenReportsWriter(client)) : Optional.empty();
  }

  void write(ComplianceScan scan, String name, ComplianceReportStatus report) {
    GenericKubernetesResource open = desired(scan, name, report);
    try {
      client.resource(open).patch(ObjectWriter.APPLY);
    } catch (KubernetesClientException e) {
      // The ComplianceReport is the answer; this is a copy of it.
      LOG.warn(
          "The OpenReports ClusterReport {} could not be written: {}",
          open.getMetadata().getName(),
          e.getMessage());
    }
  }

  /** Deletes the copy of a report that is deleted. */
  void delete(ComplianceScan scan, String name) {
    GenericKubernetesResource open = desired(scan, name, ComplianceReportStatus.waiting(List.of()));
    try {
      client.resource(open).delete();
    } catch (KubernetesClientException e) {
      LOG.warn(
          "The OpenReports ClusterReport {} could not be deleted: {}",
          open.getMetadata().getName(),
          e.getMessage());
    }
  }

  GenericKubernetesResource desired(
      ComplianceScan scan, String name, ComplianceReportStatus report) {
    GenericKubernetesResource open =
        client
            .getKubernetesSerialization()
            .convertValue(OpenReports.clusterReport(name, report), GenericKubernetesResource.class);
    open.getMetadata().setOwnerReferences(List.of(ScanOwnership.owner(scan)));
    return open;
  }
}
