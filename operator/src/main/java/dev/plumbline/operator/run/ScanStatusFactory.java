package dev.plumbline.operator.run;

import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Listed;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.run.ReportPipeline.Replacement;
import dev.plumbline.report.ComplianceConditions;
import dev.plumbline.report.Conditions;
import dev.plumbline.report.NodesEvaluated;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.ComplianceScanStatus.BenchmarkReport;
import dev.plumbline.report.model.ComplianceScanStatus.Nodes;
import dev.plumbline.report.model.ComplianceScanStatus.Run;
import dev.plumbline.report.model.Condition;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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

  /** The scan must not run, and never has. */
  ComplianceScanStatus suspended(ComplianceScan scan) {
    return blocked(scan, conditions(scan).suspended());
  }

  /** The API server refused what the operator asked for. */
  ComplianceScanStatus refused(ComplianceScan scan, Refusal refusal) {
    return blocked(scan, conditions(scan).refused(refusal));
  }

  ComplianceScanStatus noNodes(ComplianceScan scan) {
    return blocked(scan, conditions(scan).noNodes());
  }

  /** What the last run came to stays; only the conditions say what is wrong. */
  private ComplianceScanStatus blocked(ComplianceScan scan, List<Condition> conditions) {
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
      ComplianceScan scan, Run run, ReportPipeline.Evaluation evaluation, Optional<Instant> next) {
    RunProgress progress = evaluation.progress();
    List<Replacement> published = evaluation.reports();
    List<BenchmarkReport> reports = published.stream().map(ScanStatusFactory::entry).toList();
    return new ComplianceScanStatus(
        RunDecision.generation(scan),
        with(outcome(scan, progress, published), ScanVerdict.condition(reports, former(scan))),
        run,
        progress.counts(),
        evaluation.times().scanned().toString(),
        next.map(Instant::toString).orElse(null),
        report(scan),
        reports);
  }

  private static BenchmarkReport entry(Replacement published) {
    ComplianceReportStatus report = published.report();
    return new BenchmarkReport(
        published.name(),
        Objects.toString(report.benchmark(), ""),
        report.compliant(),
        report.summary(),
        published.digest());
  }

  private static List<Condition> with(List<Condition> conditions, Condition verdict) {
    return Stream.concat(conditions.stream(), Stream.of(verdict)).toList();
  }

  /** The report of a scan that has one only. */
  private static @Nullable String report(ComplianceScan scan) {
    return scan.getSpec().hasBenchmarks() ? null : scan.getMetadata().getName();
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
        old.report(),
        old.reports());
  }

  private List<Condition> outcome(
      ComplianceScan scan, RunProgress progress, List<Replacement> reports) {
    NodesEvaluated nodes = new NodesEvaluated(progress.counts(), scan.getSpec().unreadable());
    if (nodes.areTooFew()) {
      return conditions(scan).nodesNotEvaluated(nodes.message());
    }
    List<String> rejected =
        scan.getSpec().failsOn().stream()
            .flatMap(least -> reports.stream().flatMap(r -> rejected(r.report(), least)))
            .distinct()
            .toList();
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
    return Listed.first(
        sentences.stream().map(ScanStatusFactory::withoutFullStop).toList(), MAX_NAMED, separator);
  }

  private static String withoutFullStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  /** Before the run has ended: the verdict and the reports are those of the last one. */
  private ComplianceScanStatus status(
      ComplianceScan scan,
      List<Condition> conditions,
      @Nullable Run run,
      @Nullable Nodes counts,
      @Nullable String lastScan,
      Optional<Instant> next) {
    Conditions former = former(scan);
    Condition verdict =
        Condition.of(ComplianceConditions.COMPLIANT, former.previous())
            .orElseGet(() -> ScanVerdict.waiting(former));
    return new ComplianceScanStatus(
        RunDecision.generation(scan),
        with(conditions, verdict),
        run,
        counts,
        lastScan,
        next.map(Instant::toString).orElse(null),
        report(scan),
        Optional.ofNullable(scan.getStatus()).map(ComplianceScanStatus::reports).orElse(List.of()));
  }

  private static @Nullable String lastScanTime(ComplianceScan scan) {
    return scan.getStatus() == null ? null : scan.getStatus().lastScanTime();
  }

  private ScanConditions conditions(ComplianceScan scan) {
    return new ScanConditions(former(scan));
  }

  private Conditions former(ComplianceScan scan) {
    List<Condition> old =
        Optional.ofNullable(scan.getStatus())
            .map(ComplianceScanStatus::conditions)
            .orElse(List.of());
    return new Conditions(old, RunDecision.generation(scan), clock);
  }
}
