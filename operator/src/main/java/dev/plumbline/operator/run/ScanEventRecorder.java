package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.ComplianceConditions;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Records events of a scan: a run's start and end, and a change of the verdict. */
final class ScanEventRecorder {

  private static final Logger LOG = LogManager.getLogger(ScanEventRecorder.class);

  /** Where Kubernetes keeps the events of objects without a namespace. */
  private static final String NAMESPACE = "default";

  /** The API server refuses a message over 1,024 bytes. */
  private static final int MAX_MESSAGE = 1000;

  private final KubernetesClient client;
  private final Clock clock;

  ScanEventRecorder(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  void started(ComplianceScan scan, int nodes) {
    record(scan, "Normal", "ScanStarted", "Reading " + nodes + (nodes == 1 ? " node." : " nodes."));
  }

  void finished(ComplianceScan scan, ComplianceScanStatus.Nodes counts, String compliant) {
    record(
        scan,
        "Normal",
        "ScanFinished",
        counts.evaluated()
            + " of "
            + counts.selected()
            + (counts.selected() == 1 ? " node was evaluated" : " nodes were evaluated")
            + ". Compliant is "
            + compliant
            + ".");
  }

  /** Records that a report's Compliant differs from that of the report before, if it does. */
  void verdict(ComplianceScan scan, ReportPipeline.Published published) {
    Optional<Condition> old = published.previous().flatMap(ScanEventRecorder::compliant);
    Optional<Condition> now = compliant(published.report());
    if (old.isEmpty() || now.isEmpty() || old.get().status().equals(now.get().status())) {
      return;
    }
    record(
        scan,
        now.get().holds() ? "Normal" : "Warning",
        "VerdictChanged",
        "Compliant of the report "
            + published.name()
            + " changed from "
            + old.get().status()
            + " to "
            + now.get().status()
            + ". "
            + now.get().message());
  }

  private static Optional<Condition> compliant(ComplianceReportStatus report) {
    return report.condition(ComplianceConditions.COMPLIANT);
  }

  private void record(ComplianceScan scan, String type, String reason, String message) {
    LOG.info("{} {}: {}", scan.getMetadata().getName(), reason, message);
    try {
      client.resource(event(scan, type, reason, message)).create();
    } catch (KubernetesClientException e) {
      // The scan does not depend on its events.
      LOG.warn("The event {} could not be written: {}", reason, e.getMessage());
    }
  }

  private Event event(ComplianceScan scan, String type, String reason, String message) {
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    return new EventBuilder()
        .withNewMetadata()
        .withGenerateName(scan.getMetadata().getName() + ".")
        .withNamespace(NAMESPACE)
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(scan.getApiVersion())
        .withKind(scan.getKind())
        .withName(scan.getMetadata().getName())
        .withUid(scan.getMetadata().getUid())
        .endInvolvedObject()
        .withType(type)
        .withReason(reason)
        .withMessage(message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message)
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withCount(1)
        .withNewSource()
        .withComponent("plumbline")
        .endSource()
        .build();
  }
}
