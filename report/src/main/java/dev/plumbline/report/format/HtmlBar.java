package dev.plumbline.report.format;

import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.StatusCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Counts by status as a bar. Its parts are rectangles of an SVG, since the page's policy allows no
 * style but that of its sheet.
 */
final class HtmlBar {

  private HtmlBar() {}

  /** The bar of some controls or findings, and the words for it. */
  static Map<String, Object> of(StatusCounts counts) {
    List<Map<String, Object>> parts = new ArrayList<>();
    List<String> words = new ArrayList<>();
    double x = 0;
    for (Status status : Status.WORST_FIRST) {
      int count = counts.of(status);
      if (count > 0) {
        double width = 100.0 * count / counts.total();
        parts.add(
            Map.of(
                "status", status.name(),
                "label", label(status),
                "count", count,
                "x", decimal(x),
                "width", decimal(width)));
        words.add(count + " " + label(status).toLowerCase(Locale.ROOT));
        x += width;
      }
    }
    return Map.of("parts", parts, "words", String.join(", ", words));
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  static String label(Status status) {
    return switch (status) {
      case NotApplicable -> "Not applicable";
      case Error -> "Not determined";
      case Manual -> "Needs review";
      case Pass, Fail, Waived -> status.name();
    };
  }
}
