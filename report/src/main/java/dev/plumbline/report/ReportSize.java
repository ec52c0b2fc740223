package dev.plumbline.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Keeps a report below the size that the API server stores. It refuses an object over about 1.5 MiB
 * with a status that clients retry without end.
 */
public final class ReportSize {

  static final int MAX_BYTES = 900 * 1024;

  private static final ObjectMapper JSON = new ObjectMapper();

  private ReportSize() {}

  /**
   * The report, or one with fewer findings a control, worst first, until it fits. Counts stay true.
   */
  public static ComplianceReportStatus fitted(ComplianceReportStatus report) {
    ComplianceReportStatus fitted = report;
    for (int findings = 64; bytes(fitted) > MAX_BYTES && findings > 0; findings /= 2) {
      fitted = cut(report, findings);
    }
    return fitted;
  }

  private static int bytes(ComplianceReportStatus report) {
    return json(report).getBytes(StandardCharsets.UTF_8).length;
  }

  /** A report as it is stored. */
  public static String json(ComplianceReportStatus report) {
    try {
      return JSON.writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report could not be serialised", e);
    }
  }

  private static ComplianceReportStatus cut(ComplianceReportStatus report, int findings) {
    return report
        .withControls(report.controls().stream().map(control -> cut(control, findings)).toList())
        // The newest entries of the history are the most useful.
        .withHistory(report.history().subList(0, Math.min(findings, report.history().size())));
  }

  private static ControlResult cut(ControlResult control, int max) {
    List<NodeFinding> kept =
        control.findings().stream()
            .limit(max)
            .map(
                finding ->
                    new NodeFinding(
                        finding.status(),
                        finding.reason(),
                        finding.message(),
                        finding.nodes(),
                        finding.nodeCount(),
                        finding.evidence().stream().limit(max).toList(),
                        finding.patches().stream().limit(1).toList(),
                        finding.commands().stream().limit(max).toList()))
            .toList();
    return control.withFindings(kept);
  }
}
