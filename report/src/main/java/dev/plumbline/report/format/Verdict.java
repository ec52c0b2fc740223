package dev.plumbline.report.format;

import dev.plumbline.report.ComplianceConditions;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.Condition;

/** What a report comes to, in words. */
final class Verdict {

  private Verdict() {}

  static String of(ComplianceReportStatus report) {
    if (isWaiting(report)) {
      return "No result yet";
    }
    return switch (report.compliant()) {
      case "True" -> "Compliant";
      case "False" -> "Not compliant";
      default -> "Could not be determined";
    };
  }

  /** Whether no run of the scan has ended. */
  static boolean isWaiting(ComplianceReportStatus report) {
    return report.controls().isEmpty() && report.lastEvaluationTime() == null;
  }

  /** Why there is no result yet, or what makes it what it is. */
  static String why(ComplianceReportStatus report) {
    String type = isWaiting(report) ? ComplianceConditions.READY : ComplianceConditions.COMPLIANT;
    return report.conditions().stream()
        .filter(condition -> condition.type().equals(type))
        .map(Condition::message)
        .findFirst()
        .orElse(isWaiting(report) ? "No run of the scan has ended." : "");
  }
}
