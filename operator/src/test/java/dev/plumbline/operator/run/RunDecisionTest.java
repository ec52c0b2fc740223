package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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
import dev.plumbline.report.model.RunningApiServer;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
    hasRun(scan, run);
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
    return decide(scan, now, staticPods, ApiServerChanges.Snapshot.none(), rulesDigest);
  }

  private static RunDecision decide(
      ComplianceScan scan,
      Instant now,
      String staticPods,
      ApiServerChanges.Snapshot apiServers,
      String rulesDigest) {
    return RunDecision.of(
        scan,
        (ResolvedScan.Valid) ResolvedScan.of(scan.getSpec(), REQUESTED, Approvals.none()),
        new RunDecision.Circumstances(
            now,
            new StaticPods.Snapshot(
                staticPods.replace("settling ", ""), !staticPods.startsWith("settling ")),
            apiServers,
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

  private static final String A = "192.0.2.1:6443";
  private static final String B = "192.0.2.2:6443";
  private static final Instant BEFORE = NOON.minusSeconds(86_400);
  private static final Instant AFTER = NOON.plusSeconds(600);
  private static final Instant LATER = NOON.plusSeconds(3600);

  private static RunningApiServer server(String address, Instant started) {
    return server(address, started, null);
  }

  private static RunningApiServer server(
      String address, Instant started, @Nullable String authentication) {
    return new RunningApiServer(address, started.toString(), authentication, "z", null);
  }

  private static ApiServerChanges.Snapshot settled(RunningApiServer... servers) {
    return new ApiServerChanges.Snapshot(List.of(servers), true);
  }

  private static void hasRun(ComplianceScan scan, @Nullable Run run) {
    scan.setStatus(
        new ComplianceScanStatus(
            1L, List.of(), run, NodeCounts.of(2, 2), null, null, null, List.of()));
  }

  private static ComplianceScan watching(String more, RunningApiServer... known) {
    ComplianceScan scan = scan(1, "", null, false, FINISHED.knowing(List.of(known)));
    scan.setSpec(spec("sources: [Node, Live]\n" + more));
    return scan;
  }

  private static RunDecision decide(ComplianceScan scan, ApiServerChanges.Snapshot servers) {
    return decide(scan, LATER, "pods", servers, "rules");
  }

  /** What is known, what is seen, and what starts a run, if anything. */
  private static Stream<Arguments> apiServers() {
    RunningApiServer known = server(A, BEFORE, "a");
    return Stream.of(
        arguments("the same", List.of(known), List.of(known), null),
        arguments(
            "a start that is reckoned otherwise",
            List.of(known),
            List.of(server(A, BEFORE.plusSeconds(5), "a")),
            null),
        arguments(
            "another start",
            List.of(known),
            List.of(server(A, AFTER, "a")),
            Cause.ComponentRestarted),
        arguments(
            "another start and another file",
            List.of(known),
            List.of(server(A, AFTER, "b")),
            Cause.ComponentRestarted),
        arguments(
            "another file",
            List.of(known),
            List.of(server(A, BEFORE.plusSeconds(3), "b")),
            Cause.ConfigurationReloaded),
        arguments(
            "a file that was not known",
            List.of(server(A, BEFORE)),
            List.of(server(A, BEFORE, "b")),
            null),
        arguments(
            "a file that is no longer known",
            List.of(known),
            List.of(new RunningApiServer(A, BEFORE.toString(), null, null, null)),
            null),
        arguments("a server that does not answer", List.of(known), List.of(), null),
        arguments("a server that was not known", List.of(), List.of(known), null),
        arguments(
            "a server that was added", List.of(known), List.of(known, server(B, AFTER, "a")), null),
        arguments("a server that is gone", List.of(known, server(B, BEFORE)), List.of(known), null),
        arguments(
            "another process behind the same load balancer",
            List.of(known),
            List.of(server(A, BEFORE.minusSeconds(3600), "b")),
            null),
        arguments(
            "one of several behind it that is another",
            List.of(known, server(A, BEFORE.minusSeconds(3600), "b")),
            List.of(server(A, AFTER, "b")),
            Cause.ComponentRestarted),
        arguments(
            "one that was started as the run was",
            List.of(known),
            List.of(server(A, NOON.plusSeconds(10), "a")),
            null),
        arguments(
            "one of a clock that was moved back",
            List.of(server(A, AFTER)),
            List.of(server(A, BEFORE)),
            null),
        arguments(
            "what somebody has edited",
            List.of(new RunningApiServer(A, "yesterday", "x", null, null)),
            List.of(known),
            null),
        arguments(
            "two of them",
            List.of(known, server(B, BEFORE, "a")),
            List.of(server(A, AFTER, "a"), server(B, BEFORE, "b")),
            Cause.ComponentRestarted));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("apiServers")
  void startsForAnotherProcessOrAnotherConfigurationOfAnApiServerAndOnce(
      String what,
      List<RunningApiServer> known,
      List<RunningApiServer> seen,
      @Nullable Cause expected) {
    ComplianceScan scan = watching("", known.toArray(RunningApiServer[]::new));
    ApiServerChanges.Snapshot now = new ApiServerChanges.Snapshot(seen, true);
    RunDecision decision = decide(scan, now);
    if (expected == null) {
      assertThat(decision).as(what).isInstanceOf(RunDecision.Idle.class);
    } else {
      assertThat(of(decision).cause()).as(what).isEqualTo(expected);
      assertThat(decision).as(what).isInstanceOf(RunDecision.Start.class);
    }
    Run next = ((RunDecision.OfRun) decision).run();
    Run ended = next.completed(LATER.toString(), "rules");
    hasRun(scan, ended);
    assertThat(decide(scan, LATER.plusSeconds(86_400), "pods", now, "rules"))
        .as("the same again: %s", what)
        .isEqualTo(new RunDecision.Idle(ended));
  }

  @Test
  void apiServersStartNothingWhileTheyChangeOrTheScanIsSuspendedOrSaysSo() {
    RunningApiServer known = server(A, BEFORE, "a");
    for (RunningApiServer other : List.of(server(A, AFTER, "a"), server(A, BEFORE, "b"))) {
      for (String spec :
          List.of("suspend: true", "rescanPolicy: Never", "rescanPolicy: OnStaticPodChange")) {
        assertThat(decide(watching(spec, known), settled(other)))
            .as(spec)
            .isEqualTo(new RunDecision.Idle(FINISHED.knowing(List.of(known))));
      }
      ComplianceScan ofNodes = watching("", known);
      ofNodes.setSpec(spec("sources: [Node]"));
      assertThat(decide(ofNodes, settled(other))).isInstanceOf(RunDecision.Idle.class);
      assertThat(decide(watching("", known), new ApiServerChanges.Snapshot(List.of(other), false)))
          .isEqualTo(new RunDecision.Idle(FINISHED.knowing(List.of(known))));
      ComplianceScan probes = watching("", known);
      probes.setSpec(spec("sources: [Node, Probe]"));
      assertThat(decide(probes, settled(other))).isInstanceOf(RunDecision.Start.class);
    }
  }

  @Test
  void aStaticPodThatChangesAndTheRestartThatFollowsAreOneRun() {
    RunningApiServer restarted = server(A, LATER.minusSeconds(2));
    ComplianceScan scan = watching("", server(A, BEFORE));
    assertThat(decide(scan, LATER, "settling other pods", settled(restarted), "rules"))
        .as("until the static pods have settled")
        .isInstanceOf(RunDecision.Idle.class);
    RunDecision decision = decide(scan, LATER, "other pods", settled(), "rules");
    assertThat(of(decision).cause()).isEqualTo(Cause.StaticPodChanged);
    Run ended = of(decision).completed(LATER.toString(), "rules");
    hasRun(scan, ended);
    RunDecision next =
        decide(scan, LATER.plusSeconds(90), "other pods", settled(restarted), "rules");
    assertThat(next).isInstanceOf(RunDecision.Idle.class);
    assertThat(of(next).apiServers()).contains(restarted);
  }

  /** A server that does not answer while a run starts is still the one that it was. */
  @Test
  void aRestartDuringARunIsNoticedAfterIt() {
    ComplianceScan scan = watching("", server(A, BEFORE));
    scan.getMetadata().setAnnotations(Map.of(ComplianceScan.RESCAN, "again"));
    Run started = of(decide(scan, LATER, "pods", settled(), "rules"));
    assertThat(started.apiServers()).containsExactly(server(A, BEFORE));
    hasRun(scan, started.completed(LATER.plusSeconds(60).toString(), "rules"));
    assertThat(
            of(decide(
                    scan,
                    LATER.plusSeconds(300),
                    "pods",
                    settled(server(A, LATER.plusSeconds(30))),
                    "rules"))
                .cause())
        .isEqualTo(Cause.ComponentRestarted);
  }

  @Test
  void aServerThatIsRestartedAllTheTimeStartsARunNowAndThen() {
    ComplianceScan scan = watching("", server(A, BEFORE));
    Run run = of(decide(scan, settled(server(A, AFTER))));
    hasRun(scan, run.completed(LATER.plusSeconds(60).toString(), "rules"));
    ApiServerChanges.Snapshot again = settled(server(A, LATER.plusSeconds(100)));
    assertThat(decide(scan, LATER.plusSeconds(899), "pods", again, "rules"))
        .as("and what has changed is not forgotten")
        .isInstanceOf(RunDecision.Idle.class)
        .extracting(idle -> of(idle).apiServers())
        .isEqualTo(run.apiServers());
    assertThat(decide(scan, LATER.plusSeconds(900), "pods", again, "rules"))
        .isInstanceOf(RunDecision.Start.class);
    assertThat(decide(scan, BEFORE, "pods", again, "rules"))
        .as("with a clock that was set back")
        .isInstanceOf(RunDecision.Start.class);
  }

  @Test
  void whatIsKnownOfApiServersIsBounded() {
    List<RunningApiServer> many = new ArrayList<>();
    for (int address = 0; address < 50; address++) {
      for (int start = 0; start < 10; start++) {
        many.add(server("192.0.2." + address + ":6443", BEFORE.minusSeconds(start * 60L)));
      }
    }
    ApiServerChanges.Snapshot seen = new ApiServerChanges.Snapshot(many, true);
    RunDecision idle = decide(watching(""), seen);
    assertThat(of(idle).apiServers()).hasSize(Run.MAX_API_SERVERS);
    ComplianceScan due = watching("schedule: '30 12 * * *'");
    RunDecision start = decide(due, seen);
    assertThat(start).isInstanceOf(RunDecision.Start.class);
    assertThat(of(start).apiServers()).hasSize(Run.MAX_API_SERVERS);
    assertThat(of(start).apiServers().stream().filter(s -> s.address().equals("192.0.2.1:6443")))
        .hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void aScheduleMissedManyTimesStartsOneRun() {
    ComplianceScan scan = scan(1, "", "30 12 * * *", false, FINISHED);
    Instant days = NOON.plus(Duration.ofDays(9));
    RunDecision decision = decide(scan, days);
    assertThat(of(decision).cause()).isEqualTo(Cause.Scheduled);
    hasRun(scan, of(decision).completed(days.toString(), "rules"));
    assertThat(decide(scan, days.plusSeconds(60))).isInstanceOf(RunDecision.Idle.class);
  }

  private static String invalid(String yaml) {
    return ((ResolvedScan.Invalid) ResolvedScan.of(spec(yaml), REQUESTED, Approvals.none()))
        .field();
  }
}
