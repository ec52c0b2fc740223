package dev.plumbline.report.format;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import dev.plumbline.report.model.NotEvaluated;
import dev.plumbline.report.model.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * OSCAL assessment results: an observation for each finding, and a finding for each control that
 * has a verdict. No kept library writes OSCAL without its whole metaschema runtime, so the object
 * is written as it is, and tested against the schema.
 *
 * @see <a href="https://pages.nist.gov/OSCAL/concepts/layer/assessment/assessment-results/">the
 *     assessment results model</a>
 */
final class Oscal {

  private static final String VERSION = "1.1.1";

  private final ComplianceReportStatus report;
  private final String time;

  private final Catalogue catalogue = Catalogue.load();
  private final OscalProperties properties = new OscalProperties();
  private final ReviewedStatus reviewed;

  private Oscal(Report report) {
    this.report = report.status();
    this.reviewed = new ReviewedStatus(this.report);
    this.time = Objects.toString(this.report.lastScanTime(), "1970-01-01T00:00:00Z");
  }

  static String render(Report report) {
    return ObjectText.json(Map.of("assessment-results", new Oscal(report).results()));
  }

  private Map<String, Object> results() {
    String title = "Plumbline: " + Objects.toString(report.benchmark(), "");
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("uuid", uuid("results"));
    results.put(
        "metadata",
        ordered(
            "title",
            title,
            "last-modified",
            Objects.toString(report.lastEvaluationTime(), time),
            "version",
            Objects.toString(report.run(), "1"),
            "oscal-version",
            VERSION));
    results.put("import-ap", Map.of("href", "#" + uuid("plan")));
    results.put("results", List.of(result(title)));
    results.put(
        "back-matter",
        Map.of(
            "resources",
            List.of(
                ordered(
                    "uuid", uuid("plan"),
                    "title", "The ComplianceScan",
                    "description", "The controls, and the nodes that they were evaluated on."))));
    return results;
  }

  private Map<String, Object> result(String title) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("uuid", uuid("result"));
    result.put("title", title);
    result.put("description", "What was found for each control, and its result.");
    result.put("start", time);
    result.put("end", time);
    if (!nodes().isEmpty()) {
      result.put(
          "local-definitions",
          Map.of(
              "inventory-items",
              nodes().stream()
                  .map(node -> ordered("uuid", uuid("node " + node), "description", node))
                  .toList()));
    }
    result.put(
        "reviewed-controls",
        Map.of(
            "control-selections",
            List.of(
                Map.of(
                    "include-controls",
                    report.controls().stream()
                        .map(control -> Map.of("control-id", control.name()))
                        .toList()))));
    if (!reviewed.remarks().isEmpty()) {
      result.put("remarks", String.join(" ", reviewed.remarks()));
    }
    List<Object> observations = new ArrayList<>();
    UnevaluatedNodes.of(report).forEach(group -> observations.add(observation(group)));
    List<Object> findings = new ArrayList<>();
    for (ControlResult control : report.controls()) {
      control.findings().forEach(finding -> observations.add(observation(control, finding)));
      if (reviewed.of(control, catalogue.named(control.name())) != Status.NotApplicable) {
        findings.add(finding(control));
      }
    }
    put(result, "observations", observations);
    put(result, "findings", findings);
    return result;
  }

  private static void put(Map<String, Object> into, String name, List<Object> items) {
    if (!items.isEmpty()) {
      into.put(name, items);
    }
  }

  private Set<String> nodes() {
    Set<String> nodes = new LinkedHashSet<>();
    report.controls().stream()
        .flatMap(control -> control.findings().stream())
        .forEach(finding -> nodes.addAll(finding.nodes()));
    UnevaluatedNodes.of(report).forEach(group -> nodes.addAll(UnevaluatedNodes.names(group)));
    return nodes;
  }

  private Map<String, Object> observation(ControlResult control, NodeFinding finding) {
    Map<String, Object> observation = new LinkedHashMap<>();
    observation.put("uuid", uuid(observationKey(control, finding)));
    observation.put("title", control.id() + " " + control.title());
    observation.put("description", finding.message());
    observation.put(
        "props",
        List.of(
            OscalProperties.property("status", finding.status().name()),
            OscalProperties.property("reason", finding.reason().name()),
            OscalProperties.property("node-count", Integer.toString(finding.nodeCount()))));
    observation.put("methods", List.of(finding.status() == Status.Manual ? "EXAMINE" : "TEST"));
    if (!finding.nodes().isEmpty()) {
      observation.put("subjects", subjects(finding.nodes()));
    }
    if (!finding.evidence().isEmpty()) {
      observation.put(
          "relevant-evidence",
          finding.evidence().stream()
              .map(
                  ref ->
                      Map.of(
                          "description",
                          ref.file()
                              + " line "
                              + ref.line()
                              + (ref.text().isEmpty() ? "" : ": " + ref.text())))
              .toList());
    }
    observation.put("collected", time);
    return observation;
  }

  /** Nodes without findings. */
  private Map<String, Object> observation(NotEvaluated group) {
    return ordered(
        "uuid",
        uuid("not evaluated " + group.reason()),
        "title",
        UnevaluatedNodes.title(group),
        "description",
        UnevaluatedNodes.message(group),
        "props",
        List.of(
            OscalProperties.property("status", UnevaluatedNodes.STATUS),
            OscalProperties.property("reason", group.reason().name()),
            OscalProperties.property("node-count", Integer.toString(group.count()))),
        "methods",
        List.of("TEST"),
        "subjects",
        subjects(UnevaluatedNodes.names(group)),
        "collected",
        time);
  }

  private List<Map<String, Object>> subjects(List<String> nodes) {
    return nodes.stream()
        .map(
            node ->
                ordered(
                    "subject-uuid", uuid("node " + node), "type", "inventory-item", "title", node))
        .toList();
  }

  private static String observationKey(ControlResult control, NodeFinding finding) {
    return control.name() + " " + finding.status() + " " + finding.nodes() + finding.message();
  }

  private Map<String, Object> finding(ControlResult control) {
    Map<String, Object> finding = new LinkedHashMap<>();
    finding.put("uuid", uuid("finding " + control.name()));
    finding.put("title", control.id() + " " + control.title());
    finding.put("description", control.remediation());
    finding.put("props", properties.of(control));
    finding.put(
        "target",
        ordered(
            "type", "objective-id",
            "target-id", control.name(),
            "status", state(reviewed.of(control, catalogue.named(control.name())))));
    finding.put(
        "related-observations",
        control.findings().stream()
            .map(ref -> Map.of("observation-uuid", uuid(observationKey(control, ref))))
            .toList());
    return finding;
  }

  /** OSCAL knows two states; what isn't known to be satisfied is not. */
  private static Map<String, Object> state(Status status) {
    return switch (status) {
      case Pass -> ordered("state", "satisfied", "reason", "pass");
      case Fail -> ordered("state", "not-satisfied", "reason", "fail");
      case Manual, Error, Waived, NotApplicable ->
          ordered("state", "not-satisfied", "reason", "other", "remarks", status.name());
    };
  }

  static Map<String, Object> ordered(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  /** The same for the same content of the same run. */
  private String uuid(String name) {
    return NameUuid.of(report.run() + time + name);
  }
}
