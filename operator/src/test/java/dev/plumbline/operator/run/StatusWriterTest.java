package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.MovedClock;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.settings.OperatorSettings.Writing;
import dev.plumbline.report.model.ComplianceScanStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusWriterTest {

  private static final Duration POLL = Duration.ofSeconds(5);

  private static ComplianceScan scan() {
    ComplianceScan scan = new ComplianceScan();
    scan.setMetadata(
        new ObjectMetaBuilder().withName("cis").withUid("uid").withResourceVersion("7").build());
    return scan;
  }

  private static ComplianceScanStatus status(long generation) {
    return new ComplianceScanStatus(
        generation, List.of(), null, null, null, null, "cis", List.of());
  }

  @Test
  void whatIsAppliedNamesTheVersionThatWasReadAndNothingElse() {
    ComplianceScan written =
        new StatusWriter(Writing.SERVER_SIDE_APPLY, MockCluster.CLOCK)
            .write(scan(), status(1))
            .getResource()
            .orElseThrow();
    assertThat(written.getMetadata())
        .isEqualTo(
            new ObjectMetaBuilder()
                .withName("cis")
                .withUid("uid")
                .withResourceVersion("7")
                .build());
    assertThat(written.getStatus()).isEqualTo(status(1));
  }

  @Test
  void statusThatHasNotChangedIsNotWritten() {
    ComplianceScan scan = scan();
    scan.setStatus(status(1));
    StatusWriter writer = new StatusWriter(Writing.UPDATE, MockCluster.CLOCK);
    assertThat(writer.write(scan, status(1)).isNoUpdate()).isTrue();
    assertThat(writer.writeError(scan, status(1)).getResource()).isEmpty();
    assertThat(writer.write(scan, status(2)).isPatchStatus()).isTrue();
  }

  @Test
  void progressIsWrittenOnceASecondAndTheEndASecondAfterIt() {
    MovedClock now = new MovedClock();
    StatusWriter writer = new StatusWriter(Writing.SERVER_SIDE_APPLY, now);
    UpdateControl<ComplianceScan> first = writer.writeNowAndThen(scanning(), status(1), POLL);
    assertThat(first.isNoUpdate()).isTrue();
    assertThat(first.getScheduleDelay()).hasValue(1_000L);
    assertThat(ends(writer)).as("a small run has no progress").isTrue();
    now.passed(Duration.ofMillis(999));
    assertThat(writer.writeNowAndThen(scanning(), status(2), POLL).getScheduleDelay()).hasValue(1L);
    now.passed(Duration.ofSeconds(1));
    UpdateControl<ComplianceScan> written = writer.writeNowAndThen(scanning(), status(3), POLL);
    assertThat(written.isPatchStatus()).isTrue();
    assertThat(written.getScheduleDelay()).hasValue(POLL.toMillis());
    now.passed(Duration.ofMillis(1_400));
    assertThat(writer.writeNowAndThen(scanning(), status(4), POLL).getScheduleDelay())
        .hasValue(600L);
    assertThat(ends(writer)).isFalse();
    now.passed(Duration.ofSeconds(2));
    assertThat(ends(writer)).isTrue();
    assertThat(writer.writeNowAndThen(scanning(), status(4), POLL).isPatchStatus()).isTrue();
    now.passed(Duration.ofDays(-1));
    assertThat(ends(writer)).as("the clock was set back").isTrue();
    assertThat(writer.writeNowAndThen(scanning(), status(6), POLL).isPatchStatus())
        .as("the clock was set back")
        .isTrue();
  }

  @Test
  void whatIsWrittenAtOnceEndsTheProgress() {
    MovedClock now = new MovedClock();
    StatusWriter writer = new StatusWriter(Writing.SERVER_SIDE_APPLY, now);
    assertThat(writer.writeNowAndThen(scanning(), status(1), POLL).isNoUpdate()).isTrue();
    now.passed(Duration.ofSeconds(1));
    assertThat(writer.writeNowAndThen(scanning(), status(1), POLL).isPatchStatus()).isTrue();
    assertThat(writer.write(scan(), status(2)).isPatchStatus()).isTrue();
    assertThat(ends(writer)).isTrue();
    assertThat(writer.writeNowAndThen(scanning(), status(3), POLL).getScheduleDelay())
        .hasValue(1_000L);
  }

  @Test
  void progressThatIsWrittenAlreadyIsLookedAtAgainLater() {
    ComplianceScan scan = scan();
    scan.setStatus(status(1));
    UpdateControl<ComplianceScan> control =
        new StatusWriter(Writing.UPDATE, MockCluster.CLOCK).writeNowAndThen(scan, status(1), POLL);
    assertThat(control.isNoUpdate()).isTrue();
    assertThat(control.getScheduleDelay()).hasValue(POLL.toMillis());
  }

  /** A scan whose run is the one of all these statuses. */
  private static ComplianceScan scanning() {
    ComplianceScan scan = scan();
    scan.setStatus(status(0));
    return scan;
  }

  private static boolean ends(StatusWriter writer) {
    return writer.afterProgress(scan(), () -> UpdateControl.patchStatus(scan())).isPatchStatus();
  }
}
