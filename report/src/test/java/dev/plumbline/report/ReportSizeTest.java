package dev.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportSizeTest {

  private static ComplianceReportStatus report(int controls, int findings, int message) {
    List<NodeFinding> all =
        IntStream.range(0, findings)
            .mapToObj(
                i ->
                    new NodeFinding(
                        i == 0 ? Status.Fail : Status.Pass,
                        Reason.RequirementNotMet,
                        "m".repeat(message),
                        List.of("node-" + i),
                        7,
                        List.of(),
                        List.of(),
                        List.of()))
            .toList();
    return ComplianceReportStatus.waiting(List.of())
        .withControls(
            IntStream.range(0, controls)
                .mapToObj(
                    i ->
                        new ControlResult(
                            "1." + i, "c" + i, "t", Severity.low, Status.Fail, "r", all))
                .toList());
  }

  private static int bytes(ComplianceReportStatus report) throws JsonProcessingException {
    return new ObjectMapper().writeValueAsString(report).getBytes(StandardCharsets.UTF_8).length;
  }

  @Test
  void reportThatFitsStaysAsItIs() {
    ComplianceReportStatus small = report(3, 3, 10);
    assertThat(ReportSize.fitted(small)).isEqualTo(small);
  }

  @Test
  void largeReportKeepsTheWorstFindingsAndAllControls() throws JsonProcessingException {
    ComplianceReportStatus large = report(100, 200, 300);
    assertThat(bytes(large)).isGreaterThan(ReportSize.MAX_BYTES);
    ComplianceReportStatus fitted = ReportSize.fitted(large);
    assertThat(bytes(fitted)).isLessThanOrEqualTo(ReportSize.MAX_BYTES);
    assertThat(fitted.controls()).hasSize(100);
    assertThat(fitted.controls())
        .allSatisfy(
            control -> {
              assertThat(control.findings()).hasSizeBetween(1, 64);
              assertThat(control.findings().get(0).status()).isEqualTo(Status.Fail);
              assertThat(control.findings().get(0).nodeCount()).isEqualTo(7);
            });
  }

  @Test
  void noMoreIsCutThanNeeded() {
    ComplianceReportStatus fitted = ReportSize.fitted(report(20, 200, 500));
    assertThat(fitted.controls().get(0).findings()).hasSize(64);
  }
}
