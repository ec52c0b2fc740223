package dev.plumbline.operator.run;

import dev.plumbline.report.ComplianceConditions;
import dev.plumbline.report.Conditions;
import dev.plumbline.report.model.ComplianceReportStatus.Summary;
import dev.plumbline.report.model.ComplianceScanStatus.BenchmarkReport;
import dev.plumbline.report.model.Condition;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the reports of a scan come to together: it is compliant when every benchmark is. */
final class ScanVerdict {

  private static final List<String> WORST_FIRST = List.of("False", "Unknown", "True");

  private ScanVerdict() {}

  /** The worst Compliant of the reports: False, Unknown or True. */
  static String compliant(List<BenchmarkReport> reports) {
    return WORST_FIRST.stream()
        .filter(status -> reports.stream().anyMatch(r -> r.compliant().equals(status)))
        .findFirst()
        .orElse("Unknown");
  }

  /** The condition Compliant of a scan whose run has ended. It names the worst benchmark first. */
  static Condition condition(List<BenchmarkReport> reports, Conditions conditions) {
    String compliant = compliant(reports);
    String reason =
        switch (compliant) {
          case "True" -> "BenchmarksCompliant";
          case "False" -> "BenchmarkNotCompliant";
          default -> "BenchmarkUndetermined";
        };
    String message =
        reports.stream()
            .sorted(
                Comparator.<BenchmarkReport>comparingInt(r -> WORST_FIRST.indexOf(r.compliant()))
                    .thenComparing(r -> -failing(r)))
            .map(ScanVerdict::sentence)
            .collect(Collectors.joining(" "));
    return conditions.of(ComplianceConditions.COMPLIANT, compliant, reason, message);
  }

  /** Before the first run has ended. */
  static Condition waiting(Conditions conditions) {
    return conditions.of(
        ComplianceConditions.COMPLIANT, "Unknown", "NotEvaluated", "No run has ended yet.");
  }

  private static int failing(BenchmarkReport report) {
    return Optional.ofNullable(report.summary()).map(Summary::fail).orElse(0);
  }

  private static String sentence(BenchmarkReport report) {
    String verdict =
        switch (report.compliant()) {
          case "True" -> " is met";
          case "False" -> " is not met";
          default -> " could not be determined";
        };
    return report.benchmark()
        + verdict
        + Optional.ofNullable(report.summary()).map(ScanVerdict::counts).orElse("")
        + "; see the ComplianceReport "
        + report.name()
        + ".";
  }

  private static String counts(Summary summary) {
    return ": "
        + summary.pass()
        + " controls pass, "
        + summary.fail()
        + " fail, "
        + summary.error()
        + " could not be determined, "
        + summary.manual()
        + " need manual review";
  }
}
