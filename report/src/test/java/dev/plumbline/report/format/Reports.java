package dev.plumbline.report.format;

import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.Evidence;
import dev.plumbline.report.model.ComplianceReportStatus.FilePatch;
import dev.plumbline.report.model.ComplianceReportStatus.HistoryEntry;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import dev.plumbline.report.model.ComplianceReportStatus.Summary;
import dev.plumbline.report.model.ComplianceScanStatus.Nodes;
import dev.plumbline.report.model.Condition;
import dev.plumbline.report.model.Report;
import dev.plumbline.report.model.StatusCounts;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Reports, as they come out of an evaluation. */
final class Reports {

  static final String TIME = "2026-11-25T00:00:00Z";

  private Reports() {}

  static NodeFinding finding(Status status, String message, String node, Evidence... evidence) {
    return new NodeFinding(
        status,
        Reason.RequirementNotMet,
        message,
        List.of(node),
        1,
        List.of(evidence),
        List.of(),
        List.of());
  }

  static NodeFinding patched(String message, String node, Evidence evidence, String diff) {
    return new NodeFinding(
        Status.Fail,
        Reason.RequirementNotMet,
        message,
        List.of(node),
        1,
        List.of(evidence),
        List.of(new FilePatch(evidence.file(), diff)),
        List.of());
  }

  static Evidence at(String file, int line, String text) {
    return new Evidence(file, line, null, text);
  }

  static ControlResult control(
      String id, Severity severity, Status status, NodeFinding... findings) {
    return new ControlResult(
        id,
        "control-" + id,
        "Title of " + id,
        severity,
        status,
        "Set it.\n\n    - --flag=" + id,
        List.of(findings));
  }

  /** Controls that fail, each at a line of its own, numbered from 1. */
  static ControlResult[] failing(int count, Function<Integer, Severity> severity) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> failing("1." + i, severity.apply(i), at("a", i, "--f=" + i)))
        .toArray(ControlResult[]::new);
  }

  /** A control that fails in one place, which is the file that it was found in. */
  static ControlResult failing(String id, Severity severity, Evidence place) {
    return failing(id, severity, "Bad.", place);
  }

  static ControlResult failing(String id, Severity severity, String message, Evidence place) {
    return control(id, severity, Status.Fail, finding(Status.Fail, message, place.file(), place));
  }

  static Report of(String benchmark, ControlResult... controls) {
    return withHistory(benchmark, List.of(), controls);
  }

  static Report withHistory(
      String benchmark, List<HistoryEntry> history, ControlResult... controls) {
    List<ControlResult> all = List.of(controls);
    boolean fails = all.stream().anyMatch(control -> control.status() == Status.Fail);
    return Report.named(
        "cis",
        new ComplianceReportStatus(
            List.of(
                new Condition("Compliant", fails ? "False" : "True", "R", "M.", 1L, TIME),
                new Condition(
                    "BenchmarkMatches",
                    "True",
                    "Matches",
                    "The benchmark " + benchmark + " is used: it is the newest.",
                    1L,
                    TIME),
                new Condition(
                    "ReleasesDetermined",
                    "True",
                    "Determined",
                    "Evaluated kubelet as v1.36.3 by its image.",
                    1L,
                    TIME)),
            benchmark,
            Report.CHECK,
            TIME,
            TIME,
            summary(all),
            Nodes.allEvaluated(2),
            all,
            history));
  }

  private static Summary summary(List<ControlResult> controls) {
    StatusCounts counts = StatusCounts.of(controls);
    return new Summary(
        counts.of(Status.Pass),
        counts.of(Status.Fail),
        counts.of(Status.Manual),
        counts.of(Status.NotApplicable),
        counts.of(Status.Error),
        counts.of(Status.Waived),
        null);
  }
}
