package dev.plumbline.report.format;

import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was found on each node, or in each file, the worst first. */
final class HtmlNodes {

  private record Found(ControlResult control, Status status) {}

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
    return byNode.entrySet().stream()
        .sorted(
            Comparator.comparingLong(
                    (Map.Entry<String, List<Found>> node) -> -count(node.getValue(), Status.Fail))
                .thenComparing(node -> -count(node.getValue(), Status.Error)))
        .map(node -> node(node.getKey(), node.getValue()))
        .toList();
  }

  private static long count(List<Found> found, Status status) {
    return found.stream().filter(each -> each.status() == status).count();
  }

  private static Map<String, Object> node(String name, List<Found> found) {
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
        HtmlBar.ofStatuses(found.stream().map(Found::status).toList()),
        "bad",
        bad,
        "good",
        bad.isEmpty());
  }

  /** Whether some outcome has more nodes than the report names. */
  static boolean isPartial(ComplianceReportStatus report) {
    return report.controls().stream()
        .flatMap(control -> control.findings().stream())
        .anyMatch(finding -> finding.nodeCount() > finding.nodes().size());
  }
}
