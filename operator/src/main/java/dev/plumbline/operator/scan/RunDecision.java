package dev.plumbline.operator.scan;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.ComplianceScanStatus.Run;
import dev.plumbline.report.model.ComplianceScanStatus.Run.Cause;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Whether a scan starts a run, goes on with one, or rests. */
sealed interface RunDecision {

  Run run();

  record Begin(Run run) implements RunDecision {}

  record Proceed(Run run) implements RunDecision {}

  /** What was read is judged anew; a node that wasn't read yet is. */
  record Rejudge(Run run) implements RunDecision {}

  record Rest(Run run) implements RunDecision {}

  /**
   * What else a decision rests on.
   *
   * @param staticPods the control plane's static pods; while they change they are no reason to
   *     start
   * @param rulesDigest what a judgement would be by now: controls, and which waivers have expired
   */
  record Circumstances(Instant now, StaticPods.Snapshot staticPods, String rulesDigest) {}

  /**
   * Decides. A new rescan annotation starts a run at once, also in the middle of another; so does a
   * spec that changes then. The schedule and static pods wait for the run under way. A spec that
   * changes after a run in which every node was read needs no new one: what was read is judged
   * anew.
   */
  static RunDecision of(ComplianceScan scan, ScanPlan.Valid plan, Circumstances seen) {
    Optional<Run> last = Optional.ofNullable(scan.getStatus()).map(ComplianceScanStatus::run);
    if (last.isEmpty()) {
      return begin(scan, seen, Cause.SpecChanged, "");
    }
    Run run = last.get();
    if (!run.rescanValue().equals(rescan(scan))) {
      return begin(scan, seen, Cause.RescanRequested, "");
    }
    boolean specChanged = run.generation() != generation(scan);
    if (specChanged && !wasWhole(scan, run)) {
      return begin(scan, seen, Cause.SpecChanged, "");
    }
    if (!run.finished()) {
      return new Proceed(run);
    }
    Optional<Instant> due = nextScan(scan, plan, run);
    if (due.isPresent() && !due.get().isAfter(seen.now())) {
      return begin(scan, seen, Cause.Scheduled, due.get().toString());
    }
    if (staticPodsChanged(scan, run, seen)) {
      return begin(scan, seen, Cause.StaticPodChanged, seen.staticPods().digest());
    }
    return specChanged || !run.recordedRulesDigest().equals(seen.rulesDigest())
        ? new Rejudge(run.forGeneration(generation(scan)))
        : new Rest(run);
  }

  private static boolean wasWhole(ComplianceScan scan, Run run) {
    ComplianceScanStatus.Nodes nodes = scan.getStatus().nodes();
    return run.finished() && nodes != null && nodes.total() > 0 && nodes.failed() == 0;
  }

  private static boolean staticPodsChanged(ComplianceScan scan, Run run, Circumstances seen) {
    return scan.getSpec().rescansOnStaticPodChange()
        && !scan.getSpec().suspended()
        && seen.staticPods().settled()
        && !seen.staticPods().digest().isEmpty()
        && !run.staticPodsDigest().isEmpty()
        && !run.staticPodsDigest().equals(seen.staticPods().digest());
  }

  /** When the schedule starts the next run; empty without a schedule, or while it is suspended. */
  static Optional<Instant> nextScan(ComplianceScan scan, ScanPlan.Valid plan, Run run) {
    return scan.getSpec().suspended()
        ? Optional.empty()
        : plan.schedule().flatMap(schedule -> schedule.next(Instant.parse(run.startTime())));
  }

  /** A mock API server counts none. */
  static long generation(ComplianceScan scan) {
    return Optional.ofNullable(scan.getMetadata().getGeneration()).orElse(0L);
  }

  private static String rescan(ComplianceScan scan) {
    return Optional.ofNullable(scan.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(ComplianceScan.RESCAN))
        .orElse("");
  }

  /** The id follows from the cause, so that a run whose status write was lost is found again. */
  private static Begin begin(
      ComplianceScan scan, Circumstances seen, Cause cause, String occasion) {
    long generation = generation(scan);
    String id =
        scan.getMetadata().getUid() + "/" + generation + "/" + rescan(scan) + "/" + occasion;
    return new Begin(
        new Run(
            NodeTarget.hash(id),
            generation,
            rescan(scan),
            cause,
            seen.staticPods().digest(),
            seen.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            null,
            null));
  }
}
