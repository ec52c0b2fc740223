package dev.plumbline.report.format;

import static dev.plumbline.report.format.Reports.at;
import static dev.plumbline.report.format.Reports.control;
import static dev.plumbline.report.format.Reports.failing;
import static dev.plumbline.report.format.Reports.finding;
import static dev.plumbline.report.format.Reports.patched;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import dev.plumbline.report.model.Report;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IssueTest {

  private static List<Issue> failures(Report... reports) {
    return Issue.of(List.of(reports), Status.Fail);
  }

  @Test
  void oneSettingIsOneIssueWithEveryControlThatItAffects() {
    List<Issue> issues =
        failures(
            Reports.of(
                "cis-2.0",
                failing("1.2.7", Severity.medium, "Mode: X.", at("a", 3, "--mode=X")),
                control(
                    "1.2.6",
                    Severity.critical,
                    Status.Fail,
                    patched("Mode: X. It allows all.", "a", at("a", 3, "--mode=X"), "+y\n"))));

    assertThat(issues).hasSize(1);
    Issue issue = issues.get(0);
    assertThat(issue.severity()).isEqualTo(Severity.critical);
    assertThat(issue.numbers()).isEqualTo("1.2.6, 1.2.7");
    assertThat(issue.places()).hasSize(1);
    assertThat(issue.places().get(0).messages()).containsExactly("Mode: X. It allows all.");
    assertThat(issue.needsWords()).isFalse();
  }

  @Test
  void sameControlsInAnotherFileAreAnotherPlaceOfTheIssue() {
    List<Issue> issues =
        failures(
            Reports.of(
                "cis-2.0",
                control(
                    "1.2.6",
                    Severity.high,
                    Status.Fail,
                    finding(Status.Fail, "m", "a", at("a", 3, "--mode=X")),
                    finding(Status.Fail, "m", "b", at("b", 9, "--mode=X")))));

    assertThat(issues).hasSize(1);
    assertThat(issues.get(0).places()).extracting(Issue.Place::where).containsExactly("a:3", "b:9");
    assertThat(issues.get(0).needsWords()).isTrue();
  }

  @Test
  void whatIsNotSetIsNoCommonCauseThoughItIsInOnePlace() {
    List<Issue> issues =
        failures(
            Reports.of(
                "cis-2.0",
                failing("1.2.4", Severity.low, "--a is empty.", at("a", 1, "kube-apiserver")),
                failing("1.2.5", Severity.high, "--b is empty.", at("a", 1, "kube-apiserver"))));

    assertThat(issues).extracting(Issue::numbers).containsExactly("1.2.5", "1.2.4");
  }

  @Test
  void oneControlOfTwoBenchmarksIsToldOnceWithBothNumbers() {
    List<Issue> issues =
        failures(
            Reports.of("cis-1.6", failing("1.2.6", Severity.high, "m", at("a", 3, "--mode=X"))),
            Reports.of("cis-2.0", failing("1.2.6", Severity.high, "m", at("a", 3, "--mode=X"))));

    assertThat(issues).extracting(Issue::numbers).containsExactly("cis-1.6 1.2.6, cis-2.0 1.2.6");
  }

  @Test
  void oneFileThatCannotBeReadIsOneIssue() {
    List<Issue> issues =
        Issue.of(
            List.of(
                Reports.of(
                    "cis-2.0",
                    control(
                        "1",
                        Severity.low,
                        Status.Error,
                        finding(Status.Error, "a, line 1 is not valid YAML.", "a", at("a", 1, ""))),
                    control(
                        "2",
                        Severity.low,
                        Status.Error,
                        finding(
                            Status.Error, "a, line 1 is not valid YAML.", "a", at("a", 1, ""))))),
            Status.Error);

    assertThat(issues).extracting(Issue::numbers).containsExactly("1, 2");
  }

  @Test
  void whatOneSettingHasAskedForIsNoCommonCause() {
    List<Issue> issues =
        failures(
            Reports.of(
                "cis-2.0",
                failing("1", Severity.low, "--a is empty. --on is 1.", at("a", 1, "--on=1")),
                failing("2", Severity.low, "--b is empty. --on is 1.", at("a", 1, "--on=1"))));

    assertThat(issues).hasSize(2);
  }

  /** A control with many findings is compared by its number: by its findings it took minutes. */
  @Test
  void oneControlWithThousandsOfPlacesIsOneIssue() {
    NodeFinding[] findings =
        IntStream.range(0, 20_000)
            .mapToObj(
                i -> finding(Status.Fail, "m".repeat(i % 50), "n" + i, at("n" + i, 1, "--a=1")))
            .toArray(NodeFinding[]::new);
    Report report = Reports.of("cis-2.0", control("1.2.6", Severity.high, Status.Fail, findings));

    List<Issue> issues = failures(report);
    assertThat(issues).hasSize(1);
    assertThat(issues.get(0).places()).hasSize(20_000);
    assertThat(issues.get(0).numbers()).isEqualTo("1.2.6");
  }

  @Test
  void whatOnlyBeginsAnotherMessageIsNotTold() {
    List<Issue> issues =
        failures(
            Reports.of(
                "cis-2.0",
                failing("1", Severity.low, "A. B.", at("a", 1, "--a=1")),
                failing("2", Severity.low, "A.", at("a", 1, "--a=1")),
                failing("3", Severity.low, "A. C.", at("a", 1, "--a=1"))));
    assertThat(issues.get(0).places().get(0).messages()).containsExactly("A. B.", "A. C.");
  }
}
