package dev.plumbline.report.signature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.NodeReading;
import dev.plumbline.report.ReportSize;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.HistoryEntry;
import dev.plumbline.report.model.Report;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportSignerTest {

  private static final NodeReading.Collected RIGHT = SignedRuns.node("a", "RBAC");
  private static final NodeReading.Collected WRONG = SignedRuns.node("b", "AlwaysAllow");

  private final SigningKey key = Keys.signing();
  private final SignedRuns runs = new SignedRuns(key);

  private Statement statement(ComplianceReportStatus report) {
    return ((SignedReport.Signed) SignedReport.of(report, key.verifying())).statement();
  }

  @Test
  void theStatementIsOnTheEvidenceAndTheVerdicts() {
    Statement statement = statement(runs.run("one", Optional.empty(), RIGHT, WRONG).status());

    assertThat(statement.type()).isEqualTo("https://in-toto.io/Statement/v1");
    assertThat(statement.subject())
        .extracting(Statement.Subject::name)
        .containsExactlyInAnyOrder("a", "b");
    assertThat(statement.predicate().verdicts())
        .contains(
            new Statement.Verdict(
                "1.2.6",
                "apiserver-authorization-mode-not-always-allow",
                Status.Fail,
                Map.of(Status.Pass, 1, Status.Fail, 1),
                null));
    assertThat(statement.predicate().evidence().nodes()).isEqualTo(2);
    assertThat(statement.predicate().previous()).isNull();
    assertThat(statement.predicate().history().sequence()).isEqualTo(1);
  }

  @Test
  void theSameRunIsTheSameStatement() {
    assertThat(runs.run("one", Optional.empty(), RIGHT, WRONG))
        .isEqualTo(runs.run("one", Optional.empty(), WRONG, RIGHT));
  }

  @Test
  void keysAreSorted() {
    String payload =
        ((SignedReport.Signed)
                SignedReport.of(runs.run("one", Optional.empty(), RIGHT).status(), key.verifying()))
            .payload();

    assertThat(payload)
        .startsWith("{\"_type\":")
        .contains("\"predicate\":{\"benchmark\":{\"name\":");
    assertThat(payload.indexOf("\"scanned\"")).isGreaterThan(payload.indexOf("\"scan\""));
    assertThat(payload.indexOf("\"verdicts\"")).isGreaterThan(payload.indexOf("\"summary\""));
  }

  @Test
  void aRunFollowsTheOneBefore() {
    Report one = runs.run("one", Optional.empty(), WRONG);
    Report two = runs.run("two", Optional.of(one), RIGHT);
    HistoryEntry newest = two.status().history().get(0);

    assertThat(two.status().history()).hasSize(2);
    assertThat(newest.sequence()).isEqualTo(2);
    assertThat(statement(two.status()).predicate().history().chain()).isEqualTo(newest.chain());
    assertThat(statement(two.status()).predicate().previous())
        .isEqualTo(
            ((SignedReport.Signed) SignedReport.of(one.status(), key.verifying())).payloadDigest());
  }

  @Test
  void anEvaluationWithoutAnEntryOfItsOwnStaysInItsPlace() {
    Report one = runs.run("one", Optional.empty(), WRONG);
    Report again = runs.run("one", Optional.of(one), WRONG);

    assertThat(again.status().history()).isEqualTo(one.status().history());
    assertThat(statement(again.status()).predicate().history().sequence()).isEqualTo(1);
    assertThat(statement(again.status()).predicate().previous()).isNotNull();
  }

  /** Somebody who may write reports removes a run; the next run must not vouch for what is left. */
  @Test
  void aReportThatWasChangedIsNotFollowed() {
    Report one = runs.run("one", Optional.empty(), WRONG);
    Report two = runs.run("two", Optional.of(one), RIGHT);
    ComplianceReportStatus changed =
        two.status()
            .withHistory(two.status().history().subList(0, 1))
            .signed(Optional.ofNullable(two.status().signedStatement()).orElseThrow());

    ReportSigner.Result result =
        runs.result("three", Optional.of(changed), SignedRuns.controls("1.2.6"), RIGHT);

    assertThat(result.warning()).hasValue("The report before was changed since it was signed.");
    assertThat(result.report().history())
        .extracting(HistoryEntry::sequence)
        .containsExactly(1, null);
    assertThat(statement(result.report()).predicate().previous()).isNull();
  }

  @Test
  void aReportOfAnotherKeyIsNotFollowed() {
    Report other = new SignedRuns(Keys.signing()).run("one", Optional.empty(), WRONG);

    ReportSigner.Result result =
        runs.result("two", Optional.of(other.status()), SignedRuns.controls("1.2.6"), RIGHT);

    assertThat(result.warning()).get().asString().contains("is by the key");
    assertThat(result.report().history())
        .extracting(HistoryEntry::sequence)
        .containsExactly(1, null);
  }

  /** What a run of before is said to have come to is not repeated under a signature. */
  @Test
  void theEntryOfTheSameRunIsMadeAnewWhenNothingVouchesForIt() {
    Report one = runs.run("one", Optional.empty(), WRONG);
    HistoryEntry real = one.status().history().get(0);
    HistoryEntry claimed =
        new HistoryEntry(
            real.run(),
            "2020-01-01T00:00:00Z",
            real.benchmark(),
            real.compliant(),
            null,
            List.of(),
            null);

    ReportSigner.Result result =
        runs.result(
            "one",
            Optional.of(one.status().withHistory(List.of(claimed))),
            SignedRuns.controls("1.2.6", "5.1.1"),
            WRONG);

    assertThat(result.report().history())
        .singleElement()
        .extracting(HistoryEntry::time)
        .isEqualTo(real.time());
  }

  @Test
  void theFirstReportHasNothingToWarnOf() {
    assertThat(runs.result("one", Optional.empty(), SignedRuns.controls("1.2.6"), RIGHT).warning())
        .isEmpty();
  }

  @Test
  void manyNodesHaveOneSubjectAndFit() {
    NodeReading.Collected[] nodes =
        IntStream.range(0, 1500)
            .mapToObj(i -> SignedRuns.node("node-" + i, "RBAC,Own" + i))
            .toArray(NodeReading.Collected[]::new);

    ComplianceReportStatus report =
        runs.result("one", Optional.empty(), SignedRuns.controls("1.2.6"), nodes).report();

    Statement statement = statement(report);
    assertThat(statement.subject())
        .singleElement()
        .extracting(Statement.Subject::name)
        .isEqualTo(EvidenceList.NAME);
    assertThat(statement.predicate().evidence().count()).isEqualTo(1500);
    assertThat(statement.predicate().verdicts()).hasSize(1);
    assertThat(ReportSize.json(report).getBytes(StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(ReportSize.MAX_BYTES);
  }

  @Test
  void withoutAnyNodeThereIsAStatementAllTheSame() {
    assertThat(statement(runs.run("one", Optional.empty()).status()).subject())
        .extracting(Statement.Subject::name)
        .containsExactly(EvidenceList.NAME);
  }
}
