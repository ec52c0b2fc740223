package dev.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.Condition;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How findings on nodes become a report. */
class ReportBuilderTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Selection.Chosen ONE =
      (Selection.Chosen)
          Selection.of(Catalogue.load(), Optional.of("cis-1.12"), List.of("1.2.6"), List.of());

  private static NodeFindings node(String name, Status status) {
    Control control = ONE.controls().get(0);
    return new NodeFindings(
        name,
        Map.of(control, Finding.of(status, Reason.RequirementMet, "seen as " + status, List.of())));
  }

  private static ComplianceReportStatus build(List<Condition> before, NodeFindings... nodes) {
    return new ReportBuilder(
            ONE,
            List.of(nodes),
            Waivers.none(ONE.benchmark()),
            ReleasesEvaluated.of(Stream.of(Map.of("kube-apiserver", new Release.Unknown()))))
        .build(
            "run",
            new ReportBuilder.Times(NOW, NOW),
            NodesEvaluated.all(nodes.length),
            new Conditions(before, 1, Clock.fixed(NOW, ZoneOffset.UTC)));
  }

  private static Condition compliant(ComplianceReportStatus report) {
    return report.conditions().stream()
        .filter(c -> c.type().equals("Compliant"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void oneFailingNodeMakesTheControlFail() {
    ComplianceReportStatus report =
        build(List.of(), node("b", Status.Fail), node("a", Status.Pass), node("c", Status.Error));
    assertThat(report.controls().get(0).status()).isEqualTo(Status.Fail);
    assertThat(compliant(report).status()).isEqualTo("False");
    assertThat(compliant(report).message())
        .contains("1.2.6 apiserver-authorization-mode-not-always-allow");
  }

  @Test
  void anErrorIsNeverAPass() {
    ComplianceReportStatus report =
        build(List.of(), node("a", Status.Pass), node("b", Status.Error));
    assertThat(report.controls().get(0).status()).isEqualTo(Status.Error);
    assertThat(compliant(report).status()).isEqualTo("Unknown");
    assertThat(report.summary()).isEqualTo(new ComplianceReportStatus.Summary(0, 0, 0, 0, 1, 0, 0));
  }

  @Test
  void nothingThatAppliesIsNotCompliance() {
    ComplianceReportStatus report = build(List.of(), node("a", Status.NotApplicable));
    assertThat(compliant(report).status()).isEqualTo("Unknown");
    assertThat(compliant(report).reason()).isEqualTo("NothingApplied");
    assertThat(report.summary())
        .isEqualTo(new ComplianceReportStatus.Summary(0, 0, 0, 1, 0, 0, null));
  }

  @Test
  void nodesThatDontHaveTheComponentDontSpoilThePass() {
    ComplianceReportStatus report =
        build(List.of(), node("a", Status.Pass), node("b", Status.NotApplicable));
    assertThat(compliant(report).status()).isEqualTo("True");
  }

  @Test
  void nodesWithTheSameOutcomeShareAFindingAndTheirCountIsComplete() {
    List<NodeFindings> nodes = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      nodes.add(node("node-%02d".formatted(i), Status.Pass));
    }
    ComplianceReportStatus report = build(List.of(), nodes.toArray(NodeFindings[]::new));
    assertThat(report.controls().get(0).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.nodeCount()).isEqualTo(25);
              assertThat(finding.nodes()).hasSize(10).startsWith("node-00");
            });
  }

  @Test
  void transitionTimeStaysWhileTheStatusDoes() {
    List<Condition> before =
        build(List.of(), node("a", Status.Pass)).conditions().stream()
            .map(
                c ->
                    new Condition(
                        c.type(), c.status(), c.reason(), c.message(), 1L, "2026-01-01T00:00:00Z"))
            .toList();
    assertThat(compliant(build(before, node("a", Status.Pass))).lastTransitionTime())
        .isEqualTo("2026-01-01T00:00:00Z");
    assertThat(compliant(build(before, node("a", Status.Fail))).lastTransitionTime())
        .isEqualTo(NOW.toString());
  }

  private static NodeFindings saying(String node, String message) {
    return new NodeFindings(
        node,
        Map.of(
            ONE.controls().get(0),
            Finding.of(Status.Error, Reason.EvidenceUnavailable, message, List.of())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The file /proc/%1$d/root could not be read.",
        "The process %1$d of that name belongs to the pod"
            + " 3f6f6c1e-0d2b-4b1f-9a55-0000000%1$05d.",
        "A kube-apiserver runs with pid %1$d as user 65535.",
        "It is in the cgroup"
            + " /kubepods.slice/kubepods-pod3f6f6c1e_0d2b_4b1f_9a55_0000000%1$05d.slice.",
        "It is in the cgroup /kubepods/pod00000000000000000000000000%1$06d.",
        "It is in the cgroup"
            + " /docker/00000000000000000000000000000000000000000000000000000000000%1$05d.",
      })
  void nodesWhoseFindingsDifferInIdentifiersShareOne(String message) {
    List<NodeFindings> nodes = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      nodes.add(saying("node-%02d".formatted(i), message.formatted(10_000 + i)));
    }
    assertThat(build(List.of(), nodes.toArray(NodeFindings[]::new)).controls().get(0).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.nodeCount()).isEqualTo(25);
              assertThat(finding.message()).isEqualTo(message.formatted(10_000));
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The file has mode %d.",
        "The port %d is open.",
        "It runs as user %d.",
        "It waits for %ds.",
        "The limit of processes is %d.",
      })
  void nodesWhoseFindingsDifferInAValueDoNotShareOne(String message) {
    assertThat(
            build(
                    List.of(),
                    saying("a", message.formatted(600)),
                    saying("b", message.formatted(644)))
                .controls()
                .get(0)
                .findings())
        .hasSize(2);
  }
}
