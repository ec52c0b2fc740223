package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.evidence.EvidenceReceipt;
import dev.plumbline.evidence.Scope;
import dev.plumbline.evidence.Visibility;
import dev.plumbline.operator.store.NodeTarget;
import java.util.List;
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
          List.of());
  private static final String JSON = EvidenceJson.write(EVIDENCE);

  private static String receipt() {
    return EvidenceJson.write(EvidenceJson.receipt(JSON, "run", NODE.uid()));
  }

  private static JobState read(String termination, String log) {
    return EvidenceLog.read(termination, log, "run", NODE);
  }

  @Test
  void wholeLogIsTaken() {
    assertThat(read(receipt(), JSON + "\n")).isEqualTo(new JobState.Collected(EVIDENCE));
  }

  @Test
  void otherLinesInTheLogDontMatter() {
    assertThat(read(receipt(), "Picked up JAVA_TOOL_OPTIONS\n" + JSON + "\nbye\n"))
        .isEqualTo(new JobState.Collected(EVIDENCE));
  }

  @Test
  void cutLogIsRefused() {
    assertThat(read(receipt(), JSON.substring(0, JSON.length() - 5)))
        .isInstanceOf(JobState.Failed.class);
  }

  @Test
  void changedLogIsRefused() {
    assertThat(read(receipt(), JSON.replace("OBSERVED", "OBSERVEX")))
        .isInstanceOf(JobState.Failed.class);
  }

  @Test
  void emptyLogIsRefused() {
    assertThat(read(receipt(), "")).isInstanceOf(JobState.Failed.class);
  }

  @Test
  void receiptOfAnotherRunOrNodeIsRefused() {
    assertThat(EvidenceLog.read(receipt(), JSON, "another", NODE))
        .isInstanceOf(JobState.Failed.class);
    assertThat(
            EvidenceLog.read(receipt(), JSON, "run", new NodeTarget("node-1", "uid-2", "v1.36.3")))
        .isInstanceOf(JobState.Failed.class);
  }

  @Test
  void terminationMessageThatIsNoReceiptIsRefused() {
    for (String message :
        List.of(
            "",
            "{}",
            "null",
            "OOMKilled",
            "[".repeat(4000),
            "{\"length\":" + "9".repeat(3000) + "}")) {
      assertThat(read(message, JSON)).isInstanceOf(JobState.Failed.class);
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
            JSON.replace("\"schemaVersion\":3", "\"schemaVersion\":4"))) {
      EvidenceReceipt receipt = EvidenceJson.receipt(text, "run", NODE.uid());
      assertThat(read(EvidenceJson.write(receipt), text))
          .as(text)
          .isInstanceOf(JobState.Failed.class);
    }
  }
}
