package dev.plumbline.report.format;

import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.Evidence;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import dev.plumbline.report.model.NotEvaluated;
import dev.plumbline.report.model.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A row for each finding, by RFC 4180, and before them one for each reason that nodes were not
 * evaluated for.
 */
final class Csv {

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader(
              "benchmark",
              "id",
              "control",
              "title",
              "severity",
              "status",
              "reason",
              "nodes",
              "nodeCount",
              "message",
              "file",
              "line",
              "column",
              "scanned")
          .get();

  private Csv() {}

  static String render(Report report) {
    return render(List.of(report));
  }

  /** The first column is the benchmark. */
  static String render(List<Report> reports) {
    StringBuilder out = new StringBuilder();
    try (CSVPrinter csv = new CSVPrinter(out, FORMAT)) {
      for (Report report : reports) {
        for (NotEvaluated group : UnevaluatedNodes.of(report.status())) {
          csv.printRecord(row(report, group));
        }
        for (ControlResult control : report.status().controls()) {
          for (NodeFinding finding : control.findings()) {
            csv.printRecord(row(report, control, finding));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a report could not be written", e);
    }
    return out.toString();
  }

  /** Nodes without findings: of no control. */
  private static List<String> row(Report report, NotEvaluated group) {
    return List.of(
            Objects.toString(report.status().benchmark(), ""),
            "",
            "",
            UnevaluatedNodes.title(group),
            "",
            UnevaluatedNodes.STATUS,
            group.reason().name(),
            String.join(" ", UnevaluatedNodes.names(group)),
            Integer.toString(group.count()),
            String.join(" ", UnevaluatedNodes.lines(group)),
            "",
            "",
            "",
            Objects.toString(report.status().lastScanTime(), ""))
        .stream()
        .map(Csv::cell)
        .toList();
  }

  private static List<String> row(Report report, ControlResult control, NodeFinding finding) {
    Optional<Evidence> first = finding.evidence().stream().findFirst();
    return List.of(
            Objects.toString(report.status().benchmark(), ""),
            control.id(),
            control.name(),
            control.title(),
            control.severity().name(),
            finding.status().name(),
            finding.reason().name(),
            String.join(" ", finding.nodes()),
            Integer.toString(finding.nodeCount()),
            finding.message(),
            first.map(Evidence::file).orElse(""),
            first.map(e -> Integer.toString(e.line())).orElse(""),
            first.map(e -> Integer.toString(e.columnOrFirst())).orElse(""),
            Objects.toString(report.status().lastScanTime(), ""))
        .stream()
        .map(Csv::cell)
        .toList();
  }

  /** A spreadsheet would run text from a node as a formula. */
  private static String cell(String text) {
    return text.matches("(?s)[=+@\\t\\r-].*") ? "'" + text : text;
  }
}
