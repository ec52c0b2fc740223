package dev.plumbline.report.format;

import static dev.plumbline.report.format.Reports.at;
import static dev.plumbline.report.format.Reports.control;
import static dev.plumbline.report.format.Reports.failing;
import static dev.plumbline.report.format.Reports.finding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus.Change;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.HistoryEntry;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import dev.plumbline.report.model.ComplianceReportStatus.Trend;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlTest {

  private static HistoryEntry entry(String time, Change... changes) {
    return new HistoryEntry("run", time, "cis-2.0", "False", null, List.of(changes), null);
  }

  @Test
  void overviewHasTheWorstTheCountsAndWhatChanged() {
    String page =
        OutputFormat.html.render(
            Reports.withHistory(
                "cis-2.0",
                List.of(
                    entry(
                        "T2", new Change("1.2.6", "c", Status.Pass, Status.Fail, Trend.Regressed)),
                    entry("T1")),
                control("1.2.7", Severity.low, Status.Pass, finding(Status.Pass, "ok", "a")),
                failing("1.2.6", Severity.critical, "bad", at("b", 1, "--x=1")),
                control("4.1.1", Severity.low, Status.Pass, finding(Status.Pass, "ok", "b"))));

    assertThat(page)
        .containsSubsequence(
            "Worst failures",
            "href=\"#control-1.2.6\"",
            "b:1",
            "By severity",
            "critical",
            "Since the last run",
            "T1",
            "<b class=\"Fail\">1</b> regressed",
            "By section",
            "href=\"#section-1-2\"",
            "href=\"#section-4-1\"",
            "By file",
            "id=\"section-1-2\"",
            "1 fail, 1 pass");
    // Within a section what fails comes first.
    assertThat(page.indexOf("id=\"control-1.2.6\""))
        .isLessThan(page.indexOf("id=\"control-1.2.7\""));
    assertThat(page).contains("class=\"fill-Fail\" x=\"0.00\" width=\"50.00\"");
    // The policy would block it.
    assertThat(page).doesNotContain(" style=");
  }

  @Test
  void markdownIsRenderedAndNoMarkupOfItCounts() {
    assertThat(Prose.html("Set *this*:\n\n    - --a=<b>\n"))
        .isEqualTo(
            """
            <p>Set <em>this</em>:</p>
            <pre tabindex="0"><code>- --a=&lt;b&gt;
            </code></pre>
            """);
    assertThat(
            Prose.html(
                "# Title\n\n<script>alert(1)</script>\n\n![pic](https://x.example/y.png)"
                    + " [l](javascript:alert(1)) <b onclick=x>t</b>"))
        .contains("<strong>Title</strong>", "pic", "&lt;script&gt;")
        .doesNotContain("<h1", "<img", "<script", "javascript:", "<b ");
  }

  /** An asterisk or a bracket in a remediation must not become markup by accident. */
  @Test
  void everyRemediationKeepsItsWords() {
    for (Control control : Catalogue.load().controls()) {
      String shown =
          Prose.html(control.remediation())
              .replaceAll("<[^>]*>", "")
              .replace("&lt;", "<")
              .replace("&gt;", ">")
              .replace("&quot;", "\"")
              .replace("&amp;", "&");
      assertThat(shown.replaceAll("[\\s`]", ""))
          .as(control.name())
          .isEqualTo(
              control
                  .remediation()
                  .replaceAll("(?m)^(\\d+\\.|[-*]) ", "")
                  .replaceAll("[\\s`]", ""));
    }
  }

  @Test
  void everyIdIsThereOnceAndEveryLinkLeadsToOne() {
    String page =
        OutputFormat.html.render(
            Reports.of(
                "cis-2.0",
                failing("1.2.6", Severity.high, "bad", at("b", 1, "--x=1")),
                control("V-242381", Severity.low, Status.Pass, finding(Status.Pass, "ok", "a"))));
    List<String> ids = found(" id=\"([^\"]+)\"", page);
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids).containsAll(found("href=\"#([^\"]+)\"", page));
  }

  @Test
  void nothingFailsIsSaidOnlyWhereEveryFailureNamesItsNodes() {
    ControlResult fine = control("1", Severity.low, Status.Pass, finding(Status.Pass, "ok", "a"));
    assertThat(
            OutputFormat.html.render(
                Reports.of("cis-2.0", fine, failing("2", Severity.low, at("b", 1, "")))))
        .contains("Nothing fails here.")
        .doesNotContain("No failure names it.", "at most ten");
    NodeFinding ofMany =
        new NodeFinding(
            Status.Fail,
            Reason.RequirementNotMet,
            "bad",
            List.of("b"),
            2,
            List.of(),
            List.of(),
            List.of());
    assertThat(
            OutputFormat.html.render(
                Reports.of("cis-2.0", fine, control("2", Severity.low, Status.Fail, ofMany))))
        .contains("No failure names it.", "at most ten files")
        .doesNotContain("Nothing fails here.");
  }

  private static List<String> found(String pattern, String page) {
    return Pattern.compile(pattern)
        .matcher(page)
        .results()
        .map((MatchResult m) -> m.group(1))
        .toList();
  }
}
