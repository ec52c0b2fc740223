package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.operator.NodeCounts;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.Approvals;
import dev.plumbline.report.Selections.Requested;
import dev.plumbline.report.model.ComplianceScanSpec;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.ComplianceScanStatus.Run;
import dev.plumbline.report.model.ComplianceScanStatus.Run.Cause;
import dev.plumbline.report.model.NotEvaluated;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a run starts. */
class RunDecisionTest {

  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final List<Requested> REQUESTED = List.of(Requested.newest(CATALOGUE));
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Run FINISHED = run(NOON.plusSeconds(60).toString());
  private static final Run IN_PROGRESS = run(null);

  private static Run run(@Nullable String completed) {
    return new Run("a", 1, "", Cause.SpecChanged, "pods", NOON.toString(), completed, "rules");
  }

  private static ComplianceScan scan(
      long generation,
      String rescan,
      @Nullable String schedule,
      boolean suspend,
      @Nullable Run run) {
    ComplianceScan scan = new ComplianceScan();
    scan.setMetadata(
        new ObjectMetaBuilder()
            .withName("cis")
            .withUid("uid")
            .withGeneration(generation)
            .withAnnotations(rescan.isEmpty() ? Map.of() : Map.of(ComplianceScan.RESCAN, rescan))
            .build());
    scan.setSpec(
        spec((schedule == null ? "" : "schedule: '" + schedule + "'\n") + "suspend: " + suspend));
    scan.setStatus(
        new ComplianceScanStatus(
            1L, List.of(), run, NodeCounts.of(2, 2), null, null, null, List.of()));
    return scan;
  }

  private static ComplianceScanSpec spec(String yaml) {
    return Serialization.unmarshal(yaml, ComplianceScanSpec.class);
  }

  private static RunDecision decide(ComplianceScan scan, Instant now) {
    return decide(scan, now, "pods", "rules");
  }

  private static RunDecision decide(
      ComplianceScan scan, Instant now, String staticPods, String rulesDigest) {
    return RunDecision.of(
        scan,
        (ResolvedScan.Valid) ResolvedScan.of(scan.getSpec(), REQUESTED, Approvals.none()),
        new RunDecision.Circumstances(
            now,
            new StaticPods.Snapshot(
                staticPods.replace("settling ", ""), !staticPods.startsWith("settling ")),
            rulesDigest));
  }

  @Test
  void startsForANewScan() {
    assertThat(decide(scan(1, "", null, false, null), NOON)).isInstanceOf(RunDecision.Start.class);
  }

  @Test
  void continuesARun() {
    assertThat(decide(scan(1, "", null, false, IN_PROGRESS), NOON))
        .isEqualTo(new RunDecision.Continue(IN_PROGRESS));
  }

  @Test
  void isIdleAfterARun() {
    assertThat(decide(scan(1, "", null, false, FINISHED), NOON.plusSeconds(999_999)))
        .isEqualTo(new RunDecision.Idle(FINISHED));
  }

  @Test
  void startsForAChangedSpecAlsoInTheMiddleOfARun() {
    assertThat(decide(scan(2, "", null, false, IN_PROGRESS), NOON))
        .isInstanceOf(RunDecision.Start.class);
  }

  @Test
  void startsForANewRescanAnnotationAndOnlyOnce() {
    RunDecision decision = decide(scan(1, "again", null, false, FINISHED), NOON);
    assertThat(decision).isInstanceOf(RunDecision.Start.class);
    Run run = of(decision);
    Run ended = run.completed(NOON.toString(), "rules");
    assertThat(decide(scan(1, "again", null, false, ended), NOON))
        .isInstanceOf(RunDecision.Idle.class);
  }

  @Test
  void aRunWhoseStatusWasLostIsFoundAgain() {
    ComplianceScan scan = scan(1, "again", null, false, FINISHED);
    assertThat(of(decide(scan, NOON)).id()).isEqualTo(of(decide(scan, NOON.plusSeconds(5))).id());
  }

