package dev.plumbline.report.signature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.report.NodeReading;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.Report;
import java.util.List;
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
        report.status(), key.verifying(), evidence, Stream.of(nodes), SignedRuns.CATALOGUE);
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
                    List.of(SignedRuns.nodeEvidence(A)),
                    Stream.of(A),
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
                List.of(SignedRuns.nodeEvidence(A)),
                Stream.of(A),
                SignedRuns.CATALOGUE))
        .last()
        .satisfies(check -> assertThat(check.result()).isEqualTo(Check.Result.NOT_VERIFIED))
        .satisfies(
            check -> assertThat(check.found()).contains("does not have the benchmark our-own"));
  }
}
