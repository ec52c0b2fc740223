package dev.plumbline.report.format;

import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.format.ScreenText.Look;
import dev.plumbline.report.format.ScreenText.Piece;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.Evidence;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import dev.plumbline.report.model.NotEvaluated;
import dev.plumbline.report.model.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reports for people in a terminal: a summary, what fails by severity, what a person has to review,
 * what could not be determined, and the rest only when asked for.
 */
public final class TerminalReport {

  /** With so few controls each is shown in full, whatever its status. */
  private static final int FEW = 3;

  private static final int NUMBER_COLUMN = 9;

  private final List<Report> reports;
  private final Screen screen;
  private final ScreenText out;

  private TerminalReport(List<Report> reports, Screen screen) {
    this.reports = reports;
    this.screen = screen;
    this.out = new ScreenText(screen);
  }

  /**
   * The whole text, with a line end at its end.
   *
   * @param reports one for each benchmark
   */
  public static String render(List<Report> reports, Screen screen) {
    return new TerminalReport(List.copyOf(reports), screen).text();
  }

  private String text() {
    new TerminalSummary(reports, out).write();
    List<Issue> failures = Issue.of(reports, Status.Fail);
    for (Severity severity : Severity.values()) {
      List<Issue> issues = failures.stream().filter(i -> i.severity() == severity).toList();
      if (!issues.isEmpty()) {
        out.heading(TerminalSummary.look(severity), "FAILURES: " + severity);
        issues.forEach(this::issue);
      }
    }
    manual();
    section(Status.Error, "COULD NOT BE DETERMINED");
    unevaluated();
    boolean few = reports.stream().allMatch(report -> report.status().controls().size() <= FEW);
    if (few || screen.all()) {
      section(Status.Waived, "WAIVED");
    }
    if (few) {
      section(Status.Pass, "PASSES");
      section(Status.NotApplicable, "NOT APPLICABLE");
    } else if (screen.all()) {
      reports.forEach(this::everyControl);
    } else {
      hints(!failures.isEmpty());
    }
    return out.toString();
  }

  private void section(Status status, String title) {
    List<Issue> issues = Issue.of(reports, status);
    if (!issues.isEmpty()) {
      out.heading(TerminalSummary.look(status), title);
      issues.forEach(this::issue);
    }
  }

  /** What is only to be looked at is a list of names; what was found for it is told in full. */
  private void manual() {
    List<Issue> issues = Issue.of(reports, Status.Manual);
    if (issues.isEmpty()) {
      return;
    }
    out.heading(Look.REVIEW, "NEEDS REVIEW BY A PERSON");
    List<Issue> withoutEvidence = new ArrayList<>();
    for (Issue issue : issues) {
      if (issue.places().stream().allMatch(place -> place.finding().evidence().isEmpty())) {
        withoutEvidence.add(issue);
      } else {
        issue(issue);
      }
    }
    if (!withoutEvidence.isEmpty()) {
      out.blank();
      withoutEvidence.forEach(issue -> titles(issue, Look.PLAIN));
    }
  }

  private void issue(Issue issue) {
    out.blank();
    titles(issue, Look.STRONG);
    for (Issue.Place place : issue.places()) {
      place(place);
    }
    if (issue.needsWords()) {
      boolean some = issue.places().stream().anyMatch(Issue.Place::hasFix);
      out.line(4, Look.FAINT, some ? "Fix where no change is shown:" : "Fix:");
      out.prose(6, Look.PLAIN, issue.remediation());
      issue.otherRemediations().stream()
          .map(number -> number.substring(number.lastIndexOf(' ') + 1))
          .forEach(number -> out.line(6, Look.FAINT, "See also: plumbline explain " + number));
    }
  }

  private void titles(Issue issue, Look look) {
    Map<ControlResult, String> numbered = issue.numbered();
    if (issue.status() == Status.Error && numbered.size() > FEW) {
      out.prose(2, look, numbered.size() + " controls: " + issue.numbers());
      return;
    }
    numbered.forEach(
        (control, number) ->
            out.line(
                2,
                new Piece(look, padded(number)),
                new Piece(look, control.title()),
                new Piece(Look.FAINT, "  " + control.severity())));
  }

  private static String padded(String number) {
    return number + " ".repeat(Math.max(2, NUMBER_COLUMN - number.length()));
  }

  private void place(Issue.Place place) {
    NodeFinding finding = place.finding();
    for (Evidence ref : finding.evidence()) {
      String column = ref.column() == null ? "" : ":" + ref.column();
      out.line(
          4,
          new Piece(Look.PLACE, ref.file() + ":" + ref.line() + column),
          new Piece(Look.PLAIN, ref.text().isEmpty() ? "" : "  " + ref.text()));
    }
    if (!place.nodes().isEmpty()) {
      out.prose(4, Look.PLACE, "on " + place.nodes());
    }
    place.messages().forEach(message -> out.prose(6, Look.PLAIN, message));
    place.commands().forEach(command -> out.line(6, Look.STRONG, "# " + command));
    place.patches().forEach(patch -> out.diff(6, patch.diff()));
  }

  private void unevaluated() {
    // Every report of a scan is about the same nodes.
    for (NotEvaluated group : UnevaluatedNodes.of(reports.get(0).status())) {
      out.heading(Look.WARNING, UnevaluatedNodes.title(group));
      UnevaluatedNodes.lines(group).forEach(line -> out.prose(2, Look.PLAIN, line));
    }
  }

  private void everyControl(Report report) {
    String benchmark = reports.size() == 1 ? "" : " OF " + report.status().benchmark();
    out.heading(Look.STRONG, "ALL CONTROLS" + benchmark);
    out.blank();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("ID", "STATUS", "SEVERITY", "CONTROL"));
    for (ControlResult control : report.status().controls()) {
      rows.add(
          List.of(
              control.id(), control.status().name(), control.severity().name(), control.name()));
    }
    Table.render(rows)
        .lines()
        .forEach(
            line -> {
              Look look =
                  report.status().controls().stream()
                      .filter(control -> line.startsWith(control.id() + " "))
                      .findFirst()
                      .map(control -> TerminalSummary.look(control.status()))
                      .orElse(Look.FAINT);
              out.line(2, look, line);
            });
  }

  private void hints(boolean failures) {
    boolean hasRest =
        Issue.controls(reports, Status.Pass) > 0
            || Issue.controls(reports, Status.NotApplicable) > 0;
    if (hasRest && Issue.results(reports).findAny().isPresent()) {
      out.blank();
      out.prose(
          0,
          Look.FAINT,
          (failures ? "'plumbline explain NUMBER' prints all about a control. " : "")
              + "--all prints what "
              + "passes and what is not applicable too.");
    }
  }
}
