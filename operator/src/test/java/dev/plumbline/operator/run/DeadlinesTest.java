package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.ComplianceScanSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private static Optional<Duration> next(String spec, Optional<Instant> schedule) {
    ComplianceScan scan = new ComplianceScan();
    scan.setSpec(Serialization.unmarshal(spec, ComplianceScanSpec.class));
    return Deadlines.next(scan, schedule.stream(), NOON);
  }

  private static String waiver(String expires) {
    return "waivers: [{control: a, reason: r, expires: '" + expires + "'}]";
  }

  @Test
  void noneWithoutAScheduleAndWithoutExpiries() {
    assertThat(next("suspend: false", Optional.empty())).isEmpty();
  }

  @Test
  void scheduleIsDueASecondLater() {
    assertThat(next("suspend: false", Optional.of(NOON.plusSeconds(60))))
        .contains(Duration.ofSeconds(61));
  }

  @Test
  void waiverExpiresWhenItsLastDayHasEnded() {
    assertThat(next(waiver("2026-11-23"), Optional.empty()))
        .contains(Duration.ofHours(12).plusSeconds(1));
  }

  @Test
  void attestationExpiresWhenItsLastDayHasEnded() {
    String spec =
        "attestations: [{control: a, statement: s, author: b, date: '2026-01-01',"
            + " expires: '2026-11-24'}]";
    assertThat(next(spec, Optional.empty())).contains(Duration.ofHours(36).plusSeconds(1));
  }

  @Test
  void nearestDeadlineCounts() {
    assertThat(next(waiver("2026-11-23"), Optional.of(NOON.plusSeconds(60))))
        .contains(Duration.ofSeconds(61));
  }

  @Test
  void pastDeadlinesAndTextsThatAreNotDatesDoNotCount() {
    assertThat(next(waiver("2026-11-22"), Optional.of(NOON))).isEmpty();
    assertThat(next(waiver("2027-02-30"), Optional.empty())).isEmpty();
  }
}
