package dev.plumbline.operator.scan;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.ComplianceScanStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Events for what people wait for: a run's start and end, and a change of the verdict. */
final class Announcements {

  private static final Logger LOG = LogManager.getLogger(Announcements.class);

  /** Where Kubernetes keeps the events of objects without a namespace. */
  private static final String NAMESPACE = "default";

  private final KubernetesClient client;
  private final Clock clock;

  Announcements(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  void started(ComplianceScan scan, int nodes) {
    announce(scan, "Normal", "ScanStarted", "reading " + nodes + (nodes == 1 ? " node" : " nodes"));
  }

  void finished(ComplianceScan scan, ComplianceScanStatus.Nodes counts, String compliant) {
    String nodes = counts.finished() + " of " + counts.total() + " nodes read";
    announce(scan, "Normal", "ScanFinished", nodes + ", Compliant is " + compliant);
  }

  void verdictChanged(ComplianceScan scan, String before, String after, String message) {
    String type = after.equals("True") ? "Normal" : "Warning";
    announce(
        scan,
        type,
        "VerdictChanged",
        "Compliant went from " + before + " to " + after + ": " + message);
  }

  private void announce(ComplianceScan scan, String type, String reason, String message) {
    LOG.info("{} {}: {}", scan.getMetadata().getName(), reason, message);
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    Event event =
        new EventBuilder()
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
            .withMessage(message.length() > 1000 ? message.substring(0, 1000) : message)
            .withFirstTimestamp(now)
            .withLastTimestamp(now)
            .withCount(1)
            .withNewSource()
            .withComponent("plumbline")
            .endSource()
            .build();
    try {
      client.resource(event).create();
    } catch (KubernetesClientException e) {
      // An event is a courtesy: the scan goes on without it.
      LOG.warn("the event {} could not be written: {}", reason, e.getMessage());
    }
  }
}
