package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.report.Approvals;
import dev.plumbline.report.Attestation;
import dev.plumbline.report.Waiver;
import dev.plumbline.report.model.ComplianceAttestationSpec;
import dev.plumbline.report.model.ComplianceWaiverSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private static Optional<Duration> next(Approvals approvals, Optional<Instant> schedule) {
    return Deadlines.next(
        new ResolvedScan.Valid(List.of(), Optional.empty(), Duration.ofMinutes(5), approvals),
        schedule.stream(),
        NOON);
  }

  private static Approvals waiver(String expires) {
    return new Approvals(
        List.of(new Waiver("w", new ComplianceWaiverSpec("a", "r", "Ada", expires, null, null))),
        List.of());
  }

  private static Approvals attestation(String date, String expires) {
    return new Approvals(
        List.of(),
        List.of(
            new Attestation(
                "a", new ComplianceAttestationSpec("a", "s", "Ada", date, expires, null))));
  }

  @Test
  void noneWithoutAScheduleAndWithoutExpiries() {
    assertThat(next(Approvals.none(), Optional.empty())).isEmpty();
  }

  @Test
  void scheduleIsDueASecondLater() {
    assertThat(next(Approvals.none(), Optional.of(NOON.plusSeconds(60))))
        .contains(Duration.ofSeconds(61));
  }

  @Test
  void waiverExpiresWhenItsLastDayHasEnded() {
    assertThat(next(waiver("2026-11-23"), Optional.empty()))
        .contains(Duration.ofHours(12).plusSeconds(1));
  }

  @Test
  void attestationExpiresWhenItsLastDayHasEnded() {
    assertThat(next(attestation("2026-01-01", "2026-11-24"), Optional.empty()))
        .contains(Duration.ofHours(36).plusSeconds(1));
  }

  @Test
  void attestationOfADayToComeCountsFromItsStart() {
    assertThat(next(attestation("2026-11-25", "2026-11-30"), Optional.empty()))
        .contains(Duration.ofHours(36).plusSeconds(1));
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
