package dev.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.Change;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.Trend;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.NotEvaluated;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private static ControlResult control(String name, Status status) {
    return new ControlResult("1." + name, name, "title", Severity.high, status, "", List.of());
  }

  private static ComplianceReportStatus report(String run, ControlResult... controls) {
    return report(run, ComplianceScanStatus.Nodes.allEvaluated(1), controls);
  }

  private static ComplianceReportStatus report(
      String run, ComplianceScanStatus.Nodes nodes, ControlResult... controls) {
    return new ComplianceReportStatus(
        List.of(),
        "cis-2.0",
        run,
        "2026-11-23T12:00:00Z",
        "2026-11-23T12:00:00Z",
        new ComplianceReportStatus.Summary(0, 0, 0, 0, 0, 0, null),
        nodes,
        List.of(controls),
        List.of());
  }

  @Test
  void tellsWhatRegressedAndWhatGotBetter() {
    ComplianceReportStatus first =
        History.continued(
            report("a", control("x", Status.Pass), control("y", Status.Fail)),
            Optional.empty(),
            10);
    ComplianceReportStatus second =
        History.continued(
            report("b", control("x", Status.Error), control("y", Status.Pass)),
            Optional.of(first),
            10);
    assertThat(second.history()).extracting("run").containsExactly("b", "a");
    assertThat(second.history().get(0).changes())
        .containsExactly(
            new Change("1.x", "x", Status.Pass, Status.Error, Trend.Regressed),
            new Change("1.y", "y", Status.Fail, Status.Pass, Trend.Improved));
    assertThat(second.history().get(1).changes()).isEmpty();
  }

  @Test
  void keepsAsManyAsAsked() {
    ComplianceReportStatus report = History.continued(report("0"), Optional.empty(), 3);
    for (int i = 1; i < 9; i++) {
      report = History.continued(report("" + i), Optional.of(report), 3);
    }
    assertThat(report.history()).extracting("run").containsExactly("8", "7", "6");
    assertThat(History.continued(report("9"), Optional.of(report), 0).history()).isEmpty();
  }

  @Test
  void theSameJudgementOfTheSameRunIsToldOnce() {
    ComplianceReportStatus first =
        History.continued(report("a", control("x", Status.Fail)), Optional.empty(), 10);
    ComplianceReportStatus again =
        History.continued(report("a", control("x", Status.Fail)), Optional.of(first), 10);
    assertThat(again.history()).hasSize(1);
    assertThat(
            History.continued(report("a", control("x", Status.Waived)), Optional.of(again), 10)
                .history())
        .hasSize(2);
  }

  private static ComplianceScanStatus.Nodes without(NotEvaluated.Reason reason, String... nodes) {
    return Nodes.counts(3, Arrays.stream(nodes).map(node -> Nodes.notRead(node, reason)).toList());
  }

  private static Trend trend(
      ComplianceScanStatus.Nodes before, ComplianceScanStatus.Nodes after, Status to) {
    ComplianceReportStatus first =
        History.continued(report("a", before, control("x", Status.Fail)), Optional.empty(), 10);
    return History.continued(report("b", after, control("x", to)), Optional.of(first), 10)
        .history()
        .get(0)
        .changes()
        .get(0)
        .trend();
  }

  @Test
  void failureOfANodeThatWasNotEvaluatedHasNotImproved() {
    ComplianceScanStatus.Nodes all = ComplianceScanStatus.Nodes.allEvaluated(3);
    ComplianceScanStatus.Nodes notA = without(NotEvaluated.Reason.NotReady, "a");
    ComplianceScanStatus.Nodes notB = without(NotEvaluated.Reason.CollectionFailed, "b");
    assertThat(trend(all, notA, Status.Pass)).isEqualTo(Trend.Other);
    assertThat(trend(notA, notB, Status.Pass)).isEqualTo(Trend.Other);
    assertThat(trend(notA, notA, Status.Pass)).isEqualTo(Trend.Improved);
    assertThat(trend(notA, all, Status.Pass)).isEqualTo(Trend.Improved);
    // A Fargate node has never been evaluated, under whatever name.
    assertThat(trend(all, without(NotEvaluated.Reason.Fargate, "f-1"), Status.Pass))
        .isEqualTo(Trend.Improved);
  }

  @Test
  void anotherNumberOfNodesIsAnotherEntryOfTheSameRun() {
    ComplianceReportStatus some =
        History.continued(
            report("a", without(NotEvaluated.Reason.NotReady, "b"), control("x", Status.Pass)),
            Optional.empty(),
            10);
    ComplianceReportStatus all =
        History.continued(report("a", control("x", Status.Pass)), Optional.of(some), 10);
    assertThat(all.history()).extracting("nodesNotEvaluated").containsExactly(null, 1);
  }
}
