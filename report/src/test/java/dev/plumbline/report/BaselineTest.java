package dev.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BaselineTest {

  private static final Control CONTROL =
      Catalogue.load().named("apiserver-profiling-off").orElseThrow();

  private static NodeFindings found(Status status, String source, EvidenceRef... places) {
    return new NodeFindings(
        source,
        Map.of(CONTROL, Finding.of(status, Reason.RequirementNotMet, "m", Arrays.asList(places))));
  }

  private static EvidenceRef at(int line, String text) {
    return new EvidenceRef("a.yaml", line, text);
  }

  private static boolean holds(Baseline baseline, NodeFindings source) {
    Finding finding = source.findings().get(CONTROL);
    return finding != null && baseline.holds(CONTROL, finding, source.node());
  }

  private static Baseline of(NodeFindings... sources) {
    return Baseline.ofFailures(List.of(sources));
  }

  @Test
  void knowsAFailureWhoseLineMoved() {
    Baseline baseline = of(found(Status.Fail, "a.yaml", at(3, "--profiling=true")));
    assertThat(holds(baseline, found(Status.Fail, "a.yaml", at(9, "--profiling=true")))).isTrue();
    assertThat(holds(baseline, found(Status.Fail, "a.yaml", at(3, "--profiling=1")))).isFalse();
  }

  @Test
  void oneMoreOfTheSameIsNew() {
    Baseline baseline = of(found(Status.Fail, "a.yaml", at(3, "x")));
    assertThat(holds(baseline, found(Status.Fail, "a.yaml", at(3, "x"), at(7, "x")))).isFalse();
    assertThat(
            holds(
                of(found(Status.Fail, "a.yaml", at(3, "x"), at(7, "x"))),
                found(Status.Fail, "a.yaml", at(3, "x"))))
        .isTrue();
  }

  @Test
  void failureWithoutAPlaceIsKnownByItsSource() {
    Baseline baseline = of(found(Status.Fail, "a.yaml"));
    assertThat(holds(baseline, found(Status.Fail, "a.yaml"))).isTrue();
    assertThat(holds(baseline, found(Status.Fail, "b.yaml"))).isFalse();
  }

  @Test
  void onlyFailuresAreKept() {
    assertThat(of(found(Status.Error, "a.yaml"), found(Status.Pass, "b.yaml")).entries()).isEmpty();
  }

  @Test
  void whatPassesNowIsGoneAndWhatCouldNotBeDeterminedIsNot() {
    Baseline baseline = of(found(Status.Fail, "a.yaml", at(3, "x")));
    assertThat(baseline.gone(List.of(found(Status.Pass, "a.yaml")), source -> true)).hasSize(1);
    assertThat(baseline.gone(List.of(found(Status.Fail, "a.yaml", at(4, "x"))), source -> true))
        .isEmpty();
    assertThat(baseline.gone(List.of(found(Status.Fail, "a.yaml", at(4, "y"))), source -> true))
        .hasSize(1);
    assertThat(baseline.gone(List.of(found(Status.Error, "a.yaml")), source -> true)).isEmpty();
  }

  @Test
  void sourceThatWasNotReadIsGoneOnlyWhenItIsDeleted() {
    Baseline baseline = of(found(Status.Fail, "a.yaml", at(3, "x")));
    assertThat(baseline.gone(List.of(), source -> true)).isEmpty();
    assertThat(baseline.gone(List.of(), source -> false)).hasSize(1);
  }

  @Test
  void fingerprintsAreThoseOfSarif() {
    assertThat(of(found(Status.Fail, "a.yaml", at(3, "x"))).entries())
        .extracting(Baseline.Entry::fingerprint)
        .containsExactly(Fingerprint.of(CONTROL.name(), "a.yaml", "x"));
  }
}
