package dev.plumbline.report.format;

import dev.plumbline.report.model.Report;
import java.util.List;

/** How a report is written. The names are those of the option {@code --output}. */
public enum OutputFormat {
  /** For people, in a terminal. */
  table,
  /** The ComplianceReport itself. */
  json,
  yaml,
  /** For CI systems that show tests. */
  junit,
  /** For code scanning: each finding on its line. */
  sarif,
  /** For auditors' tools: assessment results. */
  oscal,
  /** For SCAP tools: results of XCCDF 1.2, of any benchmark. */
  xccdf,
  /** For DISA's STIG Viewer 2; of STIGs only. */
  ckl,
  /** For DISA's STIG Viewer 3; of STIGs only. */
  cklb,
  /** A ClusterReport for dashboards of policy engines. */
  openreports,
  /** For a comment on a pull request. */
  markdown,
  /** For the log of a workflow on GitHub: annotations of the lines. */
  github,
  csv,
  /** One page that needs nothing else. */
  html;

  /**
   * The whole text, with a line end at its end.
   *
   * @throws IllegalArgumentException when the format has no place for a report of this benchmark
   */
  public String render(Report report) {
    return switch (this) {
      case table -> TerminalReport.render(List.of(report), Screen.PLAIN);
      case json -> ObjectText.json(report);
      case yaml -> ObjectText.yaml(report);
      case junit -> JUnit.render(report);
      case sarif -> Sarif.render(report);
      case oscal -> Oscal.render(report);
      case xccdf -> Xccdf.render(report);
      case ckl -> Ckl.render(report);
      case cklb -> Cklb.render(report);
      case openreports ->
          ObjectText.yaml(OpenReports.clusterReport(report.name(), report.status()));
      case markdown -> Markdown.render(report);
      case github -> GitHub.render(List.of(report));
      case csv -> Csv.render(report);
      case html -> Html.render(report);
    };
  }
}
