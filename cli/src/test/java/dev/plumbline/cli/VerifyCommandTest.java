package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.report.ClusterReading;
import dev.plumbline.report.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyCommandTest {

  @TempDir private Path temp;
  private SignedRun signed;

  @BeforeEach
  void sign() throws IOException, GeneralSecurityException {
    signed = new SignedRun(temp);
  }

  private Run verify(Path report, String... more) {
    String[] arguments = new String[4 + more.length];
    arguments[0] = "verify";
    arguments[1] = report.toString();
    arguments[2] = "--key";
    arguments[3] = signed.key().toString();
    System.arraycopy(more, 0, arguments, 4, more.length);
    return Run.of(arguments);
  }

  private static ObjectNode status(ObjectNode report) {
    return (ObjectNode) report.get("status");
  }

  @Test
  void whatWasSignedIsVerified() {
    Run run = verify(signed.report());

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("verified      Signature: By the key sha256:")
        .contains("verified      Whole report: ")
        .endsWith("\nThe report cis is verified.\n")
        .doesNotContain("NOT VERIFIED");
    assertThat(run.exit()).isZero();
  }

  @Test
  void yamlIsReadToo() {
    assertThat(verify(signed.file("cis.yaml")).exit()).isZero();
  }

  @Test
  void evidenceIsEvaluatedAgain() {
    Run run = verify(signed.report(), "--evidence", signed.bundle().toString());

    assertThat(run.out())
        .contains("verified      Evidence: Distinct ones, with the digests that were signed: 2.")
        .contains(
            "verified      Verdicts of nodes: The evidence, evaluated again, comes to the same")
        .contains("verified      Objects of the cluster: ")
        .contains("verified      Controls about the cluster: The objects, evaluated again, come to")
        .doesNotContain("not checked");
    assertThat(run.exit()).isZero();
  }

  @Test
  void anEditedVerdictIsNamed() throws IOException {
    Run run =
        verify(
            signed.edited(
                report -> ((ObjectNode) status(report).at("/controls/3")).put("status", "Waived")));

    assertThat(run.out())
        .contains("NOT VERIFIED  Verdicts: 1.1.4 ")
        .contains(" is Waived, and ")
        .endsWith("\nThe report cis is not verified.\n");
    assertThat(run.exit()).isEqualTo(1);
  }

  @Test
  void aRemovedHistoryEntryIsNamed() throws IOException {
    Run run =
        verify(signed.edited(report -> ((ArrayNode) status(report).get("history")).remove(0)));

    assertThat(run.out()).contains("NOT VERIFIED  Whole report: ");
    assertThat(run.exit()).isEqualTo(1);
  }

  @Test
  void anotherKeyDoesNotVerify() {
    Run run =
        Run.of("verify", signed.report().toString(), "--key", signed.file("other.pem").toString());

    assertThat(run.out()).contains("NOT VERIFIED  Signature: None of the envelope's 1 signatures");
    assertThat(run.exit()).isEqualTo(1);
  }

  @Test
  void anotherPayloadTypeDoesNotVerify() throws IOException {
    Path edited =
        signed.edited(
            report ->
                ((ObjectNode) status(report).get("signedStatement"))
                    .put("payloadType", "text/plain"));

    assertThat(verify(edited).exit()).isEqualTo(1);
  }

  @Test
  void oneOfSeveralSignaturesIsEnough() throws IOException {
    Path edited =
        signed.edited(
            report ->
                ((ArrayNode) status(report).at("/signedStatement/signatures"))
                    .insertObject(0)
                    .put("keyid", "another")
                    .put("sig", "AAAA"));

    Run run = verify(edited);

    assertThat(run.out()).contains("Other signatures, which were not verified: 1.");
    assertThat(run.exit()).isZero();
  }

  @Test
  void aHugeEnvelopeDoesNotVerify() throws IOException {
    Path edited =
        signed.edited(
            report ->
                ((ObjectNode) status(report).get("signedStatement"))
                    .put("payload", "A".repeat(2 * 1024 * 1024)));

    Run run = verify(edited);

    assertThat(run.out()).contains("has 2097152 characters, and at most 1048576 are read.");
    assertThat(run.exit()).isEqualTo(1);
  }

  @Test
  void aReportWithoutSignatureDoesNotVerify() throws IOException {
    Path edited = signed.edited(report -> status(report).remove("signedStatement"));

    Run run = verify(edited, "--evidence", signed.bundle().toString());

    assertThat(run.out())
        .contains("NOT VERIFIED  Signature: The report has no status.signedStatement")
        .contains("NOT VERIFIED  Evidence: Without a statement");
    assertThat(run.exit()).isEqualTo(1);
  }

  @Test
  void editedEvidenceIsNamed() throws IOException {
    Path edited = signed.bundleWith("--authorization-mode=", "--authorization-mode_");

    Run run = verify(signed.report(), "--evidence", edited.toString());

    assertThat(run.out())
        .contains("verified      Whole report: ")
        .contains("NOT VERIFIED  Evidence: " + edited + " ");
    assertThat(run.exit()).isEqualTo(1);
  }

  @Test
  void whatIsNoBundleIsNoEvidence() {
    Run run = verify(signed.report(), "--evidence", signed.key().toString());

    assertThat(run.out()).contains("NOT VERIFIED  Evidence: ").contains("is no evidence bundle");
    assertThat(run.exit()).isEqualTo(1);
  }

  /**
   * The index of a bundle says which node has which evidence, and nothing in it is a digest of
   * that.
   */
  @Test
  void anEditedIndexOfTheBundleIsNamed() throws IOException {
    Path edited = signed.file("renamed.zip");
    new SignedBundleEdit(signed.bundle()).renamed("worker-1", "worker-9").write(edited);

    Run run = verify(signed.report(), "--evidence", edited.toString());

    assertThat(run.out())
        .contains("NOT VERIFIED  Nodes: ")
        .contains("NOT VERIFIED  Verdicts of nodes");
    assertThat(run.exit()).isEqualTo(1);
  }

  @Test
  void objectsOfAnotherClusterAreNamed() throws IOException {
    Path edited = signed.file("other.zip");
    new SignedBundleEdit(signed.bundle())
        .withObjects(
            new ClusterReading(
                Facts.ofCluster(Map.of("pods", List.of()), Map.of()),
                new ControlPlane.SelfManaged(1)))
        .write(edited);

    Run run = verify(signed.report(), "--evidence", edited.toString());

    assertThat(run.out())
        .contains("NOT VERIFIED  Objects of the cluster: They have the SHA-256 ")
        .contains("NOT VERIFIED  Controls about the cluster: ");
    assertThat(run.exit()).isEqualTo(1);
  }

  @Test
  void objectsThatWereLeftOutAreMissed() throws IOException {
    Path edited = signed.file("less.zip");
    new SignedBundleEdit(signed.bundle()).withoutObjects().write(edited);

    Run run = verify(signed.report(), "--evidence", edited.toString());

    assertThat(run.out()).contains("NOT VERIFIED  Objects of the cluster: Those with the SHA-256 ");
    assertThat(run.exit()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "[]",
        "null",
        "kind: ComplianceReport",
        "{\"kind\":\"List\",\"items\":[]}",
        "{\"apiVersion\":\"plumbline.dev/v1alpha1\",\"kind\":\"ComplianceReport\",\"metadata\":{\"name\":\"a\"},"
            + "\"status\":{\"controls\":7}}",
        "{\"kind\":\"a\",\"kind\":\"b\"}",
        "a: &a [*a]",
      })
  void whatIsNoReportIsBadUsage(String content) throws IOException {
    Path file = Files.writeString(signed.file("wrong.json"), content);

    Run run = verify(file);

    assertThat(run.exit()).as(run.out()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(file.toString()).hasLineCount(1);
  }

  @Test
  void deeplyNestedJsonIsBadUsage() throws IOException {
    assertThat(
            verify(Files.writeString(signed.file("deep.json"), "{\"a\":".repeat(100_000))).exit())
        .isEqualTo(2);
  }

  @Test
  void aMissingFileIsBadUsage() {
    assertThat(verify(signed.file("none.json")).err()).contains("none.json can't be read.");
    assertThat(verify(signed.report(), "--evidence", signed.file("none.zip").toString()).exit())
        .isEqualTo(2);
  }

  @Test
  void aKeyIsNeeded() {
    Run run = Run.of("verify", signed.report().toString());

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("--key");
  }

  @Test
  void aFileThatIsNoKeyIsBadUsage() throws IOException {
    Run none =
        Run.of(
            "verify",
            signed.report().toString(),
            "--key",
            Files.writeString(signed.file("none.pem"), "{}").toString());
    Run large = Run.of("verify", signed.report().toString(), "--key", signed.report().toString());

    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).contains("openssl pkey").hasLineCount(1);
    assertThat(large.exit()).isEqualTo(2);
    assertThat(large.err()).contains("has more than 65536 bytes").hasLineCount(1);
  }
}
