package dev.plumbline.report.format;

import dev.plumbline.engine.catalogue.Catalogue;
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
import java.util.Optional;

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
    List<Issue> failures = Issue.of(reports, Status.Fail);
    new TerminalSummary(reports, failures, out).write();
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
      // A number is of one benchmark; a name is of one control.
      issue.otherRemediations().stream()
          .map(ControlResult::name)
          .filter(name -> Catalogue.load().named(name).isPresent())
          .forEach(name -> out.line(6, Look.FAINT, "See also: plumbline explain " + name));
    }
  }

  private void titles(Issue issue, Look look) {
    List<Issue.Numbered> numbered = issue.numbered();
    if (issue.status() == Status.Error && numbered.size() > FEW) {
      out.prose(2, look, numbered.size() + " controls: " + issue.numbers());
      return;
    }
    numbered.forEach(
        each ->
            out.line(
                2,
                new Piece(look, padded(each.number())),
                new Piece(look, each.control().title()),
                new Piece(Look.FAINT, "  " + each.control().severity())));
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
    List<String> lines = Table.lines(rows);
    out.line(2, Look.FAINT, lines.get(0));
    for (int i = 1; i < lines.size(); i++) {
      Status status = report.status().controls().get(i - 1).status();
      out.line(2, TerminalSummary.look(status), lines.get(i));
    }
  }

  private void hints(boolean failures) {
    boolean hasRest =
        reports.stream()
            .anyMatch(r -> r.status().counts().of(Status.Pass, Status.NotApplicable) > 0);
    if (hasRest) {
      out.blank();
      out.prose(
          0,
          Look.FAINT,
          (failures ? explainHint() : "")
              + "--all prints what passes and what is not applicable too.");
    }
  }

  /** A number alone is one of the newest benchmark. Of another's own controls nothing is known. */
  private String explainHint() {
    Catalogue catalogue = Catalogue.load();
    List<String> names =
        reports.stream()
            .flatMap(report -> Optional.ofNullable(report.status().benchmark()).stream())
            .filter(name -> catalogue.benchmark(name).isPresent())
            .toList();
    if (names.isEmpty()) {
      return "";
    }
    String benchmark =
        names.size() > 1
            ? " --benchmark NAME"
            : names.get(0).equals(catalogue.newest().name()) ? "" : " --benchmark " + names.get(0);
    return "'plumbline explain NUMBER" + benchmark + "' prints all about a control. ";
  }
}
