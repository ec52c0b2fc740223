package dev.plumbline.operator.scan;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.api.ComplianceScanStatus;
import dev.plumbline.operator.api.ComplianceScanStatus.Run;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Whether a scan starts a run, goes on with one, or rests. */
sealed interface RunDecision {

  Run run();

  record Begin(Run run) implements RunDecision {}

  record Proceed(Run run) implements RunDecision {}

  record Rest(Run run) implements RunDecision {}

  /**
   * Decides. A changed spec or rescan annotation starts a run at once, also in the middle of
   * another; the schedule waits for the run under way.
   */
  static RunDecision of(ComplianceScan scan, ScanPlan.Valid plan, Instant now) {
    Optional<Run> last = Optional.ofNullable(scan.getStatus()).map(ComplianceScanStatus::run);
    if (last.isEmpty()
        || last.get().generation() != generation(scan)
        || !last.get().rescanValue().equals(rescan(scan))) {
      return new Begin(run(scan, now, ""));
    }
    Run run = last.get();
    if (!run.finished()) {
      return new Proceed(run);
    }
    Optional<Instant> due = nextScan(scan, plan, run);
    return due.isPresent() && !due.get().isAfter(now)
        ? new Begin(run(scan, now, due.get().toString()))
        : new Rest(run);
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
  private static Run run(ComplianceScan scan, Instant now, String due) {
    long generation = generation(scan);
    String cause = scan.getMetadata().getUid() + "/" + generation + "/" + rescan(scan) + "/" + due;
    return new Run(
        NodeTarget.hash(cause),
        generation,
        rescan(scan),
        now.truncatedTo(ChronoUnit.SECONDS).toString(),
        null);
  }
}
