package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.MovedClock;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.settings.OperatorSettings.Writing;
import dev.plumbline.report.model.ComplianceScanStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusWriterTest {

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
  void progressIsWrittenAtMostOnceASecondAndAnythingElseAtOnce() {
    MovedClock now = new MovedClock();
    StatusWriter writer = new StatusWriter(Writing.SERVER_SIDE_APPLY, now);
    assertThat(writer.writeNowAndThen(scan(), status(1)).isPatchStatus()).isTrue();
    now.passed(Duration.ofMillis(999));
    assertThat(writer.writeNowAndThen(scan(), status(2)).isNoUpdate()).isTrue();
    assertThat(writer.write(scan(), status(3)).isPatchStatus()).isTrue();
    assertThat(writer.writeNowAndThen(scan(), status(4)).isPatchStatus()).isTrue();
    now.passed(Duration.ofMillis(1_999));
    assertThat(writer.writeNowAndThen(scan(), status(5)).isPatchStatus()).isTrue();
    now.passed(Duration.ofDays(-1));
    assertThat(writer.writeNowAndThen(scan(), status(6)).isPatchStatus())
        .as("the clock was set back")
        .isTrue();
  }
}
