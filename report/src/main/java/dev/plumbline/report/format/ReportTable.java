package dev.plumbline.report.format;

import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.ComplianceConditions;
import dev.plumbline.report.ReleasesEvaluated;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.Evidence;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import dev.plumbline.report.model.NotEvaluated;
import java.util.ArrayList;
import java.util.List;

/**
 * A report for people: a line for each control, then what fails or could not be determined, in
 * full.
 */
public final class ReportTable {

  /** What a verdict rests on beside the evidence: it is reported last. */
  private static final List<String> BASIS =
      List.of(ComplianceConditions.BENCHMARK_MATCHES, ReleasesEvaluated.TYPE);

  private ReportTable() {}

  public static String render(ComplianceReportStatus report) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("ID", "STATUS", "SEVERITY", "CONTROL"));
    for (ControlResult control : report.controls()) {
      rows.add(
          List.of(
              control.id(), control.status().name(), control.severity().name(), control.name()));
    }
    StringBuilder out = new StringBuilder(Table.render(rows));
    report.controls().stream()
        .filter(control -> isReported(control, report.controls().size()))
        .forEach(control -> out.append('\n').append(detail(control)));
    for (NotEvaluated group : UnevaluatedNodes.of(report)) {
      out.append('\n').append(UnevaluatedNodes.title(group)).append('\n');
      UnevaluatedNodes.lines(group).forEach(line -> out.append("  ").append(line).append('\n'));
    }
    report.conditions().stream()
        .filter(condition -> BASIS.contains(condition.type()))
        .forEach(condition -> out.append('\n').append(condition.message()));
    return out.append('\n').toString();
  }

  /** A report of a few selected controls has all of them in full. */
  private static boolean isReported(ControlResult control, int controls) {
    return controls <= 3 || control.status() == Status.Fail || control.status() == Status.Error;
  }

  /** One control with all of its findings. */
  public static String detail(ControlResult control) {
    StringBuilder out = new StringBuilder();
    out.append(control.id()).append(' ').append(control.title()).append('\n');
    control.findings().forEach(finding -> out.append(finding(finding)));
    if (control.status() == Status.Fail) {
      out.append("\n  Remediation\n").append(control.remediation().indent(4));
    }
    return out.toString();
  }

  /** One finding in full. */
  static String finding(NodeFinding finding) {
    StringBuilder out = new StringBuilder();
    out.append("  ").append(finding.status()).append(" (").append(finding.reason()).append(")");
    out.append(finding.nodes().isEmpty() ? "" : " on " + String.join(", ", finding.nodes()));
    int more = finding.nodeCount() - finding.nodes().size();
    out.append(more > 0 ? " and " + more + " more" : "").append('\n');
    out.append("    ").append(finding.message()).append('\n');
    for (Evidence ref : finding.evidence()) {
      out.append("    ").append(ref.file()).append(':').append(ref.line());
      out.append(ref.column() == null ? "" : ":" + ref.column());
      out.append(ref.text().isEmpty() ? "" : "  " + ref.text()).append('\n');
    }
    finding.commands().forEach(command -> out.append("    # ").append(command).append('\n'));
    finding.patches().forEach(patch -> out.append('\n').append(patch.diff().indent(4)));
    return out.toString();
  }
}
