package dev.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceAttestationSpec;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttestationsTest {

  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final Benchmark BENCHMARK = CATALOGUE.newest();
  private static final Control CONTROL =
      CATALOGUE.named("cni-supports-network-policies").orElseThrow();

  private static Attestation word(String name, String control, String date, String expires) {
    return new Attestation(
        name, new ComplianceAttestationSpec(control, "tried it", "Ada", date, expires, null));
  }

  private static Finding applied(Status status, String control, String today) {
    return applied(status, List.of(word("cni", control, "2026-11-01", "2026-11-30")), today);
  }

  private static Finding applied(Status status, List<Attestation> words, String today) {
    return applied(status, CONTROL, new Approvals(List.of(), words), today);
  }

  private static Finding applied(
      Status status, Control control, Approvals approvals, String today) {
    Finding finding = Finding.of(status, Reason.NeedsReview, "look", List.of());
    NodeFindings findings = new NodeFindings("n", Map.of(control, finding));
    Selection.Chosen chosen =
        (Selection.Chosen) Selection.of(CATALOGUE, Optional.empty(), List.of(), List.of());
    return Objects.requireNonNull(
        Attestations.of(approvals, chosen, List.of(chosen), LocalDate.parse(today))
            .applied(findings)
            .findings()
            .get(control));
  }

  @Test
  void itMakesAManualFindingPassUntilItsLastDay() {
    Finding finding = applied(Status.Manual, CONTROL.name(), "2026-11-30");
    assertThat(finding.status()).isEqualTo(Status.Pass);
    assertThat(finding.reason()).isEqualTo(Reason.Attested);
    assertThat(finding.message())
        .startsWith(
            "Attested on 2026-11-01, until 2026-11-30, by the attestation cni, approvedBy Ada: tried"
                + " it.");
  }

  @Test
  void theLatestThatIsValidCounts() {
    Attestation expired = word("z", CONTROL.name(), "2026-11-20", "2026-11-21");
    Attestation first = word("b", CONTROL.name(), "2026-11-01", "2026-11-30");
    Attestation second = word("a", CONTROL.name(), "2026-11-02", "2026-11-30");
    assertThat(applied(Status.Manual, List.of(expired, second, first), "2026-11-25").message())
        .contains("by the attestation a,");
  }

  @Test
  void aNumberServesAsWell() {
    String number = BENCHMARK.number(CONTROL.name()).orElseThrow();
    assertThat(applied(Status.Manual, number, "2026-11-02").status()).isEqualTo(Status.Pass);
  }

  @Test
  void anExpiredOneIsSaidAndDoesNotCount() {
    Finding finding = applied(Status.Manual, CONTROL.name(), "2026-12-01");
    assertThat(finding.status()).isEqualTo(Status.Manual);
    assertThat(finding.message()).contains("expired on 2026-11-30");
  }

  @Test
  void oneOfADayToComeDoesNotCountYet() {
    Finding finding = applied(Status.Manual, CONTROL.name(), "2026-10-31");
    assertThat(finding.status()).isEqualTo(Status.Manual);
    assertThat(finding.message()).startsWith("The attestation cni counts from 2026-11-01 on.");
    assertThat(applied(Status.Manual, CONTROL.name(), "2026-11-01").status())
        .isEqualTo(Status.Pass);
  }

  @Test
  void oneToComeTakesNothingFromOneThatCounts() {
    Attestation now = word("now", CONTROL.name(), "2026-11-01", "2026-11-30");
    Attestation next = word("next", CONTROL.name(), "2026-11-28", "2027-11-30");
    assertThat(applied(Status.Manual, List.of(next, now), "2026-11-25").message())
        .contains("by the attestation now,");
    assertThat(applied(Status.Manual, List.of(next, now), "2026-11-28").message())
        .contains("by the attestation next,");
  }

  @Test
  void aNumberThatIsOfAnotherControlInABenchmarkOfAnotherReleaseDoesNotCount() {
    Control control = CATALOGUE.control("5.2.10", BENCHMARK).orElseThrow();
    Approvals approvals =
        new Approvals(List.of(), List.of(word("w", "5.2.10", "2026-11-01", "2026-11-30")));
    assertThat(applied(Status.Manual, control, approvals, "2026-11-25").status())
        .isEqualTo(Status.Pass);
    Approvals following =
        approvals.among(List.of(BENCHMARK, CATALOGUE.benchmark("cis-1.11").orElseThrow()));
    Finding finding = applied(Status.Manual, control, following, "2026-11-25");
    assertThat(finding.status()).isEqualTo(Status.Manual);
    assertThat(finding.message())
        .startsWith("The attestation w does not count. The number 5.2.10 is that of ")
        .contains(control.name() + " in " + BENCHMARK.name())
        .contains(" in cis-1.11")
        .contains("Use the control's name.");
  }

  @Test
  void whatFailsOrCouldNotBeSeenNoWordMakesPass() {
    assertThat(applied(Status.Fail, CONTROL.name(), "2026-11-02").status()).isEqualTo(Status.Fail);
    assertThat(applied(Status.Error, CONTROL.name(), "2026-11-02").status())
        .isEqualTo(Status.Error);
  }
}
