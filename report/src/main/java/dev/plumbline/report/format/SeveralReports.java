package dev.plumbline.report.format;

import dev.plumbline.report.model.Report;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The reports on several benchmarks in one document, where the format has a way to hold them. */
public final class SeveralReports {

  /** A document of any other format is about one benchmark. */
  private static final Set<OutputFormat> FORMATS =
      EnumSet.of(
          OutputFormat.table,
          OutputFormat.json,
          OutputFormat.yaml,
          OutputFormat.junit,
          OutputFormat.sarif,
          OutputFormat.openreports,
          OutputFormat.markdown,
          OutputFormat.github,
          OutputFormat.csv);

  private SeveralReports() {}

  /** Whether a document of the format can hold several. */
  public static boolean fitInto(OutputFormat format) {
    return FORMATS.contains(format);
  }

  /**
   * The whole text.
   *
   * @param format one that they fit into
   * @param reports two or more
   */
  public static String render(OutputFormat format, List<Report> reports) {
    return switch (format) {
      case table -> TerminalReport.render(reports, Screen.PLAIN);
      case json -> ObjectText.json(list(reports));
      case yaml -> ObjectText.yaml(list(reports));
      case junit -> JUnit.render(reports);
      case sarif -> Sarif.render(reports);
      case openreports -> reports.stream().map(format::render).collect(Collectors.joining());
      case markdown -> Markdown.render(reports);
      case github -> GitHub.render(reports);
      case csv -> Csv.render(reports);
      default -> throw new IllegalArgumentException(format + " is about one benchmark");
    };
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
