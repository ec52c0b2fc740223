package dev.plumbline.cli.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus.Change;
import dev.plumbline.report.model.ComplianceReportStatus.HistoryEntry;
import dev.plumbline.report.model.ComplianceReportStatus.Trend;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiffCommandTest {

  private static HistoryEntry entry(Status from, Status to, Trend trend) {
    return new HistoryEntry(
        "run",
        "2026-11-23T12:00:00Z",
        "cis-2.0",
        "Unknown",
        null,
        List.of(new Change("1.1", "control", from, to, trend)),
        1);
  }

  @Test
  void changeIsNoImprovementWhereTheReportSaysSoSinceNodesAreMissing() {
    assertThat(DiffCommand.between(List.of(entry(Status.Fail, Status.Pass, Trend.Other))))
        .singleElement()
        .isEqualTo(new Change("1.1", "control", Status.Fail, Status.Pass, Trend.Other));
  }

  @Test
  void changesOverSeveralEvaluationsAreFromTheOldestToTheNewest() {
    assertThat(
            DiffCommand.between(
                List.of(
                    entry(Status.Error, Status.Fail, Trend.Regressed),
                    entry(Status.Pass, Status.Error, Trend.Regressed))))
        .containsExactly(new Change("1.1", "control", Status.Pass, Status.Fail, Trend.Regressed));
  }
}
