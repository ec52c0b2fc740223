package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.store.ShortHash;
import dev.plumbline.report.ReportSize;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.ComplianceScanStatus.BenchmarkReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Whether the reports of a scan are still as the operator has written them. */
final class WrittenReports {

  /** Two that write the same object in turn would otherwise do so without end. */
  private static final Duration AT_MOST_EVERY = Duration.ofMinutes(1);

  private final ObjectWriter writer;
  private final ScanObjects objects;
  private final Clock clock;

  /** When a report of a scan was last found to be changed, by the scan's UID. */
  private final Map<String, Instant> found = new ConcurrentHashMap<>();

  WrittenReports(ObjectWriter writer, ScanObjects objects, Clock clock) {
    this.writer = writer;
    this.objects = objects;
    this.clock = clock;
  }

  /** Of what was written, as the scan's status has it. */
  static String digest(ComplianceReportStatus report) {
    return ShortHash.of(ReportSize.json(report));
  }

  /** Whether a report that was written is gone, or has been edited by somebody else. */
  boolean wereChanged(ComplianceScan scan) {
    String uid = scan.getMetadata().getUid();
    Instant now = clock.instant();
    if (found.getOrDefault(uid, Instant.EPOCH).plus(AT_MOST_EVERY).isAfter(now) || !differ(scan)) {
      return false;
    }
    found.put(uid, now);
    return true;
  }

  /** When a change that was found a moment after another one counts; empty when none was found. */
  Optional<Instant> due(ComplianceScan scan) {
    return Optional.ofNullable(found.get(scan.getMetadata().getUid()))
        .map(last -> last.plus(AT_MOST_EVERY));
  }

  private boolean differ(ComplianceScan scan) {
    List<BenchmarkReport> expected =
        Optional.ofNullable(scan.getStatus()).map(ComplianceScanStatus::reports).orElse(List.of());
    Map<String, ComplianceReport> seen =
        objects.reports(scan).stream()
            .collect(Collectors.toMap(report -> report.getMetadata().getName(), report -> report));
    return expected.stream()
        .filter(report -> !isAsWritten(report, Optional.ofNullable(seen.get(report.name()))))
        // A cache may be behind.
        .anyMatch(report -> !isAsWritten(report, writer.report(report.name())));
  }

  private static boolean isAsWritten(BenchmarkReport expected, Optional<ComplianceReport> found) {
    return expected.digest() == null
        || found
            .map(ComplianceReport::getStatus)
            .filter(status -> digest(status).equals(expected.digest()))
            .isPresent();
  }
}
