package dev.plumbline.report.format;

import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Listed;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.ComplianceConditions;
import dev.plumbline.report.NodeFindings;
import dev.plumbline.report.ReleasesEvaluated;
import dev.plumbline.report.format.ScreenText.Look;
import dev.plumbline.report.format.ScreenText.Piece;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.Report;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The beginning of a report in a terminal: the verdict, what it rests on, and the worst. */
final class TerminalSummary {

  private static final int LABEL = 12;

  /** So many of the worst issues come first, when there are more. */
  private static final int WORST = 5;

  private static final int MAX_NAMED = 4;

  private final List<Report> reports;
  private final List<Issue> failures;
  private final ScreenText out;

  /**
   * @param failures the issues of the reports, the worst first
   */
  TerminalSummary(List<Report> reports, List<Issue> failures, ScreenText out) {
    this.reports = reports;
    this.failures = failures;
    this.out = out;
  }

  void write() {
    for (Report report : reports) {
      ComplianceReportStatus status = report.status();
      String of = reports.size() == 1 ? "" : status.benchmark() + ": ";
      out.line(0, new Piece(Look.STRONG, of), new Piece(look(status), Verdict.of(status)));
      Verdict.why(status).forEach(sentence -> out.prose(2, Look.PLAIN, sentence));
      if (!status.isWaiting()) {
        out.labelled(
            2, "Controls", LABEL, Verdict.counts(status.counts(), severities(status.controls())));
        status
            .condition(ComplianceConditions.BENCHMARK_MATCHES)
            .ifPresent(c -> out.labelled(2, "Benchmark", LABEL, c.message()));
      }
    }
    ComplianceReportStatus first = reports.get(0).status();
    first
        .condition(ReleasesEvaluated.TYPE)
        .ifPresent(c -> out.labelled(2, "Releases", LABEL, c.message()));
    if (!first.isWaiting()) {
      out.labelled(2, "Evaluated", LABEL, sources(reports.get(0)));
    }
    worst();
  }

  private static String sources(Report report) {
    ComplianceReportStatus status = report.status();
    Set<String> names = new TreeSet<>();
    status.controls().stream()
        .flatMap(control -> control.findings().stream())
        // Of a file that can't be read nothing is known but that.
        .filter(finding -> !report.isOfFiles() || hasVerdict(finding.status()))
        .forEach(finding -> names.addAll(finding.nodes()));
    int evaluated = status.nodes() == null ? names.size() : status.nodes().evaluated();
    int selected = status.nodes() == null ? names.size() : status.nodes().selected();
    if (report.isOfFiles() && names.equals(Set.of(NodeFindings.HOST))) {
      return "this node";
    }
    String noun = report.isOfFiles() ? " file" : " node";
    String counts =
        (evaluated == selected ? "" + evaluated : evaluated + " of " + selected)
            + noun
            + (selected == 1 ? "" : "s");
    return names.isEmpty()
        ? counts
        : counts + ": " + Listed.of(names.stream().limit(MAX_NAMED).toList(), evaluated);
  }

  private static boolean hasVerdict(Status status) {
    return status != Status.Error && status != Status.NotApplicable;
  }

  private static String severities(List<ControlResult> controls) {
    List<String> counts =
        Stream.of(Severity.values())
            .flatMap(
                severity -> {
                  long count =
                      controls.stream()
                          .filter(c -> c.status() == Status.Fail && c.severity() == severity)
                          .count();
                  return count == 0 ? Stream.of() : Stream.of(count + " " + severity);
                })
            .toList();
    return " (" + String.join(", ", counts) + ")";
  }

  private void worst() {
    if (failures.size() <= WORST) {
      return;
    }
    out.heading(Look.STRONG, "WORST FAILURES");
    for (Issue issue : failures.subList(0, WORST)) {
      String severity = String.format("%-9s", issue.severity());
      String number = issue.controls().get(0).number();
      int more = issue.numbered().size() - 1;
      String numbers = String.format("%-12s", more == 0 ? number : number + " +" + more);
      String where = issue.places().get(0).where();
      String title = issue.controls().get(0).control().title();
      String also = Listed.andMore(issue.places().size() - 1);
      int room = out.width() - 4 - severity.length() - numbers.length() - also.length();
      // Both are cut when both are long: a title at its end, a path at its beginning.
      int titleRoom = Math.max(room / 2, room - where.length());
      String cut = ScreenText.cut(title, titleRoom);
      out.line(
          2,
          new Piece(look(issue.severity()), severity),
          new Piece(Look.STRONG, numbers),
          new Piece(Look.PLAIN, cut + "  "),
          new Piece(Look.PLACE, ScreenText.cutStart(where, room - cut.length())),
          new Piece(Look.FAINT, also));
    }
  }

  private static Look look(ComplianceReportStatus status) {
    return switch (status.compliant()) {
      case "True" -> Look.GOOD;
      case "False" -> Look.BAD;
      default -> Look.WARNING;
    };
  }

  static Look look(Severity severity) {
    return switch (severity) {
      case critical, high -> Look.BAD;
      case medium -> Look.WARNING;
      case low -> Look.STRONG;
    };
  }

  static Look look(Status status) {
    return switch (status) {
      case Pass -> Look.GOOD;
      case Fail -> Look.BAD;
      case Error -> Look.WARNING;
      case Manual, Waived -> Look.REVIEW;
      case NotApplicable -> Look.FAINT;
    };
  }
}
