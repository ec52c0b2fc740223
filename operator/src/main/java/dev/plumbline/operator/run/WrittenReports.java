package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.store.ShortHash;
import dev.plumbline.report.ReportSize;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.ComplianceScanStatus.BenchmarkReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether the reports of a scan are still as the operator has written them. */
final class WrittenReports {

  private final ObjectWriter writer;
  private final ScanObjects objects;

  WrittenReports(ObjectWriter writer, ScanObjects objects) {
    this.writer = writer;
    this.objects = objects;
  }

  /** Of what was written, as the scan's status has it. */
  static String digest(ComplianceReportStatus report) {
    return ShortHash.of(ReportSize.json(report));
  }

  /** Whether a report that was written is gone, or has been edited by somebody else. */
  boolean wereChanged(ComplianceScan scan) {
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
