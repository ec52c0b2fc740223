package dev.plumbline.operator.metrics;

import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceScanStatus.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a scan's last run came to.
 *
 * @param reports one for each benchmark; at least one
 */
record Latest(List<ComplianceReportStatus> reports, Optional<Run> run) {

  Latest {
    reports = List.copyOf(reports);
  }

  /** What all of them are alike in: the nodes were read once. */
  ComplianceReportStatus any() {
    return reports.get(0);
  }

  /** How long the run took; empty while it is in progress. */
  Optional<Double> seconds() {
    return run.flatMap(
        last ->
            Optional.ofNullable(last.completionTime())
                .map(
                    end ->
                        (double)
                            Duration.between(Instant.parse(last.startTime()), Instant.parse(end))
                                .toSeconds()));
  }
}
