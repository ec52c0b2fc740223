package dev.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceWaiverSpec;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WaiversTest {

  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final Benchmark BENCHMARK = CATALOGUE.newest();
  private static final LocalDate TODAY = LocalDate.parse("2026-11-23");

  private static final Control CONTROL = CATALOGUE.control("1.2.6", BENCHMARK).orElseThrow();

  private static Waivers waivers(String expires, @Nullable List<String> nodes) {
    return new Waivers(
        List.of(
            new Waiver(
                "test",
                new ComplianceWaiverSpec("1.2.6", "a test cluster", "Ada", expires, nodes, null))),
        BENCHMARK,
        TODAY);
  }

  private static NodeFindings found(String node, Status status) {
    return new NodeFindings(
        node, Map.of(CONTROL, Finding.of(status, Reason.RequirementNotMet, "it is so", List.of())));
  }

  private static Finding of(Waivers waivers, NodeFindings findings) {
    return Objects.requireNonNull(waivers.applied(findings).findings().get(CONTROL));
  }

  private static Status after(Waivers waivers, NodeFindings findings) {
    return of(waivers, findings).status();
  }

  @Test
  void aFailureIsWaivedUntilTheLastDay() {
    Waivers waivers = waivers("2026-11-23", null);
    Finding waived = of(waivers, found("a", Status.Fail));
    assertThat(waived.status()).isEqualTo(Status.Waived);
    assertThat(waived.message()).contains("2026-11-23", "Ada", "a test cluster", "it is so");
    assertThat(after(waivers("2026-11-22", null), found("a", Status.Fail))).isEqualTo(Status.Fail);
  }

  @Test
  void aReasonEndsWithOneFullStop() {
    for (String reason : List.of("a test cluster", "a test cluster.")) {
      Waiver waiver =
          new Waiver(
              "test", new ComplianceWaiverSpec("1.2.6", reason, "Ada", "2026-11-23", null, null));
      Waivers waivers = new Waivers(List.of(waiver), BENCHMARK, TODAY);
      assertThat(of(waivers, found("a", Status.Fail)).message())
          .contains(": a test cluster. it is so");
    }
  }

  @Test
  void nothingButAFailureIsWaived() {
    for (Status status : List.of(Status.Error, Status.Manual, Status.NotApplicable, Status.Pass)) {
      assertThat(after(waivers("2027-01-01", null), found("a", status))).isEqualTo(status);
    }
  }

  @Test
  void onlyTheNodesThatAreNamed() {
    Waivers waivers = waivers("2027-01-01", List.of("edge-*", "b"));
    assertThat(after(waivers, found("edge-17", Status.Fail))).isEqualTo(Status.Waived);
    assertThat(after(waivers, found("b", Status.Fail))).isEqualTo(Status.Waived);
    assertThat(after(waivers, found("bb", Status.Fail))).isEqualTo(Status.Fail);
    assertThat(after(waivers, found("the-edge-17", Status.Fail))).isEqualTo(Status.Fail);
    assertThat(after(waivers, found(NodeFindings.CLUSTER, Status.Fail))).isEqualTo(Status.Fail);
  }

  /** A cluster has thousands of nodes alike. */
  @Test
  void nodesAlikeHaveOneMapAfterTheSameWaivers() {
    NodeFindings first = found("edge-1", Status.Fail);
    List<NodeFindings> alike =
        Stream.of("edge-1", "edge-2", "c", "d")
            .map(name -> new NodeFindings(name, first.findings()))
            .toList();
    List<NodeFindings> waived = waivers("2027-01-01", List.of("edge-*")).applied(alike);
    assertThat(waived).extracting(NodeFindings::node).containsExactly("edge-1", "edge-2", "c", "d");
    assertThat(waived)
        .extracting(node -> Objects.requireNonNull(node.findings().get(CONTROL)).status())
        .containsExactly(Status.Waived, Status.Waived, Status.Fail, Status.Fail);
    assertThat(waived.get(0).findings()).isSameAs(waived.get(1).findings());
    assertThat(waived.get(2).findings()).isSameAs(waived.get(3).findings());
  }

  @Test
  void aWaiverThatIsNotInEffectIsReported() {
    assertThat(waivers("2026-01-01", null).status(List.of(found("a", Status.Fail))))
        .isEqualTo(
            new WaiverStatus.NotInEffect(
                "Expired", List.of("The waiver test for 1.2.6 expired on 2026-01-01.")));
    assertThat(waivers("2027-01-01", List.of("z")).status(List.of(found("a", Status.Fail))))
        .isInstanceOfSatisfying(
            WaiverStatus.NotInEffect.class,
            idle -> assertThat(idle.sentences().get(0)).contains("1.2.6 on z"));
    assertThat(waivers("2027-01-01", null).status(List.of(found("a", Status.Pass))))
        .isInstanceOf(WaiverStatus.NotInEffect.class);
    assertThat(waivers("2027-01-01", null).status(List.of(found("a", Status.Fail))))
        .isEqualTo(new WaiverStatus.InEffect(1));
    assertThat(Waivers.none(BENCHMARK).status(List.of())).isEqualTo(new WaiverStatus.None());
  }
}
