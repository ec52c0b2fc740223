package dev.plumbline.report.signature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.report.ClusterReading;
import dev.plumbline.report.ControlPlane;
import dev.plumbline.report.NodeReading;
import dev.plumbline.report.Selection;
import dev.plumbline.report.TailoredBenchmark;
import dev.plumbline.report.input.BenchmarkDefinition;
import dev.plumbline.report.input.ClusterEvidence;
import dev.plumbline.report.model.ComplianceBenchmarkSpec;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceScanSpec;
import dev.plumbline.report.model.Report;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EvidenceChecksTest {

  private static final NodeReading.Collected A = SignedRuns.node("a", "RBAC");
  private static final NodeReading.Collected B = SignedRuns.node("b", "AlwaysAllow");

  private final SigningKey key = Keys.signing();
  private final SignedRuns runs = new SignedRuns(key);
  private final Report report = runs.run("one", Optional.empty(), A, B);

  private List<Check> checks(NodeReading.Collected... nodes) {
    return checks(Stream.of(nodes).map(SignedRuns::nodeEvidence).toList(), nodes);
  }

  private List<Check> checks(List<NodeEvidence> evidence, NodeReading.Collected... nodes) {
    return EvidenceChecks.of(
        report.status(), key.verifying(), ofNodes(evidence, nodes), SignedRuns.CATALOGUE);
  }

  private static RunEvidence ofNodes(List<NodeEvidence> evidence, NodeReading.Collected... nodes) {
    return new RunEvidence(evidence, Stream.of(nodes), Optional.empty(), Map.of());
  }

  private static Stream<String> failed(List<Check> checks) {
    return checks.stream()
        .filter(check -> check.result() == Check.Result.NOT_VERIFIED)
        .map(Check::what);
  }

  @Test
  void theSameEvidenceComesToTheSame() {
    List<Check> checks = checks(B, A);

    assertThat(failed(checks)).isEmpty();
    assertThat(checks)
        .filteredOn(check -> check.result() == Check.Result.VERIFIED)
        .extracting(Check::what)
        .containsExactly("Evidence", "Nodes", "Verdicts of nodes");
  }

  @Test
  void controlsAboutTheClusterAreCountedAsNotChecked() {
    assertThat(checks(A, B))
        .filteredOn(check -> check.what().equals("Controls about the cluster"))
        .singleElement()
        .satisfies(check -> assertThat(check.result()).isEqualTo(Check.Result.NOT_CHECKED))
        .satisfies(check -> assertThat(check.found()).startsWith("1 "));
  }

  @Test
  void editedEvidenceHasAnotherDigest() {
    List<Check> checks = checks(A, SignedRuns.node("b", "RBAC,Node"));

    assertThat(failed(checks)).containsExactly("Evidence", "Nodes", "Verdicts of nodes");
    assertThat(checks.get(0).found())
        .contains("was signed, and is missing")
        .contains("was not signed");
    assertThat(checks.get(2).found())
        .contains("1.2.6 apiserver-authorization-mode-not-always-allow comes to {Pass=2}");
  }

  /** A bundle that claims the signed digest for other evidence: its reader has to refuse it. */
  @Test
  void otherEvidenceUnderASignedDigestComesToOtherVerdicts() {
    assertThat(
            failed(
                checks(
                    List.of(SignedRuns.nodeEvidence(A), SignedRuns.nodeEvidence(B)),
                    A,
                    SignedRuns.node("b", "RBAC"))))
        .containsExactly("Verdicts of nodes");
  }

  @Test
  void missingEvidenceIsNamed() {
    assertThat(failed(checks(A))).containsExactly("Evidence", "Nodes", "Verdicts of nodes");
  }

  @Test
  void evidenceOfAnotherNodeIsNamed() {
    List<Check> checks = checks(SignedRuns.node("a", "AlwaysAllow"), SignedRuns.node("b", "RBAC"));

    assertThat(failed(checks)).containsExactly("Nodes", "Verdicts of nodes");
    assertThat(checks.get(2).found()).contains("on some nodes, with the same counts");
  }

  @Test
  void anotherKubeletIsNamed() {
    NodeEvidence b = SignedRuns.nodeEvidence(B);

    assertThat(
            failed(
                checks(
                    List.of(
                        SignedRuns.nodeEvidence(A), new NodeEvidence("b", "v1.30.0", b.digest())),
                    A,
                    B)))
        .containsExactly("Nodes");
  }

  @Test
  void withoutASignatureNothingIsVerified() {
    assertThat(
            failed(
                EvidenceChecks.of(
                    report.status().unsigned(),
                    key.verifying(),
                    ofNodes(List.of(SignedRuns.nodeEvidence(A)), A),
                    SignedRuns.CATALOGUE)))
        .containsExactly("Evidence");
  }

  @Test
  void aBenchmarkThatIsNotHereIsNotEvaluated() {
    ComplianceReportStatus own =
        report
            .status()
            .signed(
                Dsse.sign(
                    Statement.PAYLOAD_TYPE,
                    ((SignedReport.Signed) SignedReport.of(report.status(), key.verifying()))
                        .payload()
                        .replace("\"cis-1.12\"", "\"our-own\""),
                    key));

    assertThat(
            EvidenceChecks.of(
                own,
                key.verifying(),
                ofNodes(List.of(SignedRuns.nodeEvidence(A)), A),
                SignedRuns.CATALOGUE))
        .last()
        .satisfies(check -> assertThat(check.result()).isEqualTo(Check.Result.NOT_VERIFIED))
        .satisfies(
            check -> assertThat(check.found()).contains("does not have the benchmark our-own"));
  }

  private static ClusterReading bound(String... subjects) {
    return new ClusterReading(
        Facts.ofCluster(
            Map.of(
                "roleBindings",
                List.of(),
                "clusterRoleBindings",
                Stream.of(subjects)
                    .map(
                        subject ->
                            Map.of(
                                "name",
                                "binding-of-" + subject,
                                "namespace",
                                "",
                                "builtIn",
                                false,
                                "roleKind",
                                "ClusterRole",
                                "role",
                                "cluster-admin",
                                "subjects",
                                List.of(
                                    Map.of(
                                        "kind",
                                        "User",
                                        "name",
                                        subject,
                                        "namespace",
                                        "",
                                        "id",
                                        "User " + subject))))
                    .toList()),
            Map.of()),
        new ControlPlane.SelfManaged(1));
  }

  private static RunEvidence evidence(
      Optional<ClusterReading> cluster, Map<String, BenchmarkDefinition> definitions) {
    return new RunEvidence(
        List.of(SignedRuns.nodeEvidence(A)),
        Stream.of(A),
        cluster.map(
            reading -> {
              ClusterEvidence written = ClusterEvidence.of(reading).orElseThrow();
              return new RunEvidence.OfCluster(
                  written.digest(), ClusterEvidence.read(written.json()));
            }),
        definitions);
  }

  private List<Check> withCluster(Optional<ClusterReading> given) {
    return EvidenceChecks.of(
        runs.kept(bound(), SignedRuns.controls("1.2.6", "5.1.1"), Optional.empty(), A).report(),
        key.verifying(),
        evidence(given, Map.of()),
        SignedRuns.CATALOGUE);
  }

  @Test
  void theObjectsOfTheClusterAreEvaluatedAgain() {
    assertThat(withCluster(Optional.of(bound())))
        .allSatisfy(check -> assertThat(check.result()).isEqualTo(Check.Result.VERIFIED))
        .extracting(Check::what)
        .containsExactly(
            "Evidence",
            "Nodes",
            "Objects of the cluster",
            "Verdicts of nodes",
            "Controls about the cluster");
  }

  @Test
  void theStatementHasTheDigestOfTheObjectsAsASubject() {
    SignedReport.Signed signed =
        (SignedReport.Signed)
            SignedReport.of(
                runs.kept(bound(), SignedRuns.controls("5.1.1"), Optional.empty(), A).report(),
                key.verifying());
    String digest = ClusterEvidence.of(bound()).orElseThrow().digest();

    assertThat(signed.statement().subject())
        .contains(new Statement.Subject("cluster-objects", new Statement.Digest(digest)));
    assertThat(signed.statement().predicate().clusterObjects())
        .isEqualTo(new Statement.Digest(digest));
  }

  @Test
  void objectsOfAnotherClusterAreNamed() {
    List<Check> checks = withCluster(Optional.of(bound("alice")));

    assertThat(failed(checks))
        .containsExactly("Objects of the cluster", "Controls about the cluster");
    assertThat(checks.get(4).found()).contains("5.1.1 ").contains(" was signed");
  }

  /** The digest was signed, so that they cannot be left out unnoticed. */
  @Test
  void missingObjectsAreNamed() {
    assertThat(failed(withCluster(Optional.empty())))
        .containsExactly("Objects of the cluster", "Controls about the cluster");
  }

  private static final ComplianceBenchmarkSpec OWN =
      new ComplianceBenchmarkSpec(
          "Ours",
          "cis-1.12",
          new ComplianceScanSpec.Controls(List.of("1.2.6"), List.of()),
          null,
          null);

  private List<Check> withDefinition(Map<String, BenchmarkDefinition> given) {
    BenchmarkDefinition definition = new BenchmarkDefinition("ours", OWN);
    Catalogue catalogue =
        ((TailoredBenchmark.Ready) TailoredBenchmark.of(SignedRuns.CATALOGUE, "ours", OWN))
            .catalogue();
    Selection.Chosen controls =
        (Selection.Chosen) Selection.of(catalogue, Optional.of("ours"), List.of(), List.of());
    return EvidenceChecks.of(
        runs.kept(bound(), controls, Optional.of(definition), A).report(),
        key.verifying(),
        evidence(Optional.of(bound()), given),
        SignedRuns.CATALOGUE);
  }

  @Test
  void aBenchmarkOfOnesOwnIsEvaluatedByItsDefinition() {
    BenchmarkDefinition definition = new BenchmarkDefinition("ours", OWN);

    assertThat(withDefinition(Map.of(definition.digest(), definition)))
        .allSatisfy(check -> assertThat(check.result()).isEqualTo(Check.Result.VERIFIED))
        .extracting(Check::what)
        .contains("Verdicts of nodes");
  }

  @Test
  void anotherDefinitionIsNotEvaluatedBy() {
    BenchmarkDefinition other =
        new BenchmarkDefinition(
            "ours", new ComplianceBenchmarkSpec("Ours", "cis-1.12", null, null, null));

    List<Check> checks = withDefinition(Map.of(other.digest(), other));

    assertThat(failed(checks)).containsExactly("Verdicts of nodes");
    assertThat(checks)
        .last()
        .satisfies(c -> assertThat(c.found()).contains("was signed, and is not"));
  }
}
