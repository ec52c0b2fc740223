package dev.plumbline.report.format;

import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import dev.plumbline.report.model.NotEvaluated;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A report as the {@code ClusterReport} of OpenReports, the successor of the PolicyReport.
 *
 * @see <a href="https://github.com/openreports/reports-api">openreports.io/v1alpha1</a>
 */
public final class OpenReports {

  private static final String SOURCE = "plumbline";

  private OpenReports() {}

  /** The object, without owners. */
  public static Map<String, Object> clusterReport(String name, ComplianceReportStatus report) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("labels", Map.of("app.kubernetes.io/managed-by", SOURCE));
    metadata.put("name", SOURCE + "-" + name);
    Map<String, Object> resource = new LinkedHashMap<>();
    resource.put("apiVersion", "openreports.io/v1alpha1");
    resource.put("kind", "ClusterReport");
    resource.put("metadata", metadata);
    List<Map<String, Object>> results = new ArrayList<>();
    UnevaluatedNodes.of(report).forEach(group -> results.add(result(report, group)));
    for (ControlResult control : report.controls()) {
      for (NodeFinding finding : control.findings()) {
        results.add(result(report, control, finding));
      }
    }
    resource.put("source", SOURCE);
    resource.put("summary", summary(results));
    resource.put("results", results);
    return resource;
  }

  private static Map<String, Object> result(
      ComplianceReportStatus report, ControlResult control, NodeFinding finding) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("source", SOURCE);
    result.put("policy", Optional.ofNullable(report.benchmark()).orElse(""));
    result.put("rule", control.name());
    result.put("category", control.id());
    result.put("severity", control.severity().name());
    result.put("result", result(finding.status()));
    result.put("scored", finding.status() == Status.Pass || finding.status() == Status.Fail);
    result.put("message", finding.message());
    putPlace(result, report, finding.nodes());
    result.put(
        "properties",
        new TreeMap<>(
            Map.of(
                "title", control.title(),
                "status", finding.status().name(),
                "reason", finding.reason().name(),
                "nodeCount", Integer.toString(finding.nodeCount()))));
    return result;
  }

  /** Nodes without findings: an error of the scan, unless it tolerates them. */
  private static Map<String, Object> result(ComplianceReportStatus report, NotEvaluated group) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("source", SOURCE);
    result.put("policy", Optional.ofNullable(report.benchmark()).orElse(""));
    result.put("rule", "nodes-evaluated");
    result.put("result", UnevaluatedNodes.areTolerated(report) ? "skip" : "error");
    result.put("scored", false);
    result.put("message", UnevaluatedNodes.message(group));
    putPlace(result, report, UnevaluatedNodes.names(group));
    result.put(
        "properties",
        new TreeMap<>(
            Map.of(
                "status", UnevaluatedNodes.STATUS,
                "reason", group.reason().name(),
                "nodeCount", Integer.toString(group.count()))));
    return result;
  }

  private static void putPlace(
      Map<String, Object> result, ComplianceReportStatus report, List<String> nodes) {
    Optional.ofNullable(report.lastScanTime())
        .ifPresent(
            time ->
                result.put(
                    "timestamp",
                    new TreeMap<>(
                        Map.of("seconds", Instant.parse(time).getEpochSecond(), "nanos", 0))));
    if (!nodes.isEmpty()) {
      result.put(
          "resources",
          nodes.stream()
              .map(node -> new TreeMap<>(Map.of("apiVersion", "v1", "kind", "Node", "name", node)))
              .toList());
    }
  }

  /** What is waived is neither pass nor fail to it, so it is skipped; its properties say why. */
  private static String result(Status status) {
    return switch (status) {
      case Pass -> "pass";
      case Fail -> "fail";
      case Manual -> "warn";
      case Error -> "error";
      case NotApplicable, Waived -> "skip";
    };
  }

  private static Map<String, Object> summary(List<Map<String, Object>> results) {
    Map<String, Object> summary = new LinkedHashMap<>();
    for (String result : List.of("pass", "fail", "warn", "error", "skip")) {
      summary.put(result, results.stream().filter(r -> result.equals(r.get("result"))).count());
    }
    return summary;
  }
}
