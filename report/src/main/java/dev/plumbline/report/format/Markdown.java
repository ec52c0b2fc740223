package dev.plumbline.report.format;

import dev.plumbline.engine.finding.Listed;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import dev.plumbline.report.model.NotEvaluated;
import dev.plumbline.report.model.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A comment for a pull request: what fails or could not be determined, and how to fix it, the worst
 * first. What does not fit is left out from the end, and counted.
 */
final class Markdown {

  /** GitHub takes 65,536 characters in a comment; some are left for a bot's own words. */
  private static final int MAX_LENGTH = 64_000;

  /** Bots find their own comment by it. */
  private static final String MARKER = "<!-- plumbline -->\n";

  /** The sentence that counts what was left out. */
  private static final int RESERVED = 200;

  private static final List<Status> REPORTED = List.of(Status.Fail, Status.Error, Status.Waived);

  private Markdown() {}

  static String render(Report report) {
    return render(List.of(report));
  }

  /** A section for each benchmark; together they fit into one comment. */
  static String render(List<Report> reports) {
    int each = MAX_LENGTH / reports.size();
    return reports.stream()
        .map(report -> section(report, each))
        .collect(Collectors.joining("\n", MARKER, ""));
  }

  private static String section(Report report, int maxLength) {
    ComplianceReportStatus status = report.status();
    StringBuilder out = new StringBuilder(head(status));
    List<ControlResult> reported =
        status.controls().stream()
            .filter(control -> REPORTED.contains(control.status()))
            .sorted(
                Comparator.comparingInt((ControlResult c) -> REPORTED.indexOf(c.status()))
                    .thenComparing(ControlResult::severity))
            .toList();
    // A row names what is wrong in a tenth of the space of its details: rows come first.
    int rows = 0;
    if (!reported.isEmpty()) {
      out.append("\n| | Control | Severity | Where |\n| --- | --- | --- | --- |\n");
      rows = appendFitting(out, reported.stream().map(Markdown::row).toList(), maxLength);
    }
    List<Issue> issues = new ArrayList<>(Issue.of(List.of(report), Status.Fail));
    issues.addAll(Issue.of(List.of(report), Status.Error));
    int details = appendFitting(out, issues.stream().map(Markdown::detail).toList(), maxLength);
    int rowsLeft = reported.size() - rows;
    int detailsLeft = issues.size() - details;
    if (rowsLeft > 0 || detailsLeft > 0) {
      out.append("\nLeft out, the least severe first, since a comment has no more room: ")
          .append(rowsLeft)
          .append(" controls and the details of ")
          .append(detailsLeft)
          .append(" findings. They are in the full report.\n");
    }
    return out.toString();
  }

  /** As many of the texts as fit, from the first; how many. */
  private static int appendFitting(StringBuilder out, List<String> texts, int maxLength) {
    int count = 0;
    for (String text : texts) {
      if (out.length() + text.length() > maxLength - RESERVED) {
        return count;
      }
      out.append(text);
      count++;
    }
    return count;
  }

  private static String head(ComplianceReportStatus status) {
    StringBuilder out = new StringBuilder();
    out.append("## Plumbline: ").append(headline(status)).append("\n\n");
    Verdict.why(status).forEach(sentence -> out.append(text(sentence)).append("\n\n"));
    if (status.isWaiting()) {
      return out.toString();
    }
    out.append("Controls: ").append(Verdict.counts(status.counts(), "")).append(".\n\n");
    out.append("Benchmark: ").append(code(Objects.toString(status.benchmark(), ""))).append(".\n");
    UnevaluatedNodes.of(status).forEach(group -> out.append(unevaluated(group)));
    return out.toString();
  }

  private static String headline(ComplianceReportStatus report) {
    String verdict = Verdict.of(report);
    return Character.toLowerCase(verdict.charAt(0)) + verdict.substring(1);
  }

  private static String unevaluated(NotEvaluated group) {
    StringBuilder out = new StringBuilder("\n");
    out.append("**").append(text(UnevaluatedNodes.title(group))).append("**:\n\n");
    UnevaluatedNodes.lines(group).forEach(line -> out.append("- ").append(text(line)).append("\n"));
    return out.toString();
  }

  private static String row(ControlResult control) {
    List<String> places =
        control.findings().stream()
            .filter(finding -> REPORTED.contains(finding.status()))
            .flatMap(finding -> finding.evidence().stream())
            .map(ref -> ref.file() + ":" + ref.line())
            .distinct()
            .toList();
    String where = places.isEmpty() ? "" : code(places.get(0)) + Listed.andMore(places.size() - 1);
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

  private static String detail(Issue issue) {
    StringBuilder out = new StringBuilder("\n<details><summary>");
    out.append(html(issue.numbers() + " " + issue.controls().get(0).control().title()));
    out.append("</summary>\n\n");
    issue.numbered().stream()
        .skip(1)
        .forEach(
            also ->
                out.append("Also ")
                    .append(text(also.number() + " " + also.control().title()))
                    .append("  \n"));
    issue.places().forEach(place -> out.append(place(issue.status(), place)));
    if (issue.needsWords()) {
      out.append("How to fix it:\n").append(block("text", issue.remediation()));
    }
    return out.append("\n</details>\n").toString();
  }

  private static String place(Status status, Issue.Place place) {
    NodeFinding finding = place.finding();
    StringBuilder out = new StringBuilder("\n**").append(status).append("**");
    if (!finding.nodes().isEmpty()) {
      out.append(" on ")
          .append(code(String.join(", ", finding.nodes())))
          .append(Listed.andMore(finding.nodeCount() - finding.nodes().size()));
    }
    out.append(": ").append(text(String.join(" ", place.messages()))).append("\n\n");
    finding
        .evidence()
        .forEach(
            ref ->
                out.append("- ")
                    .append(code(ref.file() + ":" + ref.line()))
                    .append(ref.text().isEmpty() ? "" : " " + code(ref.text()))
                    .append("\n"));
    place.commands().forEach(command -> out.append(block("sh", command)));
    place.patches().forEach(patch -> out.append(block("diff", patch.diff())));
    return out.append("\n").toString();
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
