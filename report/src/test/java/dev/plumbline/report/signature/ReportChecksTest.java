package dev.plumbline.report.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.report.NodeReading;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.Report;
import dev.plumbline.report.model.SignedStatement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportChecksTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final NodeReading.Collected RIGHT = SignedRuns.node("a", "RBAC");
  private static final NodeReading.Collected WRONG = SignedRuns.node("b", "AlwaysAllow");

  private final SigningKey key = Keys.signing();
  private final SignedRuns runs = new SignedRuns(key);
  private final Report one = runs.run("one", Optional.empty(), WRONG);
  private final Report two = runs.run("two", Optional.of(one), RIGHT);
  private final Report three = runs.run("three", Optional.of(two), RIGHT, WRONG);

  private List<Check> failed(Report report) {
    return ReportChecks.of(report, key.verifying()).stream()
        .filter(check -> check.result() == Check.Result.NOT_VERIFIED)
        .toList();
  }

  private Report edited(Consumer<ObjectNode> edit) {
    ObjectNode status = JSON.valueToTree(three.status());
    edit.accept(status);
    return three.withStatus(JSON.convertValue(status, ComplianceReportStatus.class));
  }

  @Test
  void whatWasSignedIsVerified() {
    assertThat(ReportChecks.of(three, key.verifying()))
        .hasSize(12)
        .allSatisfy(check -> assertThat(check.result()).isEqualTo(Check.Result.VERIFIED));
  }

  /** As a client of the API server reads it. */
  @Test
  void jsonAndBackIsTheSame() {
    assertThat(failed(edited(status -> {}))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/run                              | four      | Run",
        "/lastScanTime                     | 2020      | Time of the scan",
        "/lastEvaluationTime               | 2020      | Time of the evaluation",
        "/benchmark                        | cis-1.9   | Benchmark",
        "/controls/0/status                | Pass      | Verdicts",
        "/controls/0/id                    | 1.2.5     | Verdicts",
        "/controls/0/findings/0/message    | Fine.     | Whole report",
        "/controls/0/findings/0/status     | Pass      | Whole report",
        "/controls/0/remediation           | rm -rf /  | Whole report",
        "/history/1/compliant              | True      | History",
        "/history/0/chain                  | 00        | History",
      })
  void aChangedFieldIsNamed(String pointer, String value, String what) {
    Report changed =
        edited(
            status -> {
              int last = pointer.lastIndexOf('/');
              ObjectNode parent = (ObjectNode) status.at(pointer.substring(0, last));
              parent.put(pointer.substring(last + 1), value);
            });

    assertThat(failed(changed)).extracting(Check::what).contains(what, "Whole report");
  }

  @Test
  void aChangedCountIsNamed() {
    assertThat(failed(edited(status -> ((ObjectNode) status.get("summary")).put("fail", 0))))
        .extracting(Check::what)
        .contains("Counts and score");
  }

  @Test
  void aChangedConditionIsNamed() {
    assertThat(
            failed(
                edited(
                    status ->
                        status
                            .get("conditions")
                            .forEach(condition -> ((ObjectNode) condition).put("status", "True")))))
        .extracting(Check::what)
        .contains("Compliant");
  }

  @Test
  void aChangedVerdictSaysWhatWasSigned() {
    assertThat(
            failed(edited(status -> ((ObjectNode) status.at("/controls/0")).put("status", "Pass"))))
        .filteredOn(check -> check.what().equals("Verdicts"))
        .extracting(Check::found)
        .containsExactly(
            "1.2.6 apiserver-authorization-mode-not-always-allow is Pass, and Fail was signed.");
  }

  @Test
  void aRemovedControlIsNamed() {
    assertThat(failed(edited(status -> ((ArrayNode) status.get("controls")).remove(0))))
        .filteredOn(check -> check.what().equals("Verdicts"))
        .extracting(Check::found)
        .first()
        .asString()
        .contains("1.2.6")
        .endsWith("was signed, and is not in the report.");
  }

  @Test
  void aRemovedRunIsNamed() {
    assertThat(failed(edited(status -> ((ArrayNode) status.get("history")).remove(1))))
        .filteredOn(check -> check.what().equals("History"))
        .extracting(Check::found)
        .containsExactly("Between entries 1 and 3 one was removed or added.");
  }

  @Test
  void theRemovedNewestRunIsNamed() {
    assertThat(failed(edited(status -> ((ArrayNode) status.get("history")).remove(0))))
        .filteredOn(check -> check.what().equals("History"))
        .extracting(Check::found)
        .containsExactly("The newest entry is not number 3, which was signed.");
  }

  @Test
  void anEntryWithoutLinkAmongLinkedOnesIsNamed() {
    assertThat(failed(edited(status -> ((ObjectNode) status.at("/history/1")).remove("chain"))))
        .filteredOn(check -> check.what().equals("History"))
        .extracting(Check::found)
        .containsExactly("An entry without a link is newer than one with a link.");
  }

  @Test
  void aReportUnderAnotherNameIsNamed() {
    assertThat(failed(Report.named("other", three.status())))
        .extracting(Check::what)
        .containsExactly("Report");
  }

  @Test
  void aReportWithTheStatementOfAnotherIsNotVerified() {
    assertThat(failed(two.withStatus(two.status().signed(signedOf(three)))))
        .extracting(Check::what)
        .contains("Run", "Whole report");
  }

  private static SignedStatement signedOf(Report report) {
    return Optional.ofNullable(report.status().signedStatement()).orElseThrow();
  }

  @Test
  void anotherKeyIsNotBelieved() {
    assertThat(ReportChecks.of(three, Keys.signing().verifying()))
        .singleElement()
        .satisfies(check -> assertThat(check.result()).isEqualTo(Check.Result.NOT_VERIFIED))
        .satisfies(check -> assertThat(check.found()).contains("is by the key"));
  }

  @Test
  void aReportWithoutStatementIsNotVerified() {
    assertThat(failed(three.withStatus(three.status().unsigned())))
        .singleElement()
        .satisfies(check -> assertThat(check.found()).contains("no status.signedStatement"));
  }

  @Test
  void anotherStatementOfTheSameKeyIsNotBelieved() {
    SignedStatement other =
        Dsse.sign(
            Statement.PAYLOAD_TYPE,
            "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[],\"predicateType\":\"x\"}",
            key);

    assertThat(failed(three.withStatus(three.status().signed(other))))
        .singleElement()
        .satisfies(
            check ->
                assertThat(check.found()).startsWith("What was signed is no statement of type"));
  }

  @ParameterizedTest
  @CsvSource({"null", "[]", "{}", "7", "'{\"a\":1,\"a\":2}'", "'{\"_type\":{}}'"})
  void noPayloadIsReadThatIsNoStatement(String payload) {
    assertThat(
            failed(
                three.withStatus(
                    three.status().signed(Dsse.sign(Statement.PAYLOAD_TYPE, payload, key)))))
        .singleElement()
        .satisfies(check -> assertThat(check.what()).isEqualTo("Signature"));
  }

  /** A first report has none before it, and older statements have none of the cluster. */
  private static final Set<String> MAY_BE_MISSING = Set.of("previous", "clusterVerdicts");

  @Test
  void noOtherFieldOfAStatementMayBeMissing() {
    String payload =
        ((SignedReport.Signed) SignedReport.of(three.status(), key.verifying())).payload();
    JsonNode predicate = read(payload).get("predicate");

    assertThat(predicate.fieldNames())
        .toIterable()
        .filteredOn(field -> !MAY_BE_MISSING.contains(field))
        .hasSize(14)
        .allSatisfy(
            field -> {
              ObjectNode without = (ObjectNode) read(payload);
              ((ObjectNode) without.get("predicate")).remove(field);
              assertThat(StatementJson.read(without.toString())).as(field).isEmpty();
            });
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void textOfTheReportCanNotMoveTheCursor() {
    assertThat(failed(edited(status -> status.put("run", "\u001b[2Jx"))))
        .filteredOn(check -> check.what().equals("Run"))
        .extracting(Check::found)
        .first()
        .asString()
        .doesNotContain("\u001b");
  }
}
