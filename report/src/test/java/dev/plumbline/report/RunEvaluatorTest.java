package dev.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import dev.plumbline.report.model.Condition;
import dev.plumbline.report.model.NotEvaluated;
import dev.plumbline.report.model.UnreadableNodes;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunEvaluatorTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final Selection.Chosen ONE = select("1.2.6");
  private static final Facts NO_OBJECTS = Facts.ofCluster(Map.of(), Map.of());

  private static Selection.Chosen select(String... controls) {
    return (Selection.Chosen)
        Selection.of(CATALOGUE, Optional.of("cis-1.12"), List.of(controls), List.of());
  }

  private static ComplianceReportStatus evaluate(
      Selection.Chosen selection, ControlPlane controlPlane, NodeReading... nodes) {
    return evaluate(selection, controlPlane, UnreadableNodes.defaults(), nodes);
  }

  private static ComplianceReportStatus evaluate(
      Selection.Chosen selection,
      ControlPlane controlPlane,
      UnreadableNodes policy,
      NodeReading... nodes) {
    return Nodes.evaluated(
            List.of(selection), List.of(nodes), new ClusterReading(NO_OBJECTS, controlPlane))
        .report(
            selection,
            "run",
            new ReportBuilder.Times(NOW, NOW),
            new NodesEvaluated(Nodes.counts(nodes.length, List.of(nodes)), policy),
            Approvals.none(),
            new Conditions(List.of(), 1, Clock.fixed(NOW, ZoneOffset.UTC)));
  }

  private static Condition condition(ComplianceReportStatus report, String type) {
    return report.conditions().stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static Argument argument(String text) {
    return Argument.known(text, SourceLocation.line("/etc/kubernetes/manifests/a.yaml", 2));
  }

  private static List<NodeFinding> findingsOf(ComplianceReportStatus report, String node) {
    return report.controls().stream()
        .flatMap(control -> control.findings().stream())
        .filter(finding -> finding.nodes().contains(node))
        .toList();
  }

  private static final NodeReading GOOD =
      Nodes.apiServer("cp-1", argument("--authorization-mode=Node,RBAC"));

  private static UnreadableNodes tolerating(String share) {
    return new UnreadableNodes(UnreadableNodes.Policy.Tolerate, share);
  }

  /** Not as many maps of findings as nodes. */
  @Test
  void nodesWithTheSameEvidenceHaveOneMapOfFindings() {
    NodeReading.Collected read = Nodes.apiServer("cp-1", argument("--authorization-mode=RBAC"));
    List<NodeFindings> findings =
        RunEvaluator.of(List.of(ONE))
            .add(new NodeReading.Collected(List.of("cp-1", "cp-2"), read.hints(), read.evidence()))
            .with(new ClusterReading(NO_OBJECTS, new ControlPlane.SelfManaged(2)))
            .findings();
    assertThat(findings)
        .extracting(NodeFindings::node)
        .containsExactly("cp-1", "cp-2", NodeFindings.CLUSTER);
    assertThat(findings.get(0).findings()).isNotEmpty().isSameAs(findings.get(1).findings());
  }

  @Test
  void nodeThatCouldNotBeReadHasNoFindingsAndIsCounted() {
    ComplianceReportStatus report =
        evaluate(ONE, new ControlPlane.SelfManaged(2), GOOD, Nodes.notRead("cp-2"));
    assertThat(report.controls().get(0).status()).isEqualTo(Status.Pass);
    assertThat(findingsOf(report, "cp-2")).isEmpty();
    assertThat(Objects.requireNonNull(report.nodes()).notEvaluatedReasons())
        .containsExactly(
            new NotEvaluated(
                NotEvaluated.Reason.CollectionFailed,
                1,
                List.of(new NotEvaluated.Node("cp-2", "The pod failed."))));
    assertThat(condition(report, "ControlPlaneObserved").reason()).isEqualTo("SomeObserved");
    Condition nodes = condition(report, "NodesEvaluated");
    assertThat(nodes.status()).isEqualTo("False");
    assertThat(nodes.reason()).isEqualTo("SomeNotEvaluated");
    assertThat(nodes.message())
        .startsWith("1 of 2 nodes were evaluated: 1 CollectionFailed (cp-2: The pod failed). ");
  }

  @ParameterizedTest
  @CsvSource({
    "Error,    ,     1, Unknown, NodesNotEvaluated, SomeNotEvaluated",
    "Tolerate, 49%,  1, Unknown, NodesNotEvaluated, SomeNotEvaluated",
    "Tolerate, 50%,  1, True,    ControlsPass,      Tolerated",
    "Tolerate, 50%,  2, Unknown, NodesNotEvaluated, SomeNotEvaluated",
    "Tolerate, 100%, 2, True,    ControlsPass,      Tolerated",
    "Error,    ,     0, True,    ControlsPass,      AllEvaluated",
  })
  void nodesThatWereNotEvaluatedAreToleratedUpToTheShare(
      UnreadableNodes.Policy policy,
      @Nullable String share,
      int notRead,
      String compliant,
      String reason,
      String nodesReason) {
    NodeReading[] nodes =
        Stream.concat(Stream.of(GOOD), Stream.of("a", "b").limit(notRead).map(Nodes::notRead))
            .toArray(NodeReading[]::new);
    ComplianceReportStatus report =
        evaluate(ONE, new ControlPlane.SelfManaged(1), new UnreadableNodes(policy, share), nodes);
    assertThat(condition(report, "Compliant").status()).isEqualTo(compliant);
    assertThat(condition(report, "Compliant").reason()).isEqualTo(reason);
    assertThat(condition(report, "NodesEvaluated").reason()).isEqualTo(nodesReason);
  }

  @Test
  void failureCountsWhateverOtherNodesAre() {
    ComplianceReportStatus report =
        evaluate(
            ONE,
            new ControlPlane.SelfManaged(2),
            Nodes.apiServer("cp-1", argument("--authorization-mode=AlwaysAllow")),
            Nodes.notRead("cp-2"));
    assertThat(condition(report, "Compliant").status()).isEqualTo("False");
  }

  @Test
  void withoutAnyNodeControlsOfNodesAreErrorsAndNotNotApplicable() {
    Selection.Chosen some =
        select("apiserver-authorization-mode-not-always-allow", "rbac-no-wildcards");
    ComplianceReportStatus report =
        evaluate(
            some,
            new ControlPlane.Managed("eks"),
            tolerating("100%"),
            Nodes.notRead("f-1", NotEvaluated.Reason.Fargate));
    assertThat(report.controls().get(0).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.status()).isEqualTo(Status.Error);
              assertThat(finding.reason()).isEqualTo(Reason.NoEvidence);
            });
    assertThat(report.controls().get(1).findings())
        .noneMatch(finding -> finding.reason() == Reason.NoEvidence);
    assertThat(condition(report, "Compliant").status()).isEqualTo("Unknown");
    assertThat(condition(report, "NodesEvaluated").reason()).isEqualTo("NoneEvaluated");
  }

  @Test
  void conditionAndListStaySmallInALargeCluster() {
    NodeReading[] nodes =
        IntStream.range(0, 5_000)
            .mapToObj(i -> Nodes.notRead("node-%04d".formatted(i), NotEvaluated.Reason.NotReady))
            .toArray(NodeReading[]::new);
    ComplianceReportStatus report = evaluate(ONE, new ControlPlane.SelfManaged(1), nodes);
    assertThat(Objects.requireNonNull(report.nodes()).notEvaluated()).isEqualTo(5_000);
    assertThat(report.nodes().notEvaluatedReasons())
        .singleElement()
        .satisfies(group -> assertThat(group.nodes()).hasSize(NotEvaluated.MAX_NAMED));
    assertThat(condition(report, "NodesEvaluated").message()).contains("and 4997 more");
  }

  @Test
  void hostileArgumentsOfOneNodeDoNotTouchAnother() {
    Selection.Chosen some =
        select(
            "apiserver-authorization-mode-includes-rbac",
            "apiserver-request-timeout",
            "apiserver-strong-ciphers");
    ComplianceReportStatus report =
        evaluate(
            some,
            new ControlPlane.SelfManaged(2),
            Nodes.apiServer("good", argument("--authorization-mode=Node,RBAC")),
            Nodes.apiServer(
                "hostile",
                argument("--authorization-mode=Node,RBAC"),
                argument("--request-timeout=" + "1s".repeat(100_000)),
                argument("--feature-gates=" + "A=true,".repeat(10_000)),
                argument("--tls-cipher-suites=" + "\"".repeat(9_999))));
    assertThat(findingsOf(report, "hostile")).isNotEmpty();
    assertThat(findingsOf(report, "good"))
        .filteredOn(finding -> finding.status() == Status.Pass)
        .isNotEmpty();
  }

  private static NodeFindings findings(NodesObserved.Evaluation evaluation) {
    NodesObserved observed = new NodesObserved(ONE.controls(), evaluation);
    observed.add(Nodes.with("hostile", "kube-apiserver"));
    return observed.findings().get(0);
  }

  @Test
  void equalEvidenceIsEvaluatedOnceForAllNodesThatHaveIt() {
    AtomicInteger evaluations = new AtomicInteger();
    NodesObserved observed =
        new NodesObserved(
            ONE.controls(),
            (evidence, hints) -> {
              evaluations.incrementAndGet();
              return Map.of();
            });
    NodeReading.Collected one = Nodes.with("a", "kube-apiserver");
    observed.add(new NodeReading.Collected(List.of("a", "b", "c"), one.hints(), one.evidence()));
    assertThat(evaluations).hasValue(1);
    assertThat(observed.findings()).extracting(NodeFindings::node).containsExactly("a", "b", "c");
    assertThat(observed.apiServers()).isEqualTo(new ApiServersObserved(3, 0));
  }

  @Test
  void stackOverflowAndExceptionsAreErrorsOfTheNode() {
    List<NodesObserved.Evaluation> faults =
        List.of(
            (evidence, release) -> {
              throw new IllegalStateException("a secret of the node");
            },
            (evidence, release) -> {
              throw new StackOverflowError();
            });
    for (NodesObserved.Evaluation fault : faults) {
      Map<Control, Finding> findings = findings(fault).findings();
      assertThat(findings).hasSize(1);
      assertThat(findings.values())
          .allSatisfy(
              finding -> {
                assertThat(finding.status()).isEqualTo(Status.Error);
                assertThat(finding.reason()).isEqualTo(Reason.EvidenceUnavailable);
                assertThat(finding.message())
                    .startsWith("The node's evidence could not be evaluated: ")
                    .doesNotContain("secret");
              });
    }
  }

  @Test
  void complianceIsUnknownWhenNoApiServerWasEvaluated() {
    ComplianceReportStatus report =
        evaluate(ONE, new ControlPlane.SelfManaged(3), Nodes.with("worker-1", "kubelet"));
    assertThat(condition(report, "Compliant").status()).isEqualTo("Unknown");
    assertThat(condition(report, "Compliant").reason()).isEqualTo("ControlPlaneNotObserved");
    assertThat(condition(report, "ControlPlaneObserved").message())
        .startsWith("0 of 3 API servers were evaluated.");
  }

  @Test
  void managedControlPlaneIsNoReasonForUnknown() {
    ComplianceReportStatus report =
        evaluate(ONE, new ControlPlane.Managed("eks"), Nodes.with("worker-1", "kubelet"));
    assertThat(condition(report, "Compliant").reason()).isEqualTo("NothingApplied");
    assertThat(condition(report, "ControlPlaneObserved").reason()).isEqualTo("NotHere");
  }

  @Test
  void reportIsCompliantOnceTheControlPlaneWasEvaluated() {
    ComplianceReportStatus report =
        evaluate(
            ONE,
            new ControlPlane.SelfManaged(1),
            Nodes.apiServer("cp-1", argument("--authorization-mode=Node,RBAC")));
    assertThat(condition(report, "Compliant").status()).isEqualTo("True");
    assertThat(condition(report, "ControlPlaneObserved").status()).isEqualTo("True");
  }

  @Test
  void failureCountsEvenWhenNoControlPlaneWasEvaluated() {
    ComplianceReportStatus report =
        evaluate(
            ONE,
            new ControlPlane.SelfManaged(2),
            Nodes.apiServer("cp-1", argument("--authorization-mode=AlwaysAllow")));
    assertThat(condition(report, "Compliant").status()).isEqualTo("False");
  }
}
