package dev.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.BenchmarkFit;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.report.Selections.Requested;
import dev.plumbline.report.model.ComplianceAttestationSpec;
import dev.plumbline.report.model.ComplianceScanSpec;
import dev.plumbline.report.model.ComplianceWaiverSpec;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** To which scans waivers and attestations apply, and what is wrong with them. */
class ApprovalsTest {

  private static final Catalogue CATALOGUE = Catalogue.load();

  private static Waiver waiver(String name, @Nullable List<String> scans) {
    return new Waiver(
        name, new ComplianceWaiverSpec("1.2.6", "r", "Ada", "2999-01-01", null, scans));
  }

  private static Attestation attestation(String name, @Nullable List<String> scans) {
    return new Attestation(
        name, new ComplianceAttestationSpec("a", "s", "Ada", "2026-01-01", "2026-12-31", scans));
  }

  @Test
  void withoutScansTheyApplyToAllElseToThoseThatTheyName() {
    Approvals all =
        new Approvals(
            List.of(waiver("c", List.of("other")), waiver("b", null), waiver("a", List.of("cis"))),
            List.of(attestation("e", List.of("cis", "other")), attestation("d", List.of("shop"))));
    assertThat(all.of("cis").waivers()).extracting(Waiver::name).containsExactly("a", "b");
    assertThat(all.of("cis").attestations()).extracting(Attestation::name).containsExactly("e");
    assertThat(all.of("another").waivers()).extracting(Waiver::name).containsExactly("b");
    assertThat(all.of("another").attestations()).isEmpty();
  }

  @Test
  void whatCountsChangesOnTheDayOfAnAttestationAndBehindTheLastDays() {
    Approvals all = new Approvals(List.of(waiver("a", null)), List.of(attestation("b", null)));
    assertThat(all.changes())
        .containsExactlyInAnyOrder(
            LocalDate.parse("2026-01-01"),
            LocalDate.parse("2027-01-01"),
            LocalDate.parse("2999-01-02"));
  }

  private static String error(ComplianceWaiverSpec spec) {
    Selections selections =
        Selections.of(
            List.of(
                Requested.byName(
                    CATALOGUE,
                    "cis-2.0",
                    CATALOGUE.benchmark("cis-2.0").orElseThrow(),
                    BenchmarkFit.matches())),
            ComplianceScanSpec.defaults().selection());
    return SpecError.in(
            new Approvals(List.of(new Waiver("w", spec)), List.of()),
            CATALOGUE,
            ((Selections.Each) selections).benchmarks())
        .map(error -> error.field() + ": " + error.why())
        .orElse("");
  }

  @Test
  void whatAFileGetsWrongIsNamed() {
    assertThat(error(new ComplianceWaiverSpec("1.2.6", "r", "Ada", "2999-01-01", null, null)))
        .isEmpty();
    assertThat(error(new ComplianceWaiverSpec("9.9.9", "r", "Ada", "2999-01-01", null, null)))
        .startsWith("ComplianceWaiver w: ")
        .contains("9.9.9");
    assertThat(error(new ComplianceWaiverSpec("1.2.6", "r", "Ada", "2027-02-30", null, null)))
        .contains("is not a day");
    assertThat(error(new ComplianceWaiverSpec("1.2.6", "r", "", "2999-01-01", null, null)))
        .isEqualTo("ComplianceWaiver w: spec.approvedBy is missing.");
  }
}