  @Test
  void startsWhenTheScheduleIsDue() {
    ComplianceScan scan = scan(1, "", "30 12 * * *", false, FINISHED);
    assertThat(decide(scan, NOON.plusSeconds(1799))).isInstanceOf(RunDecision.Idle.class);
    assertThat(decide(scan, NOON.plusSeconds(1800))).isInstanceOf(RunDecision.Start.class);
  }

  @Test
  void suspendedScheduleStartsNothing() {
    assertThat(decide(scan(1, "", "30 12 * * *", true, FINISHED), NOON.plusSeconds(1800)))
        .isInstanceOf(RunDecision.Idle.class);
  }

  @Test
  void timeZoneMovesTheSchedule() {
    ComplianceScanSpec spec = spec("schedule: 0 3 * * *\ntimeZone: Europe/Berlin");
    ResolvedScan.Valid plan =
        (ResolvedScan.Valid) ResolvedScan.of(spec, REQUESTED, Approvals.none());
    assertThat(plan.schedule().orElseThrow().next(NOON, "uid"))
        .contains(Instant.parse("2026-11-24T02:00:00Z"));
  }

  @Test
  void whatDoesNotExistIsNamedByItsField() {
    assertThat(invalid("schedule: 99 * * * *")).isEqualTo("schedule");
    assertThat(invalid("schedule: 0 3 * * *\ntimeZone: Moon/Crater")).isEqualTo("timeZone");
    assertThat(invalid("controls: {include: ['9.9.9']}")).isEqualTo("controls.include");
    assertThat(invalid("controls: {exclude: [nothing]}")).isEqualTo("controls.exclude");
  }

  @Test
  void evaluatesAgainWithoutARunWhenOnlyTheSpecChanged() {
    assertThat(decide(scan(2, "", null, false, FINISHED), NOON))
        .isEqualTo(new RunDecision.Reevaluate(FINISHED.forGeneration(2)));
  }

  /** A scan with a changed spec, whose last run did not evaluate one of two nodes. */
  private static ComplianceScan withoutOneNode(NotEvaluated.Reason reason) {
    ComplianceScan scan = scan(2, "", null, false, FINISHED);
    scan.setStatus(
        new ComplianceScanStatus(
            1L, List.of(), FINISHED, NodeCounts.of(2, 1, reason), null, null, null, List.of()));
    return scan;
  }

  @Test
  void aChangedSpecReadsNodesAgainWhereSomeCouldNotBeRead() {
    assertThat(decide(withoutOneNode(NotEvaluated.Reason.CollectionFailed), NOON))
        .isInstanceOf(RunDecision.Start.class);
  }

  @Test
  void aChangedSpecStartsNoRunForNodesThatCannotRunThePod() {
    assertThat(decide(withoutOneNode(NotEvaluated.Reason.Fargate), NOON))
        .isInstanceOf(RunDecision.Reevaluate.class);
  }

  @Test
  void aChangeOfWhatTheReportIsAboutIsEvaluatedWithoutANewRun() {
    ComplianceScan scan = scan(1, "", null, false, FINISHED);
    RunDecision idle = decide(scan, NOON);
    assertThat(idle.unlessUpToDate(run -> false)).isEqualTo(idle);
    assertThat(idle.unlessUpToDate(run -> true)).isEqualTo(new RunDecision.Reevaluate(FINISHED));
    RunDecision start = decide(scan(1, "again", null, false, FINISHED), NOON);
    assertThat(start.unlessUpToDate(run -> true)).isEqualTo(start);
  }

  @Test
  void aSuspendedScanStartsOnlyWhatAPersonAsksFor() {
    assertThat(decide(scan(1, "", null, true, null), NOON)).isEqualTo(new RunDecision.Suspended());
    ComplianceScan changed = withoutOneNode(NotEvaluated.Reason.CollectionFailed);
    changed.setSpec(spec("suspend: true"));
    assertThat(decide(changed, NOON)).isInstanceOf(RunDecision.Reevaluate.class);
    assertThat(decide(scan(1, "again", null, true, FINISHED), NOON))
        .isInstanceOf(RunDecision.Start.class);
  }

