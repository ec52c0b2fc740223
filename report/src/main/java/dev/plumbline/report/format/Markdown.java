package dev.plumbline.report.format;

import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import dev.plumbline.report.model.ComplianceReportStatus.Summary;
import dev.plumbline.report.model.NotEvaluated;
import dev.plumbline.report.model.Report;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** A comment for a pull request: what fails or could not be determined, and how to fix it. */
final class Markdown {

  /** GitHub takes 65,536 characters in a comment. */
  private static final int MAX_LENGTH = 60_000;

  private static final List<Status> REPORTED = List.of(Status.Fail, Status.Error, Status.Waived);

  private Markdown() {}

  static String render(Report report) {
    return render(List.of(report));
  }

  /** A section for each benchmark; together they fit into one comment. */
  static String render(List<Report> reports) {
    // Bots find their own comment by it.
    return reports.stream()
        .map(report -> section(report.status(), MAX_LENGTH / reports.size()))
        .collect(Collectors.joining("\n", "<!-- plumbline -->\n", ""));
  }

  private static String section(ComplianceReportStatus status, int maxLength) {
    StringBuilder out = new StringBuilder();
    out.append("## Plumbline: ").append(headline(status)).append("\n\n");
    Optional.ofNullable(status.summary())
        .ifPresent(summary -> out.append(counts(summary)).append("\n\n"));
    out.append("Benchmark: ").append(code(Objects.toString(status.benchmark(), ""))).append(".\n");
    UnevaluatedNodes.of(status).forEach(group -> out.append(unevaluated(group)));
    List<ControlResult> reported =
        status.controls().stream().filter(control -> REPORTED.contains(control.status())).toList();
    if (!reported.isEmpty()) {
      out.append("\n| | Control | Severity | Where |\n| --- | --- | --- | --- |\n");
      reported.forEach(control -> out.append(row(control)));
    }
    int left = 0;
    for (ControlResult control : reported) {
      String detail = detail(control);
      if (control.status() == Status.Waived) {
        continue;
      }
      if (out.length() + detail.length() > maxLength) {
        left++;
      } else {
        out.append(detail);
      }
    }
    if (left > 0) {
      out.append("\n").append(left).append(" more are in the full report.\n");
    }
    return out.length() > maxLength + maxLength / 15
        ? out.substring(0, maxLength) + "\n\nThe rest is in the full report.\n"
        : out.toString();
  }

  private static String headline(ComplianceReportStatus report) {
    return switch (report.compliant()) {
      case "True" -> "compliant";
      case "False" -> "not compliant";
      default -> "could not be determined";
    };
  }

  private static String counts(Summary summary) {
    return "**"
        + summary.fail()
        + " fail**, "
        + summary.error()
        + " could not be determined, "
        + summary.pass()
        + " pass, "
        + summary.manual()
        + " manual, "
        + summary.waived()
        + " waived, "
        + summary.notApplicable()
        + " not applicable";
  }

  private static String unevaluated(NotEvaluated group) {
    StringBuilder out = new StringBuilder("\n");
    out.append("**").append(text(UnevaluatedNodes.title(group))).append("**:\n\n");
    UnevaluatedNodes.lines(group).forEach(line -> out.append("- ").append(text(line)).append("\n"));
    return out.toString();
  }

  private static String row(ControlResult control) {
    String where =
        control.findings().stream()
            .filter(finding -> REPORTED.contains(finding.status()))
            .flatMap(finding -> finding.evidence().stream())
            .findFirst()
            .map(ref -> code(ref.file() + ":" + ref.line()))
            .orElse("");
    return "| "
        + control.status()
        + " | "
        + text(control.id() + " " + control.title())
        + " | "
        + control.severity()
        + " | "
        + where.replace("|", "\\|")
        + " |\n";
  }

  private static String detail(ControlResult control) {
    StringBuilder out = new StringBuilder("\n<details><summary>");
    out.append(html(control.id() + " " + control.title())).append("</summary>\n\n");
    for (NodeFinding finding : control.findings()) {
      if (REPORTED.contains(finding.status())) {
        out.append("**").append(finding.status()).append("**");
        if (!finding.nodes().isEmpty()) {
          out.append(" on ").append(code(String.join(", ", finding.nodes())));
        }
        out.append(": ").append(text(finding.message())).append("\n\n");
        finding
            .evidence()
            .forEach(
                ref ->
                    out.append("- ")
                        .append(code(ref.file() + ":" + ref.line()))
                        .append(ref.text().isEmpty() ? "" : " " + code(ref.text()))
                        .append("\n"));
        finding.commands().forEach(command -> out.append(block("sh", command)));
        finding.patches().forEach(patch -> out.append(block("diff", patch.diff())));
        out.append("\n");
      }
    }
    return out.append("How to fix it:\n")
        .append(block("text", control.remediation()))
        .append("\n</details>\n")
        .toString();
  }

  /** A fence longer than any in what it holds. */
  private static String block(String language, String content) {
    String fence = "```";
    while (content.contains(fence)) {
      fence += "`";
    }
    return "\n" + fence + language + "\n" + content.stripTrailing() + "\n" + fence + "\n";
  }

  private static String code(String content) {
    String fence = content.contains("`") ? "`` " : "`";
    String end = content.contains("`") ? " ``" : "`";
    return fence + content.replace("``", "` `").replace("\n", " ") + end;
  }

  /** Words from a node or a repository: no markup of theirs counts. */
  private static String text(String content) {
    return html(content).replaceAll("([\\\\`*_{}\\[\\]#|~])", "\\\\$1").replace("@", "@\u200b");
  }

  private static String html(String content) {
    return content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
