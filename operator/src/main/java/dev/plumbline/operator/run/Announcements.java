package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.metrics.ScanMetrics;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.ComplianceScanStatus.Run;
import java.util.Objects;

/**
 * Who is told that a run has started and what it came to, besides the status: metrics, and the
 * scan's events.
 */
final class Announcements {

  private final ScanEventRecorder events;
  private final ScanMetrics metrics;

  Announcements(ScanEventRecorder events, ScanMetrics metrics) {
    this.events = events;
    this.metrics = metrics;
  }

  /**
   * A run is in progress.
   *
   * @param nodes how many it is to read
   */
  void started(ComplianceScan scan, Run run, int nodes) {
    events.started(scan, run, nodes);
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
      ReportPipeline.Evaluation evaluation,
      ComplianceScanStatus status) {
    metrics.evaluated(
        scan.getMetadata().getName(),
        evaluation.reports().stream().map(ReportPipeline.Replacement::report).toList(),
        finished);
    // A repeated evaluation is an event only where it changes the verdict.
    if (!before.finished()) {
      events.finished(
          scan,
          finished,
          Objects.requireNonNull(status.nodes()),
          ScanVerdict.compliant(status.reports()));
    }
    evaluation.reports().forEach(report -> events.verdict(scan, report));
  }
}
