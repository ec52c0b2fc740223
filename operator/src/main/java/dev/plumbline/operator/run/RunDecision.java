package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.store.ShortHash;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.ComplianceScanStatus.Run;
import dev.plumbline.report.model.ComplianceScanStatus.Run.Cause;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** Whether a scan starts a run, continues one, evaluates one again, or does nothing. */
sealed interface RunDecision {

  /** It is about a run. */
  sealed interface OfRun extends RunDecision {
    Run run();
  }

  record Start(Run run) implements OfRun {}

  record Continue(Run run) implements OfRun {}

  /** What was read is evaluated again; a node that was not read yet is. */
  record Reevaluate(Run run) implements OfRun {}

  /**
   * The cluster has changed: what was read is evaluated again, and reports are written where they
   * differ.
   */
  record Compare(Run run) implements OfRun {}

  record Idle(Run run) implements OfRun {}

  /** The scan has never run, and its spec says that it must not. */
  record Suspended() implements RunDecision {}

  /**
   * What else a decision depends on.
   *
   * @param staticPods the control plane's static pods; they start a run only once they have settled
   * @param apiServers as they were last seen; none where the scan does not ask them
   * @param rulesDigest the rules that an evaluation would use now
   */
  record Circumstances(
      Instant now,
      StaticPods.Snapshot staticPods,
      ApiServerChanges.Snapshot apiServers,
      String rulesDigest) {}

  /**
   * Decides. A new value of the rescan annotation starts a run at once, even during another; so
   * does a spec that changes during a run. The schedule, static pods and API servers wait until the
   * run has ended. A spec that changes after a run in which no Job failed starts none: what was
   * read is evaluated again. While the scan is suspended only a new value of the annotation starts
   * a run.
   */
  static RunDecision of(ComplianceScan scan, ResolvedScan.Valid resolved, Circumstances now) {
    Optional<Run> last = Optional.ofNullable(scan.getStatus()).map(ComplianceScanStatus::run);
    boolean suspended = scan.getSpec().suspended();
    if (last.isEmpty()) {
      return suspended && rescan(scan).isEmpty()
          ? new Suspended()
          : start(scan, now, Cause.SpecChanged, "");
    }
    Run run = last.get();
    // One that is taken away asks for nothing.
    if (!run.rescanValue().equals(rescan(scan)) && !rescan(scan).isEmpty()) {
      return start(scan, now, Cause.RescanRequested, "");
    }
    boolean specChanged = run.generation() != generation(scan);
    if (specChanged && !suspended && !hasEveryNode(scan, run)) {
      return start(scan, now, Cause.SpecChanged, "");
    }
    if (!run.finished()) {
      return new Continue(run);
    }
    Optional<Instant> due = nextScan(scan, resolved, run);
    if (due.isPresent() && !due.get().isAfter(now.now())) {
      return start(scan, now, Cause.Scheduled, due.get().toString());
    }
    if (staticPodsChanged(scan, run, now.staticPods())) {
      return start(scan, now, Cause.StaticPodChanged, now.staticPods().digest());
    }
    // A static pod that changes restarts its component: one run is for both.
    if (scan.getSpec().watchesRestarts() && now.staticPods().settled()) {
      Optional<ApiServerChanges.Change> change =
          ApiServerChanges.of(run, now.apiServers(), now.now());
      if (change.isPresent()) {
        return start(scan, now, change.get().cause(), change.get().occasion());
      }
      run = ApiServerChanges.supplemented(run, now.apiServers());
    }
    return specChanged || !run.recordedRulesDigest().equals(now.rulesDigest())
        ? new Reevaluate(run.forGeneration(generation(scan)))
        : new Idle(run.withRescan(rescan(scan)));
  }

  /** Nodes that cannot run the pod are looked at again in any case. */
  private static boolean hasEveryNode(ComplianceScan scan, Run run) {
    ComplianceScanStatus.Nodes nodes = scan.getStatus().nodes();
    return run.finished() && nodes != null && nodes.selected() > 0 && nodes.triedInVain() == 0;
  }

  /** The same, unless it is to do nothing although what the report is about has changed. */
  default RunDecision unlessUpToDate(Predicate<Run> changed) {
    return this instanceof Idle idle && changed.test(idle.run())
        ? new Reevaluate(idle.run())
        : this;
  }

  /**
   * The same, unless it is to do nothing although the cluster has changed.
   *
   * @param due when that is to be evaluated; empty when nothing has changed
   */
  default RunDecision orCompare(ComplianceScan scan, Optional<Instant> due, Instant now) {
    boolean isDue = due.isPresent() && !due.get().isAfter(now);
    return this instanceof Idle idle && isDue && !scan.getSpec().suspended()
        ? new Compare(idle.run())
        : this;
  }

  private static boolean staticPodsChanged(ComplianceScan scan, Run run, StaticPods.Snapshot pods) {
    return scan.getSpec().rescansOnStaticPodChange()
        && !scan.getSpec().suspended()
        && pods.settled()
        && !pods.digest().isEmpty()
        && !run.staticPodsDigest().isEmpty()
        && !run.staticPodsDigest().equals(pods.digest());
  }

  /** When the schedule starts the next run; empty without a schedule, or while it is suspended. */
  static Optional<Instant> nextScan(ComplianceScan scan, ResolvedScan.Valid resolved, Run run) {
    return scan.getSpec().suspended()
        ? Optional.empty()
        : resolved
            .schedule()
            .flatMap(
                schedule ->
                    schedule.next(
                        Instant.parse(run.startTime()),
                        Objects.toString(scan.getMetadata().getUid(), "")));
  }

  /** The generation of the spec; the mock API server sets none. */
  static long generation(ComplianceScan scan) {
    return Optional.ofNullable(scan.getMetadata().getGeneration()).orElse(0L);
  }

  private static String rescan(ComplianceScan scan) {
    return Optional.ofNullable(scan.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(ComplianceScan.RESCAN))
        .orElse("");
  }

  /** The id follows from the cause, so that a run whose status write was lost is found again. */
  private static Start start(ComplianceScan scan, Circumstances now, Cause cause, String occasion) {
    long generation = generation(scan);
    Optional<Run> last = Optional.ofNullable(scan.getStatus()).map(ComplianceScanStatus::run);
    // With the run before: a value of the annotation that comes back is another run.
    String before = last.map(Run::id).orElse("");
    String id =
        String.join(
            "/",
            scan.getMetadata().getUid(),
            before,
            Long.toString(generation),
            rescan(scan),
            occasion);
    return new Start(
        new Run(
            ShortHash.of(id),
            generation,
            rescan(scan),
            cause,
            now.staticPods().digest(),
            now.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            null,
            null,
            scan.getSpec().watchesRestarts()
                ? ApiServerChanges.atStart(
                    last.map(Run::apiServers).orElse(List.of()), now.apiServers())
                : List.of()));
  }
}
