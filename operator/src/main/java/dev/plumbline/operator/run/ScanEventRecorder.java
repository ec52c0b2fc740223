package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.store.ShortHash;
import dev.plumbline.report.ComplianceConditions;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
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

  void started(ComplianceScan scan, ComplianceScanStatus.Run run, int nodes) {
    record(
        scan,
        run.id(),
        "Normal",
        "ScanStarted",
        "Reading " + nodes + (nodes == 1 ? " node." : " nodes."));
  }

  void finished(
      ComplianceScan scan,
      ComplianceScanStatus.Run run,
      ComplianceScanStatus.Nodes counts,
      String compliant) {
    record(
        scan,
        run.id(),
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
  void verdict(ComplianceScan scan, ReportPipeline.Replacement published) {
    Optional<Condition> old = published.previous().flatMap(ScanEventRecorder::compliant);
    Optional<Condition> now = compliant(published.report());
    if (old.isEmpty() || now.isEmpty() || old.get().status().equals(now.get().status())) {
      return;
    }
    record(
        scan,
        published.name() + "/" + published.report().lastEvaluationTime(),
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

  /**
   * Records once.
   *
   * @param occasion what the event is about: with the reason it gives the event its name, so that a
   *     reconciliation that is repeated records nothing twice
   */
  private void record(
      ComplianceScan scan, String occasion, String type, String reason, String message) {
    String name =
        scan.getMetadata().getName()
            + "."
            + ShortHash.of(scan.getMetadata().getUid() + "/" + occasion + "/" + reason);
    try {
      client.resource(event(scan, name, type, reason, message)).create();
      LOG.info("{} {}: {}", scan.getMetadata().getName(), reason, message);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return;
      }
      // The scan does not depend on its events.
      LOG.warn("The event {} could not be written: {}", reason, e.getMessage());
    }
  }

  private Event event(
      ComplianceScan scan, String name, String type, String reason, String message) {
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    return new EventBuilder()
        .withNewMetadata()
        .withName(name)
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
