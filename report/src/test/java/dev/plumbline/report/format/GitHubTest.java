package dev.plumbline.report.format;

import static dev.plumbline.report.format.Reports.at;
import static dev.plumbline.report.format.Reports.control;
import static dev.plumbline.report.format.Reports.failing;
import static dev.plumbline.report.format.Reports.finding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GitHubTest {

  @Test
  void annotationIsOnItsLineAndEscaped() {
    String text =
        OutputFormat.github.render(
            Reports.of(
                "cis-2.0",
                failing(
                    "1.2.6",
                    Severity.critical,
                    "100%\n::set-env",
                    at("./a,b:c.yaml", 7, "--x=1"))));

    assertThat(text.lines().findFirst().orElseThrow())
        .startsWith(
            "::error file=a%2Cb%3Ac.yaml,line=7,col=1,title=1.2.6 Title of"
                + " 1.2.6::100%25%0A::set-env")
        .contains("%0A%0ASet it.%0A");
    assertThat(text.lines().skip(1))
        .containsExactly("  - cis-2.0: Not compliant. Controls: 1 fails.");
  }

  @Test
  void kindFollowsTheSeverityAndWhatCouldNotBeDeterminedIsAWarning() {
    String text =
        OutputFormat.github.render(
            Reports.of(
                "cis-2.0",
                failing("1", Severity.low, "l", at("a", 1, "--l=1")),
                failing("2", Severity.medium, "m", at("a", 2, "--m=1")),
                failing("3", Severity.high, "h", at("a", 3, "--h=1")),
                control(
                    "4",
                    Severity.high,
                    Status.Error,
                    finding(Status.Error, "e", "a", at("a", 4, ""))),
                control(
                    "5",
                    Severity.high,
                    Status.Pass,
                    finding(Status.Pass, "p", "a", at("a", 5, "")))));

    assertThat(text.lines().map(line -> line.replaceFirst(",title.*", "")))
        .startsWith(
            "::error file=a,line=3,col=1",
            "::warning file=a,line=2,col=1",
            "::notice file=a,line=1,col=1",
            "::warning file=a,line=4,col=1")
        .hasSize(5);
  }

  @Test
  void whatGitHubWouldDropIsALineOfTheLogThatIsNoCommand() {
    String text =
        OutputFormat.github.render(
            Reports.of(
                "cis-2.0",
                IntStream.rangeClosed(1, 13)
                    .mapToObj(
                        i -> failing("1." + i, Severity.high, at("f##[add-path]", i, "--f=" + i)))
                    .toArray(ControlResult[]::new)));

    assertThat(text.lines().filter(line -> line.startsWith("::error "))).hasSize(10);
    List<String> log = text.lines().filter(line -> !line.startsWith("::error ")).toList();
    assertThat(log.get(0))
        .isEqualTo(
            "GitHub shows 10 annotations of the kind error for a step, and there are 13. The others:");
    assertThat(log.subList(1, 4)).allMatch(line -> line.startsWith("  - high f## [add-path]:1"));
    assertThat(log).noneMatch(line -> line.contains("##[") || line.strip().startsWith("::"));
  }

  @Test
  void longMessageIsCutWhereTheRunnerWouldCutIt() {
    String text =
        OutputFormat.github.render(
            Reports.of(
                "cis-2.0",
                control(
                    "1", Severity.high, Status.Fail, finding(Status.Fail, "m".repeat(9000), "a"))));
    String line = text.lines().findFirst().orElseThrow();
    assertThat(line.substring(line.lastIndexOf("::") + 2)).hasSize(4096).endsWith("…");
  }
}
