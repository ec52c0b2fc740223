package dev.plumbline.report.format;

import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Counts by status as a bar. Its parts are rectangles of an SVG, since the page's policy allows no
 * style but that of its sheet.
 */
final class HtmlBar {

  /** What has a verdict comes first, and of that the worst. */
  private static final List<Status> ORDER =
      List.of(
          Status.Fail,
          Status.Error,
          Status.Manual,
          Status.Waived,
          Status.Pass,
          Status.NotApplicable);

  private HtmlBar() {}

  /** The bar of some controls, and the words for it. */
  static Map<String, Object> of(Collection<ControlResult> controls) {
    return ofStatuses(controls.stream().map(ControlResult::status).toList());
  }

  static Map<String, Object> ofStatuses(List<Status> statuses) {
    List<Map<String, Object>> parts = new ArrayList<>();
    List<String> words = new ArrayList<>();
    double x = 0;
    for (Status status : ORDER) {
      long count = statuses.stream().filter(status::equals).count();
      if (count > 0) {
        double width = 100.0 * count / statuses.size();
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
