package dev.plumbline.cli.output;

import dev.plumbline.report.model.ComplianceReportStatus;
import java.util.List;

/** The exit status that a report comes to, for pipelines. */
public final class ExitCodes {

  public static final int COMPLIANT = 0;

  public static final int NOT_COMPLIANT = 1;

  /** Bad usage, a failure, or something that could not be determined. */
  public static final int UNDETERMINED = 2;

  private ExitCodes() {}

  /** The worst of several. */
  public static int of(List<ComplianceReportStatus> reports) {
    List<Integer> codes = reports.stream().map(ExitCodes::of).toList();
    return codes.contains(NOT_COMPLIANT)
        ? NOT_COMPLIANT
        : codes.isEmpty() || codes.contains(UNDETERMINED) ? UNDETERMINED : COMPLIANT;
  }

  public static int of(ComplianceReportStatus report) {
    return switch (report.compliant()) {
      case "True" -> COMPLIANT;
      case "False" -> NOT_COMPLIANT;
      default -> UNDETERMINED;
    };
  }
}
