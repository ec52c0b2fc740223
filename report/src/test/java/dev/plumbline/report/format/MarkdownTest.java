package dev.plumbline.report.format;

import static dev.plumbline.report.format.Reports.at;
import static dev.plumbline.report.format.Reports.control;
import static dev.plumbline.report.format.Reports.failing;
import static dev.plumbline.report.format.Reports.finding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import dev.plumbline.report.model.Report;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MarkdownTest {

  private static final int LIMIT_OF_GITHUB = 65_536;

  private static Report report(int controls) {
    return Reports.of(
        "cis-2.0",
        IntStream.rangeClosed(1, controls)
            .mapToObj(
                i ->
                    failing(
                        "1." + i,
                        i == controls ? Severity.critical : Severity.low,
                        "m".repeat(700) + i,
                        at("a", i, "--f=" + i)))
            .toArray(ControlResult[]::new));
  }

  @Test
  void leastImportantIsLeftOutAndCounted() {
    String text = OutputFormat.markdown.render(report(150));

    assertThat(text.length()).isLessThan(LIMIT_OF_GITHUB);
    assertThat(text.indexOf("| Fail | 1.150 "))
        .isPositive()
        .isLessThan(text.indexOf("| Fail | 1.1 "));
    assertThat(text).contains("<summary>1.150 Title").doesNotContain("<summary>1.149 Title");
    int details = text.split("<summary>", -1).length - 1;
    assertThat(text)
        .contains(
            "Left out, the least severe first",
            "0 controls and the details of " + (150 - details) + " findings");
    assertThat(text.split("</details>", -1)).hasSize(details + 1);
  }

  @Test
  void evenTheRowsAreLeftOutBeforeTheLimitIsReached() {
    String text = OutputFormat.markdown.render(report(3000));
    assertThat(text.length()).isLessThan(LIMIT_OF_GITHUB);
    assertThat(text)
        .containsPattern("Left out.*: [1-9]\\d+ controls and the details of 3000 findings");
  }

  @Test
  void severalBenchmarksFitTogether() {
    assertThat(
            SeveralReports.render(OutputFormat.markdown, List.of(report(400), report(400)))
                .length())
        .isLessThan(LIMIT_OF_GITHUB);
  }

  @Test
  void nothingIsLeftOutOfWhatFits() {
    assertThat(OutputFormat.markdown.render(report(5))).doesNotContain("Left out");
  }

  @Test
  void countsAreThoseOfTheTerminal() {
    assertThat(OutputFormat.markdown.render(report(2))).contains("Controls: 2 fail.");
    assertThat(
            OutputFormat.markdown.render(
                Reports.of(
                    "cis-2.0",
                    control("1", Severity.low, Status.Pass, finding(Status.Pass, "p", "a")))))
        .contains("Controls: 1 passes.");
  }

  @Test
  void placesAndNodesThatAreNotNamedAreCounted() {
    NodeFinding many =
        new NodeFinding(
            Status.Fail,
            Reason.RequirementNotMet,
            "Bad.",
            List.of("n1", "n2"),
            7,
            List.of(at("/etc/x", 1, ""), at("/etc/y", 2, "")),
            List.of(),
            List.of());
    assertThat(
            OutputFormat.markdown.render(
                Reports.of("cis-2.0", control("1", Severity.low, Status.Fail, many))))
        .contains("`/etc/x:1` and 1 more |", "on `n1, n2` and 5 more:");
  }
}
