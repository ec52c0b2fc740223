package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.metrics.ScanMetrics;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.ComplianceScanStatus.Run;
import java.util.Objects;

/** Who is told what a run came to, besides the status: metrics, and the scan's events. */
final class Announcements {

  private final ScanEventRecorder events;
  private final ScanMetrics metrics;

  Announcements(ScanEventRecorder events, ScanMetrics metrics) {
    this.events = events;
    this.metrics = metrics;
  }

  /**
   * Reports were written.
   *
   * @param before the run as it was before
   */
  void finished(
      ComplianceScan scan,
      Run before,
      Run finished,
      ReportPipeline.Publication publication,
      ComplianceScanStatus status) {
    metrics.evaluated(
        scan.getMetadata().getName(),
        publication.reports().stream().map(ReportPipeline.Published::report).toList(),
        finished);
    // A repeated evaluation is an event only where it changes the verdict.
    if (!before.finished()) {
      events.finished(
          scan,
          finished,
          Objects.requireNonNull(status.nodes()),
          ScanVerdict.compliant(status.reports()));
    }
    publication.reports().forEach(report -> events.verdict(scan, report));
  }
}
