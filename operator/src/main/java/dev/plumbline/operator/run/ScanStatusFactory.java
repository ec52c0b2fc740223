package dev.plumbline.operator.run;

import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.Conditions;
import dev.plumbline.report.NodesEvaluated;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.ComplianceScanStatus.Nodes;
import dev.plumbline.report.model.ComplianceScanStatus.Run;
import dev.plumbline.report.model.Condition;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Builds each status of a scan whole. */
final class ScanStatusFactory {

  /** More nodes than these are counted and not named. */
  private static final int MAX_NAMED = 5;

  private final Clock clock;

  ScanStatusFactory(Clock clock) {
    this.clock = clock;
  }

  ComplianceScanStatus invalid(ComplianceScan scan, ResolvedScan.Invalid invalid) {
    return blocked(scan, conditions(scan).invalid(invalid.field(), invalid.why()));
  }

  ComplianceScanStatus noNodes(ComplianceScan scan) {
    return blocked(scan, conditions(scan).noNodes());
  }

  /** What the last run came to stays; only the conditions say what is wrong. */
  private static ComplianceScanStatus blocked(ComplianceScan scan, List<Condition> conditions) {
    Optional<ComplianceScanStatus> old = Optional.ofNullable(scan.getStatus());
    return status(
        scan,
        conditions,
        old.map(ComplianceScanStatus::run).orElse(null),
        old.map(ComplianceScanStatus::nodes).orElse(null),
        lastScanTime(scan),
        Optional.empty());
  }

  ComplianceScanStatus inProgress(ComplianceScan scan, Run run, RunProgress progress) {
    Nodes counts = progress.counts();
    String message =
        evaluated(counts)
            + (progress.blockers().isEmpty()
                ? ""
                : " Blocked: " + listed(progress.blockers(), "; ") + ".");
    return status(
        scan,
        conditions(scan).scanning(message),
        run,
        counts,
        lastScanTime(scan),
        Optional.empty());
  }

  /**
   * The run has ended.
   *
   * @param next when the schedule is due
   */
  ComplianceScanStatus finished(
      ComplianceScan scan,
      Run run,
      RunProgress progress,
      ComplianceReportStatus report,
      Optional<Instant> next) {
    return status(
        scan, outcome(scan, progress, report), run, progress.counts(), run.completionTime(), next);
  }

  /** Nothing has changed but when the schedule is due. */
  ComplianceScanStatus idle(ComplianceScan scan, Run run, Optional<Instant> next) {
    ComplianceScanStatus old = scan.getStatus();
    return new ComplianceScanStatus(
        RunDecision.generation(scan),
        old.conditions(),
        run,
        old.nodes(),
        old.lastScanTime(),
        next.map(Instant::toString).orElse(null),
        old.report());
  }

  private List<Condition> outcome(
      ComplianceScan scan, RunProgress progress, ComplianceReportStatus report) {
    NodesEvaluated nodes = new NodesEvaluated(progress.counts(), scan.getSpec().unreadable());
    if (nodes.areTooFew()) {
      return conditions(scan).nodesNotEvaluated(nodes.message());
    }
    List<String> rejected =
        scan.getSpec().failsOn().stream().flatMap(least -> rejected(report, least)).toList();
    return rejected.isEmpty()
        ? conditions(scan).done(nodes.message())
        : conditions(scan)
            .notCompliant(
                "spec.failOn requires that none of these controls fail or end in an error: "
                    + listed(rejected, ", ")
                    + ".");
  }

  private static Stream<String> rejected(ComplianceReportStatus report, Severity least) {
    return report.controls().stream()
        .filter(control -> control.severity().compareTo(least) <= 0)
        .filter(c -> c.status() == Status.Fail || c.status() == Status.Error)
        .map(control -> control.id() + " " + control.name());
  }

  /** While others are still to be read. */
  private static String evaluated(Nodes counts) {
    return counts.evaluated()
        + " of "
        + counts.selected()
        + (counts.selected() == 1 ? " node was read." : " nodes were read.")
        + (counts.notEvaluated() == 0
            ? ""
            : " " + counts.notEvaluated() + " cannot be evaluated; see status.nodes.");
  }

  private static String listed(List<String> sentences, String separator) {
    int more = sentences.size() - MAX_NAMED;
    return sentences.stream()
            .limit(MAX_NAMED)
            .map(ScanStatusFactory::withoutFullStop)
            .collect(Collectors.joining(separator))
        + (more > 0 ? separator + "and " + more + " more" : "");
  }

  private static String withoutFullStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  private static ComplianceScanStatus status(
      ComplianceScan scan,
      List<Condition> conditions,
      @Nullable Run run,
      @Nullable Nodes counts,
      @Nullable String lastScan,
      Optional<Instant> next) {
    return new ComplianceScanStatus(
        RunDecision.generation(scan),
        conditions,
        run,
        counts,
        lastScan,
        next.map(Instant::toString).orElse(null),
        scan.getMetadata().getName());
  }

  private static @Nullable String lastScanTime(ComplianceScan scan) {
    return scan.getStatus() == null ? null : scan.getStatus().lastScanTime();
  }

  private ScanConditions conditions(ComplianceScan scan) {
    List<Condition> old =
        Optional.ofNullable(scan.getStatus())
            .map(ComplianceScanStatus::conditions)
            .orElse(List.of());
    return new ScanConditions(new Conditions(old, RunDecision.generation(scan), clock));
  }
}
