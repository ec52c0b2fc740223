package dev.plumbline.operator.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.BenchmarkChoice;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.api.ComplianceScanSpec;
import dev.plumbline.operator.api.ComplianceScanStatus;
import dev.plumbline.operator.api.ComplianceScanStatus.Run;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a run starts. */
class RunDecisionTest {

  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final BenchmarkChoice CHOICE =
      BenchmarkChoice.of(CATALOGUE, "v1.36.3", "kubernetes");
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Run FINISHED =
      new Run("a", 1, "", NOON.toString(), NOON.plusSeconds(60).toString());
  private static final Run GOING_ON = new Run("a", 1, "", NOON.toString(), null);

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
        new ComplianceScanSpec(null, null, null, schedule, null, suspend, null, null, null));
    scan.setStatus(new ComplianceScanStatus(1L, List.of(), run, null, null, null, null));
    return scan;
  }

  private static RunDecision decide(ComplianceScan scan, Instant now) {
    return RunDecision.of(
        scan, (ScanPlan.Valid) ScanPlan.of(scan.getSpec(), CATALOGUE, CHOICE), now);
  }

  @Test
  void startsForANewScan() {
    assertThat(decide(scan(1, "", null, false, null), NOON)).isInstanceOf(RunDecision.Begin.class);
  }

  @Test
  void goesOnWithARun() {
    assertThat(decide(scan(1, "", null, false, GOING_ON), NOON))
        .isEqualTo(new RunDecision.Proceed(GOING_ON));
  }

  @Test
  void restsAfterARun() {
    assertThat(decide(scan(1, "", null, false, FINISHED), NOON.plusSeconds(999_999)))
        .isEqualTo(new RunDecision.Rest(FINISHED));
  }

  @Test
  void startsForAChangedSpecAlsoInTheMiddleOfARun() {
    assertThat(decide(scan(2, "", null, false, GOING_ON), NOON))
        .isInstanceOf(RunDecision.Begin.class);
  }

  @Test
  void startsForANewRescanAnnotationAndOnlyOnce() {
    RunDecision decision = decide(scan(1, "again", null, false, FINISHED), NOON);
    assertThat(decision).isInstanceOf(RunDecision.Begin.class);
    Run run = decision.run();
    Run ended = new Run(run.id(), run.generation(), run.rescan(), run.startTime(), NOON.toString());
    assertThat(decide(scan(1, "again", null, false, ended), NOON))
        .isInstanceOf(RunDecision.Rest.class);
  }

  @Test
  void aRunWhoseStatusWasLostIsFoundAgain() {
    ComplianceScan scan = scan(1, "again", null, false, FINISHED);
    assertThat(decide(scan, NOON).run().id())
        .isEqualTo(decide(scan, NOON.plusSeconds(5)).run().id());
  }

  @Test
  void startsWhenTheScheduleIsDue() {
    ComplianceScan scan = scan(1, "", "30 12 * * *", false, FINISHED);
    assertThat(decide(scan, NOON.plusSeconds(1799))).isInstanceOf(RunDecision.Rest.class);
    assertThat(decide(scan, NOON.plusSeconds(1800))).isInstanceOf(RunDecision.Begin.class);
  }

  @Test
  void suspendedScheduleStartsNothing() {
    assertThat(decide(scan(1, "", "30 12 * * *", true, FINISHED), NOON.plusSeconds(1800)))
        .isInstanceOf(RunDecision.Rest.class);
  }

  @Test
  void timeZoneMovesTheSchedule() {
    ComplianceScanSpec spec =
        new ComplianceScanSpec(
            null, null, null, "0 3 * * *", "Europe/Berlin", false, null, null, null);
    ScanPlan.Valid plan = (ScanPlan.Valid) ScanPlan.of(spec, CATALOGUE, CHOICE);
    assertThat(plan.schedule().orElseThrow().next(NOON))
        .contains(Instant.parse("2026-11-24T02:00:00Z"));
  }

  @Test
  void whatThereIsNotIsNamedByItsField() {
    assertThat(
            invalid(
                new ComplianceScanSpec("cis-99", null, null, null, null, null, null, null, null)))
        .isEqualTo("benchmark");
    assertThat(
            invalid(
                new ComplianceScanSpec(
                    null, null, null, "99 * * * *", null, null, null, null, null)))
        .isEqualTo("schedule");
    assertThat(
            invalid(
                new ComplianceScanSpec(
                    null, null, null, "0 3 * * *", "Moon/Crater", null, null, null, null)))
        .isEqualTo("timeZone");
    assertThat(
            invalid(
                new ComplianceScanSpec(
                    null,
                    new ComplianceScanSpec.Controls(List.of("9.9.9"), null),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null)))
        .isEqualTo("controls.include");
    assertThat(
            invalid(
                new ComplianceScanSpec(
                    null,
                    new ComplianceScanSpec.Controls(null, List.of("nothing")),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null)))
        .isEqualTo("controls.exclude");
  }

  private static String invalid(ComplianceScanSpec spec) {
    return ((ScanPlan.Invalid) ScanPlan.of(spec, CATALOGUE, CHOICE)).field();
  }
}
