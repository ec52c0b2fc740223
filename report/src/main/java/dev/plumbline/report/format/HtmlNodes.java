package dev.plumbline.report.format;

import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import dev.plumbline.report.model.StatusCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What was found on each node, or in each file, the worst first. */
final class HtmlNodes {

  private record Found(ControlResult control, Status status) {}

  private static final String NOT_NAMED =
      "No failure names it. A failure of more than ten names ten of them, and may be here too.";

  private HtmlNodes() {}

  /** One for each node that the report names. */
  static List<Map<String, Object>> of(ComplianceReportStatus report) {
    Map<String, List<Found>> byNode = new TreeMap<>();
    for (ControlResult control : report.controls()) {
      for (NodeFinding finding : control.findings()) {
        finding
            .nodes()
            .forEach(
                node ->
                    byNode
                        .computeIfAbsent(node, name -> new ArrayList<>())
                        .add(new Found(control, finding.status())));
      }
    }
    boolean partial = isPartial(report, Set.of(Status.Fail, Status.Error));
    return byNode.entrySet().stream()
        .sorted(
            Comparator.comparingInt(
                    (Map.Entry<String, List<Found>> node) ->
                        -counts(node.getValue()).of(Status.Fail))
                .thenComparingInt(node -> -counts(node.getValue()).of(Status.Error)))
        .map(node -> node(node.getKey(), node.getValue(), partial))
        .toList();
  }

  private static StatusCounts counts(List<Found> found) {
    return StatusCounts.ofEach(found.stream().map(Found::status));
  }

  private static Map<String, Object> node(String name, List<Found> found, boolean partial) {
    List<Map<String, String>> bad =
        found.stream()
            .filter(each -> each.status() == Status.Fail || each.status() == Status.Error)
            .sorted(
                Comparator.comparing(Found::status)
                    .thenComparing(each -> each.control().severity()))
            .map(
                each ->
                    Map.of(
                        "control", each.control().name(),
                        "id", each.control().id(),
                        "title", each.control().title(),
                        "severity", each.control().severity().name(),
                        "status", each.status().name(),
                        "label", HtmlBar.label(each.status())))
            .toList();
    return Map.of(
        "name",
        name,
        "bar",
        HtmlBar.of(counts(found)),
        "bad",
        bad,
        "good",
        bad.isEmpty() ? List.of(partial ? NOT_NAMED : "Nothing fails here.") : List.of());
  }

  /** Whether some outcome has more nodes than the report names. */
  static boolean isPartial(ComplianceReportStatus report) {
    return isPartial(report, EnumSet.allOf(Status.class));
  }

  private static boolean isPartial(ComplianceReportStatus report, Set<Status> of) {
    return report.controls().stream()
        .flatMap(control -> control.findings().stream())
        .anyMatch(finding -> of.contains(finding.status()) && finding.leavesOutNodes());
  }
}