  @Test
  void aValueOfTheAnnotationThatComesBackIsAnotherRun() {
    ComplianceScan scan = scan(1, "a", null, false, FINISHED);
    Run first = of(decide(scan, NOON));
    Run second = of(decide(scan(1, "b", null, false, ended(first)), NOON));
    Run third = of(decide(scan(1, "a", null, false, ended(second)), NOON));
    assertThat(third.id()).isNotEqualTo(first.id());
    Run removed = of(decide(scan(1, "", null, false, ended(third)), NOON));
    assertThat(removed).isEqualTo(ended(third).withRescan(""));
    assertThat(of(decide(scan(1, "a", null, false, removed), NOON)).id()).isNotEqualTo(third.id());
  }

  private static Run ended(Run run) {
    return run.completed(NOON.toString(), "rules");
  }

  private static Run of(RunDecision decision) {
    return ((RunDecision.OfRun) decision).run();
  }

  @Test
  void evaluatesAgainWhenApprovalsOrControlsChange() {
    assertThat(decide(scan(1, "", null, false, FINISHED), NOON, "pods", "other rules"))
        .isEqualTo(new RunDecision.Reevaluate(FINISHED));
  }

  @Test
  void startsWhenAStaticPodOfTheControlPlaneChanges() {
    RunDecision decision = decide(scan(1, "", null, false, FINISHED), NOON, "other pods", "rules");
    assertThat(decision).isInstanceOf(RunDecision.Start.class);
    assertThat(of(decision).cause()).isEqualTo(Cause.StaticPodChanged);
    assertThat(of(decision).staticPodsDigest()).isEqualTo("other pods");
    assertThat(of(decision).id()).isNotEqualTo(FINISHED.id());
  }

  @Test
  void staticPodsStartNothingWhileTheyChangeOrTheScanIsSuspendedOrSaysSo() {
    assertThat(decide(scan(1, "", null, false, FINISHED), NOON, "", "rules"))
        .isInstanceOf(RunDecision.Idle.class);
    assertThat(decide(scan(1, "", null, false, FINISHED), NOON, "settling other pods", "rules"))
        .isInstanceOf(RunDecision.Idle.class);
    assertThat(decide(scan(1, "", null, true, FINISHED), NOON, "other pods", "rules"))
        .isInstanceOf(RunDecision.Idle.class);
    ComplianceScan never = scan(1, "", null, false, FINISHED);
    never.setSpec(spec("rescanPolicy: Never"));
    assertThat(decide(never, NOON, "other pods", "rules")).isInstanceOf(RunDecision.Idle.class);
  }

  @Test
  void aRunThatBeginsWhileStaticPodsChangeKnowsThem() {
    ComplianceScan scan = scan(1, "again", null, false, FINISHED);
    assertThat(of(decide(scan, NOON, "settling other pods", "rules")).staticPodsDigest())
        .isEqualTo("other pods");
  }

  @Test
  void aScheduleMissedManyTimesStartsOneRun() {
    ComplianceScan scan = scan(1, "", "30 12 * * *", false, FINISHED);
    Instant days = NOON.plus(Duration.ofDays(9));
    RunDecision decision = decide(scan, days);
    assertThat(of(decision).cause()).isEqualTo(Cause.Scheduled);
    scan.setStatus(
        new ComplianceScanStatus(
            1L,
            List.of(),
            of(decision).completed(days.toString(), "rules"),
            NodeCounts.of(2, 2),
            null,
            null,
            null,
            List.of()));
    assertThat(decide(scan, days.plusSeconds(60))).isInstanceOf(RunDecision.Idle.class);
  }

  private static String invalid(String yaml) {
    return ((ResolvedScan.Invalid) ResolvedScan.of(spec(yaml), REQUESTED, Approvals.none()))
        .field();
  }
}
