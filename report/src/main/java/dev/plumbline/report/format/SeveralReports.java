package dev.plumbline.report.format;

import dev.plumbline.report.model.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The reports on several benchmarks in one document, where the format has a way to hold them. */
public final class SeveralReports {

  private SeveralReports() {}

  /**
   * The whole text; empty when a document of the format is about one benchmark ({@link
   * OutputFormat#holdsSeveral}).
   *
   * @param reports two or more
   */
  public static Optional<String> render(OutputFormat format, List<Report> reports) {
    return switch (format) {
      case table ->
          Optional.of(
              reports.stream().map(SeveralReports::section).collect(Collectors.joining("\n")));
      case json -> Optional.of(ObjectText.json(list(reports)));
      case yaml -> Optional.of(ObjectText.yaml(list(reports)));
      case junit -> Optional.of(JUnit.render(reports));
      case sarif -> Optional.of(Sarif.render(reports));
      case openreports ->
          Optional.of(reports.stream().map(format::render).collect(Collectors.joining()));
      case markdown -> Optional.of(Markdown.render(reports));
      case csv -> Optional.of(Csv.render(reports));
      case oscal, html -> Optional.empty();
    };
  }

  private static String section(Report report) {
    return "BENCHMARK "
        + Objects.toString(report.status().benchmark(), report.name())
        + "\n\n"
        + OutputFormat.table.render(report);
  }

  /** As {@code kubectl get -o json} prints several. */
  private static Map<String, Object> list(List<Report> reports) {
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("apiVersion", reports.get(0).apiVersion());
    list.put("kind", reports.get(0).kind() + "List");
    list.put("items", reports);
    return list;
  }
}
