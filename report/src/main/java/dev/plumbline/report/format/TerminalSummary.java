package dev.plumbline.report.format;

import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.ComplianceConditions;
import dev.plumbline.report.NodeFindings;
import dev.plumbline.report.ReleasesEvaluated;
import dev.plumbline.report.format.ScreenText.Look;
import dev.plumbline.report.format.ScreenText.Piece;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.Condition;
import dev.plumbline.report.model.Report;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The beginning of a report in a terminal: the verdict, what it rests on, and the worst. */
final class TerminalSummary {

  private static final int LABEL = 12;

  /** So many of the worst issues come first, when there are more. */
  private static final int WORST = 5;

  private static final int MAX_NAMED = 4;

  private final List<Report> reports;
  private final ScreenText out;

  TerminalSummary(List<Report> reports, ScreenText out) {
    this.reports = reports;
    this.out = out;
  }

  void write() {
    for (Report report : reports) {
      ComplianceReportStatus status = report.status();
      String of = reports.size() == 1 ? "" : status.benchmark() + ": ";
      out.line(0, new Piece(Look.STRONG, of), new Piece(look(status), Verdict.of(status)));
      if (Verdict.isWaiting(status)) {
        out.prose(2, Look.PLAIN, Verdict.why(status));
      } else {
        out.labelled(2, "Controls", LABEL, counts(status.controls()));
        condition(ComplianceConditions.BENCHMARK_MATCHES, status)
            .ifPresent(c -> out.labelled(2, "Benchmark", LABEL, c.message()));
      }
    }
    ComplianceReportStatus first = reports.get(0).status();
    condition(ReleasesEvaluated.TYPE, first)
        .ifPresent(c -> out.labelled(2, "Releases", LABEL, c.message()));
    if (!Verdict.isWaiting(first)) {
      out.labelled(2, "Evaluated", LABEL, sources(reports.get(0)));
    }
    worst();
  }

  private static String sources(Report report) {
    ComplianceReportStatus status = report.status();
    Set<String> names = new LinkedHashSet<>();
    status.controls().stream()
        .flatMap(control -> control.findings().stream())
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
    List<String> named = names.stream().sorted().limit(MAX_NAMED).toList();
    int more = evaluated - named.size();
    return counts
        + (named.isEmpty() ? "" : ": " + String.join(", ", named))
        + (more > 0 && !named.isEmpty() ? " and " + more + " more" : "");
  }

  private static String counts(List<ControlResult> controls) {
    List<String> counts = new ArrayList<>();
    count(controls, Status.Fail)
        .ifPresent(n -> counts.add(n + (n == 1 ? " fails" : " fail") + severities(controls)));
    count(controls, Status.Error).ifPresent(n -> counts.add(n + " could not be determined"));
    count(controls, Status.Manual)
        .ifPresent(n -> counts.add(n + (n == 1 ? " needs" : " need") + " review by a person"));
    count(controls, Status.Waived)
        .ifPresent(n -> counts.add(n + (n == 1 ? " is" : " are") + " waived"));
    count(controls, Status.Pass).ifPresent(n -> counts.add(n + (n == 1 ? " passes" : " pass")));
    count(controls, Status.NotApplicable)
        .ifPresent(n -> counts.add(n + (n == 1 ? " is" : " are") + " not applicable"));
    return counts.isEmpty() ? "none" : String.join(", ", counts);
  }

  private static Optional<Integer> count(List<ControlResult> controls, Status status) {
    int count = (int) controls.stream().filter(control -> control.status() == status).count();
    return count == 0 ? Optional.empty() : Optional.of(count);
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
    List<Issue> failures = Issue.of(reports, Status.Fail);
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
      int places = issue.places().size() - 1;
      String title = issue.controls().get(0).control().title();
      String also = places == 0 ? "" : " and " + places + " more";
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

  private static Optional<Condition> condition(String type, ComplianceReportStatus status) {
    return status.conditions().stream()
        .filter(condition -> Objects.equals(condition.type(), type))
        .findFirst();
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
