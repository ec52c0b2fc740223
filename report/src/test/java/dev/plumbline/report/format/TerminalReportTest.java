package dev.plumbline.report.format;

import static dev.plumbline.report.format.Reports.at;
import static dev.plumbline.report.format.Reports.control;
import static dev.plumbline.report.format.Reports.failing;
import static dev.plumbline.report.format.Reports.finding;
import static dev.plumbline.report.format.Reports.patched;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.Evidence;
import dev.plumbline.report.model.ComplianceScanStatus.Nodes;
import dev.plumbline.report.model.Condition;
import dev.plumbline.report.model.Report;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TerminalReportTest {

  private static final Report REPORT =
      Reports.of(
          "cis-2.0",
          control("1.1", Severity.low, Status.Pass, finding(Status.Pass, "Good.", "a")),
          control(
              "1.2", Severity.low, Status.NotApplicable, finding(Status.NotApplicable, "No.", "a")),
          failing("1.3", Severity.medium, "Bad three.", at("a", 3, "--three=1")),
          control(
              "1.4",
              Severity.critical,
              Status.Fail,
              patched("Bad four.", "b", at("b", 4, "--four=1"), "-four: 1\n+four: 2\n")),
          control("1.5", Severity.low, Status.Manual, finding(Status.Manual, "Look.", "a")),
          control(
              "1.6",
              Severity.high,
              Status.Error,
              finding(Status.Error, "It is a template.", "b", at("b", 9, ""))));

  private static String printed(Screen screen) {
    return TerminalReport.render(List.of(REPORT), screen);
  }

  @Test
  void summaryComesFirstThenWhatFailsBySeverityThenWhatAPersonHasToDo() {
    assertThat(printed(Screen.PLAIN))
        .startsWith("Not compliant\n")
        .containsSubsequence(
            "Controls",
            "2 fail (1 critical, 1 medium), 1 could not be determined, 1 needs review by a person",
            "The benchmark cis-2.0 is used: it is the newest.",
            "Evaluated kubelet as v1.36.3 by its image.",
            "2 files: a, b",
            "FAILURES: critical",
            "1.4",
            "b:4  --four=1",
            "Bad four.",
            "-four: 1\n",
            "+four: 2\n",
            "FAILURES: medium",
            "a:3  --three=1",
            "Bad three.",
            "Fix:",
            "- --flag=1.3",
            "NEEDS REVIEW BY A PERSON",
            "1.5",
            "COULD NOT BE DETERMINED",
            "b:9",
            "It is a template.");
  }

  @Test
  void whatPassesIsPrintedOnlyWhenAskedFor() {
    assertThat(printed(Screen.PLAIN))
        .contains("--all")
        .doesNotContain("control-1.1", "Title of 1.2");
    assertThat(printed(Screen.PLAIN.withAll(true)))
        .containsPattern("1\\.1 +Pass +low +control-1\\.1")
        .containsPattern("1\\.2 +NotApplicable +low +control-1\\.2");
  }

  @Test
  void aFewSelectedControlsArePrintedInFullWhateverTheirStatus() {
    Report few =
        Reports.of(
            "cis-2.0",
            control("1.1", Severity.low, Status.Pass, finding(Status.Pass, "Good.", "a")));
    assertThat(TerminalReport.render(List.of(few), Screen.PLAIN))
        .startsWith("Compliant\n")
        .contains("PASSES", "Title of 1.1", "Good.");
  }

  @Test
  void worstComeFirstWhereThereAreMany() {
    Report report =
        Reports.of("cis-2.0", failing(9, i -> i == 8 ? Severity.critical : Severity.low));
    String text = TerminalReport.render(List.of(report), new Screen(70, false, false));
    assertThat(text)
        .containsPattern("WORST FAILURES\n  critical +1\\.8 +Title of 1\\.8 +a:8\n  low +1\\.1 ");
    assertThat(text.substring(0, text.indexOf("FAILURES: critical")).lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(70));
  }

  @Test
  void reportThatHasNotRunYetSaysSo() {
    Report waiting =
        Report.named(
            "cis",
            ComplianceReportStatus.waiting(
                List.of(
                    new Condition("Compliant", "Unknown", "Scanning", "m", 1L, Reports.TIME),
                    new Condition(
                        "Ready",
                        "False",
                        "Scanning",
                        "The first run is in progress.",
                        1L,
                        Reports.TIME))));
    for (OutputFormat format :
        List.of(OutputFormat.table, OutputFormat.markdown, OutputFormat.html)) {
      assertThat(format.render(waiting))
          .containsIgnoringCase("no result yet")
          .contains("The first run is in progress.");
    }
  }

  @Test
  void textOfAClusterOrARepositoryCannotSteerTheTerminal() {
    Report evil =
        Reports.of(
            "cis\u001b[31m",
            control(
                "1.1\u001b[0m",
                Severity.low,
                Status.Fail,
                patched(
                    "m\u001b]0;x\u0007",
                    "n\u001b[1m",
                    at("f\u001b[2J", 1, "t\u202e"),
                    "+\u001bc\n")));
    assertThat(TerminalReport.render(List.of(evil), Screen.PLAIN.withAll(true)))
        .doesNotContainPattern("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\u202e]");
  }

  /** A number names another control in another benchmark, and 1.2.1 is not 1.2.10. */
  @Test
  void hintsNameTheControlThatIsMeant() {
    Evidence place = at("a", 3, "--mode=X");
    Report old =
        Reports.of(
            "cis-1.6",
            named("apiserver-authorization-mode-not-always-allow", "1.2.7", place),
            named("apiserver-authorization-mode-includes-rbac", "1.2.9", place),
            control("1.1", Severity.low, Status.Pass, finding(Status.Pass, "Good.", "a")),
            control("1.3", Severity.low, Status.Pass, finding(Status.Pass, "Good.", "a")));
    assertThat(TerminalReport.render(List.of(old, old), Screen.PLAIN))
        .contains(
            "See also: plumbline explain apiserver-authorization-mode-includes-rbac\n",
            "'plumbline explain NUMBER --benchmark NAME' prints all");
    assertThat(TerminalReport.render(List.of(old), Screen.PLAIN))
        .contains("'plumbline explain NUMBER --benchmark cis-1.6' prints all");
    assertThat(printed(Screen.PLAIN)).contains("'plumbline explain NUMBER' prints all");
  }

  private static ControlResult named(String name, String number, Evidence place) {
    ControlResult control = failing(number, Severity.high, "Mode: X.", place);
    return new ControlResult(
        number, name, "Title", Severity.high, Status.Fail, "Fix " + number, control.findings());
  }

  @Test
  void aListedControlIsInTheColourOfItsOwnStatus() {
    Report report =
        Reports.of(
            "cis-2.0",
            control("1.1", Severity.low, Status.Pass, finding(Status.Pass, "Good.", "a")),
            control("1.1", Severity.low, Status.Manual, finding(Status.Manual, "Look.", "a")),
            control("1.2", Severity.low, Status.Pass, finding(Status.Pass, "Good.", "a")),
            control("1.3", Severity.low, Status.Pass, finding(Status.Pass, "Good.", "a")));
    assertThat(TerminalReport.render(List.of(report), new Screen(100, true, true)))
        .containsPattern("\u001b\\[1;34m1\\.1 +Manual");
  }

  @Test
  void theReasonOfAVerdictThatNoControlHasIsTold() {
    for (String reason :
        List.of("NothingApplied", "NodesNotEvaluated", "ControlPlaneNotObserved")) {
      assertThat(everywhere(condition("Compliant", "Unknown", reason, "It is because.")))
          .as(reason)
          .allSatisfy(text -> assertThat(text).contains("It is because."));
    }
    assertThat(everywhere(condition("Compliant", "Unknown", "ControlsInError", "Error of 1.6.")))
        .allSatisfy(text -> assertThat(text).doesNotContain("Error of 1.6."));
    assertThat(
            everywhere(
                condition("Compliant", "True", "ControlsPass", "Every control passes."),
                condition("ControlPlaneObserved", "False", "SomeObserved", "1 of 3 was.")))
        .allSatisfy(
            text -> assertThat(text).contains("1 of 3 was.").doesNotContain("Every control"));
  }

  private static Condition condition(String type, String status, String reason, String message) {
    return new Condition(type, status, reason, message, 1L, Reports.TIME);
  }

  private static List<String> everywhere(Condition... conditions) {
    ComplianceReportStatus status = REPORT.status();
    Report report =
        REPORT.withStatus(
            new ComplianceReportStatus(
                List.of(conditions),
                status.benchmark(),
                status.run(),
                status.lastScanTime(),
                status.lastEvaluationTime(),
                status.summary(),
                Nodes.allEvaluated(2),
                status.controls(),
                status.history()));
    return Stream.of(
            OutputFormat.table, OutputFormat.markdown, OutputFormat.html, OutputFormat.github)
        .map(format -> format.render(report))
        .toList();
  }
}
