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
import dev.plumbline.report.model.Condition;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
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
    return ComplianceReportStatus.waiting(List.of()).withControls(controls(controls, all));
  }

  /** Each with the same findings. */
  private static List<ControlResult> controls(int controls, List<NodeFinding> findings) {
    return IntStream.range(0, controls)
        .mapToObj(
            i ->
                new ControlResult("1." + i, "c" + i, "t", Severity.low, Status.Fail, "r", findings))
        .toList();
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
              assertThat(control.findings()).hasSizeBetween(1, 200);
              assertThat(control.findings().get(0).status()).isEqualTo(Status.Fail);
              assertThat(control.findings().get(0).nodeCount()).isEqualTo(7);
            });
  }

  @Test
  void whatIsLeftOutIsCounted() {
    ComplianceReportStatus fitted = ReportSize.fitted(report(20, 200, 500));
    assertThat(fitted.controls().get(0).findings()).hasSize(64);
    assertThat(fitted.conditions())
        .singleElement()
        .satisfies(
            condition -> {
              assertThat(condition.type()).isEqualTo("ReportComplete");
              assertThat(condition.status()).isEqualTo("False");
              assertThat(condition.message())
                  .startsWith("To fit into one object, 2720 findings had to be left out.");
            });
  }

  @Test
  void messagesOfTenThousandNamespacesFit() throws JsonProcessingException {
    ComplianceReportStatus fitted = ReportSize.fitted(report(30, 1, 10_000 * 64));
    assertThat(bytes(fitted)).isLessThanOrEqualTo(ReportSize.MAX_BYTES);
    assertThat(fitted.controls()).allSatisfy(control -> assertThat(control.findings()).hasSize(1));
  }

  /** Whatever nodes and namespaces are called, and however many there are. */
  @Property(tries = 60)
  void everyReportFitsAndItsStatusesStay(
      @ForAll @IntRange(min = 1, max = 250) int controls,
      @ForAll @IntRange(min = 0, max = 60) int findings,
      @ForAll @IntRange(min = 0, max = 4_000) int length,
      @ForAll @StringLength(min = 1, max = 4) String text)
      throws JsonProcessingException {
    ComplianceReportStatus report = hostile(controls, findings, text.repeat(length));
    ComplianceReportStatus fitted = ReportSize.fitted(report);
    assertThat(bytes(fitted)).isLessThanOrEqualTo(ReportSize.MAX_BYTES);
    assertThat(fitted.controls())
        .extracting(ControlResult::status)
        .isEqualTo(report.controls().stream().map(ControlResult::status).toList());
    assertThat(ReportSize.fitted(fitted)).isEqualTo(fitted);
  }

  private static ComplianceReportStatus hostile(int controls, int findings, String text) {
    List<NodeFinding> all =
        IntStream.range(0, findings)
            .mapToObj(
                i ->
                    new NodeFinding(
                        Status.Fail,
                        Reason.RequirementNotMet,
                        text,
                        List.of("node-" + i),
                        1,
                        Collections.nCopies(
                            5, new ComplianceReportStatus.Evidence("/etc/" + i, 1, null, text)),
                        List.of(new ComplianceReportStatus.FilePatch("/etc/" + i, text)),
                        List.of(text, text)))
            .toList();
    return ComplianceReportStatus.waiting(
            List.of(new Condition("Ready", "True", "Scanned", text, 1L, "2026-11-26T00:00:00Z")))
        .withControls(controls(controls, all));
  }
}
