package dev.plumbline.report.format;

import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Listed;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.Change;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.HistoryEntry;
import dev.plumbline.report.model.ComplianceReportStatus.Trend;
import dev.plumbline.report.model.Report;
import dev.plumbline.report.model.StatusCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The first thing on the page: what is wrong, how much, where, and what changed. */
final class HtmlOverview {

  private static final int MAX_WORST = 6;

  private static final int MAX_CHANGES = 4;

  private HtmlOverview() {}

  /** The controls that fail by their severity; what passes says nothing about harm. */
  static List<Map<String, Object>> severities(ComplianceReportStatus report) {
    List<Map<String, Object>> severities = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      List<ControlResult> of =
          report.controls().stream().filter(c -> c.severity() == severity).toList();
      if (!of.isEmpty()) {
        StatusCounts counts = StatusCounts.of(of);
        severities.add(
            Map.of(
                "name", severity.name(),
                "fail", counts.of(Status.Fail),
                "of", counts.total(),
                "any", counts.of(Status.Fail) > 0,
                "bar", HtmlBar.of(counts)));
      }
    }
    return severities;
  }

  /** The worst of what fails. */
  static List<Map<String, Object>> worst(Report report) {
    return Issue.of(List.of(report), Status.Fail).stream()
        .limit(MAX_WORST)
        .map(HtmlOverview::issue)
        .toList();
  }

  private static Map<String, Object> issue(Issue issue) {
    ControlResult first = issue.controls().get(0).control();
    return Map.of(
        "control", first.name(),
        "numbers", issue.numbers(),
        "title", first.title(),
        "severity", issue.severity().name(),
        "where", Listed.of(List.of(issue.places().get(0).where()), issue.places().size()));
  }

  /** What is different from the evaluation before; empty for the first. */
  static Map<String, Object> changes(ComplianceReportStatus report) {
    HistoryEntry newest = report.history().get(0);
    HistoryEntry before = report.history().get(1);
    List<Change> changes =
        newest.changes().stream().sorted(Comparator.comparing(Change::trend)).toList();
    int more = changes.size() - MAX_CHANGES;
    return Map.of(
        "since", before.time(),
        "regressed", count(Trend.Regressed, changes),
        "improved", count(Trend.Improved, changes),
        "other", count(Trend.Other, changes),
        "none", changes.isEmpty(),
        "list", changes.stream().limit(MAX_CHANGES).map(HtmlOverview::change).toList(),
        "more", more > 0 ? List.of(more) : List.of());
  }

  private static long count(Trend trend, List<Change> changes) {
    return changes.stream().filter(change -> change.trend() == trend).count();
  }

  static Map<String, Object> change(Change change) {
    return Map.of(
        "id", change.id(),
        "name", change.name(),
        "from", Objects.toString(change.from(), "new"),
        "to", Objects.toString(change.to(), "gone"),
        "trend", change.trend().name());
  }
}
