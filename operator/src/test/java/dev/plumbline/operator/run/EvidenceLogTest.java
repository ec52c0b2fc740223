package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.evidence.EvidenceReceipt;
import dev.plumbline.evidence.Scope;
import dev.plumbline.evidence.Visibility;
import dev.plumbline.operator.store.NodeTarget;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Evidence is taken whole and unchanged, or not at all. */
class EvidenceLogTest {

  private static final NodeTarget NODE = new NodeTarget("node-1", "uid-1", "v1.36.3");
  private static final Evidence EVIDENCE =
      new Evidence(
          Evidence.SCHEMA_VERSION,
          new Scope(Scope.Origin.NODE, Visibility.OBSERVED, List.of("/")),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of());
  private static final String JSON = EvidenceJson.write(EVIDENCE);

  private static final String PIN = "0a".repeat(32);

  private static String receipt() {
    return EvidenceJson.write(EvidenceJson.receipt(JSON, "run", NODE.uid()));
  }

  /** The line with the evidence; empty when it is refused. */
  private static Optional<String> read(
      String termination, String log, String run, NodeTarget node) {
    return EvidenceLog.receipt(termination, run, node) instanceof EvidenceLog.Receipt.Valid valid
            && EvidenceLog.read(valid, log) instanceof EvidenceLog.Content.Whole whole
        ? Optional.of(whole.json())
        : Optional.empty();
  }

  private static Optional<String> read(String termination, String log) {
    return read(termination, log, "run", NODE);
  }

  @Test
  void wholeLogIsTaken() {
    assertThat(read(receipt(), JSON + "\n")).contains(JSON);
  }

  @Test
  void otherLinesInTheLogDontMatter() {
    assertThat(read(receipt(), "Picked up JAVA_TOOL_OPTIONS\n" + JSON + "\nbye\n")).contains(JSON);
  }

  @Test
  void cutLogIsRefused() {
    assertThat(read(receipt(), JSON.substring(0, JSON.length() - 5))).isEmpty();
  }

  private static String withCertificates(List<String> certificates) {
    return EvidenceJson.write(EvidenceJson.receipt(JSON, "run", NODE.uid()).with(certificates));
  }

  /** They are of the node, and the evidence is of whatever nodes are the same. */
  @Test
  void certificatesOfTheKubeletAreBesideTheEvidence() {
    List<String> most = Collections.nCopies(EvidenceReceipt.MAX_CERTIFICATES, PIN);
    assertThat(read(withCertificates(most), JSON)).contains(JSON);
    assertThat(withCertificates(most).length())
        .as("what a termination message holds")
        .isLessThan(4096);
  }

  @Test
  void changedLogIsRefused() {
    assertThat(read(receipt(), JSON.replace("OBSERVED", "OBSERVEX"))).isEmpty();
  }

  @Test
  void emptyLogIsRefused() {
    assertThat(read(receipt(), "")).isEmpty();
  }

  @Test
  void receiptOfAnotherRunOrNodeIsRefused() {
    assertThat(read(receipt(), JSON, "another", NODE)).isEmpty();
    assertThat(read(receipt(), JSON, "run", new NodeTarget("node-1", "uid-2", "v1.36.3")))
        .isEmpty();
  }

  @Test
  void terminationMessageThatIsNoReceiptIsRefused() {
    for (String message :
        List.of(
            "",
            "{}",
            "null",
            "OOMKilled",
            receipt().replaceFirst("\"sha256\":\"[0-9a-f]+", "\"sha256\":\"../other"),
            withCertificates(List.of("")),
            withCertificates(List.of("AA".repeat(32))),
            withCertificates(Collections.nCopies(EvidenceReceipt.MAX_CERTIFICATES + 1, PIN)),
            withCertificates(List.of(PIN)).replace("\"" + PIN + "\"", "null"),
            "[".repeat(4000),
            "{\"length\":" + "9".repeat(3000) + "}")) {
      assertThat(read(message, JSON)).isEmpty();
    }
  }

  @Test
  void receiptForSomethingThatIsNoEvidenceIsRefused() {
    for (String text :
        List.of(
            "null",
            "{}",
            "[]",
            "{\"schemaVersion\":1}",
            "{\"schemaVersion\":" + Evidence.SCHEMA_VERSION + "," + JSON.substring(1),
            "[".repeat(100_000),
            JSON.replaceFirst("\\[\\]", "[" + "{},".repeat(300_000) + "{}]"),
            JSON.replaceFirst("\\[\\]", "[" + "[".repeat(1000) + "]".repeat(1000) + "]"),
            JSON.replaceFirst("\"/\"", "\"" + "/x".repeat(EvidenceJson.MAX_BYTES) + "\""),
            JSON.replaceFirst("\\{", "{\"node\":\"another\","),
            JSON.replace("\"/\"", "null"),
            JSON.replace(
                "\"schemaVersion\":" + Evidence.SCHEMA_VERSION,
                "\"schemaVersion\":" + (Evidence.SCHEMA_VERSION + 1)))) {
      EvidenceReceipt receipt = EvidenceJson.receipt(text, "run", NODE.uid());
      assertThat(read(EvidenceJson.write(receipt), text)).as(text).isEmpty();
    }
  }

  @Test
  void aLogOfManyLinesIsReadAtOnce() {
    String lines = "\n".repeat(500_000) + ("x".repeat(JSON.length() - 1) + "\n").repeat(1_000);
    assertThat(read(receipt(), lines + JSON)).contains(JSON);
    assertThat(read(receipt(), lines)).isEmpty();
  }
}
