package dev.plumbline.cli.output;

import dev.plumbline.report.model.ComplianceReportStatus;

/** What a report comes to, for pipelines. */
public final class Verdicts {

  /** Bad usage, or something that could not be told. */
  public static final int EXIT_UNTOLD = 2;

  private Verdicts() {}

  /** 0 when it is compliant, 1 when it isn't, 2 when that could not be told. */
  public static int exit(ComplianceReportStatus report) {
    return switch (report.compliant()) {
      case "True" -> 0;
      case "False" -> 1;
      default -> EXIT_UNTOLD;
    };
  }
}
