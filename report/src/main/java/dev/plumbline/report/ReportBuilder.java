package dev.plumbline.report;

import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.catalogue.Requirement;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.Evidence;
import dev.plumbline.report.model.ComplianceReportStatus.FilePatch;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import dev.plumbline.report.model.ComplianceReportStatus.Summary;
import dev.plumbline.report.model.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds a report's status, whole, from the findings of a run. */
public final class ReportBuilder {

  /** Enough to recognise the kind of node; the count beside it is complete. */
  private static final int MAX_NODES_NAMED = 10;

  private final Selection.Chosen selection;
  private final List<NodeFindings> nodes;
  private final WaiverStatus waivers;
  private final Optional<ControlPlaneObserved> controlPlane;
  private final ReleasesEvaluated releases;

  /**
   * Takes the findings of a run.
   *
   * @param nodes the findings before anything is waived
   */
  public ReportBuilder(
      Selection.Chosen selection,
      List<NodeFindings> nodes,
      Waivers waivers,
      ReleasesEvaluated releases) {
    this(selection, nodes, waivers, releases, Optional.empty());
  }

  /**
   * The same for a run.
   *
   * @param controlPlane what was evaluated of the control plane; empty for files of a repository
   */
  ReportBuilder(
      Selection.Chosen selection,
      List<NodeFindings> nodes,
      Waivers waivers,
      ReleasesEvaluated releases,
      Optional<ControlPlaneObserved> controlPlane) {
    this.selection = selection;
    this.releases = releases;
    this.controlPlane = controlPlane;
    this.waivers = waivers.status(nodes);
    this.nodes =
        waivers.applied(nodes).stream().sorted(Comparator.comparing(NodeFindings::node)).toList();
  }

  /**
   * When the evidence of a report was collected and evaluated.
   *
   * @param scanned when the last node was read
   * @param evaluated when that was evaluated
   */
  public record Times(Instant scanned, Instant evaluated) {}

  /**
   * The status of a finished run.
   *
   * @param previous the conditions of the report so far, whose transition times are kept
   * @param run the run's id
   * @param counts how many of the nodes, or files, the findings are about
   */
  public ComplianceReportStatus build(
      String run, Times times, NodesEvaluated counts, Conditions previous) {
    List<ControlResult> controls = controls();
    List<Condition> conditions =
        ComplianceConditions.of(
            controls, counts, selection, waivers, controlPlane, releases, previous);
    return new ComplianceReportStatus(
        conditions,
        selection.benchmark().name(),
        run,
        times.scanned().toString(),
        times.evaluated().toString(),
        Summary.of(controls),
        counts.nodes(),
        controls,
        List.of());
  }

  private List<ControlResult> controls() {
    List<ControlResult> results = new ArrayList<>();
    for (Control control : selection.controls()) {
      List<NodeFinding> findings = findings(control);
      Status status =
          Status.WORST_FIRST.stream()
              .filter(worst -> findings.stream().anyMatch(finding -> finding.status() == worst))
              .findFirst()
              .orElse(Status.NotApplicable);
      results.add(result(control, status, findings));
    }
    return results;
  }

  private ControlResult result(Control control, Status status, List<NodeFinding> findings) {
    String number = selection.benchmark().number(control.name()).orElse("");
    Requirement requirement =
        selection.benchmark().requirement(number).orElse(Requirement.of(control.name()));
    return new ControlResult(
        number,
        control.name(),
        control.title(),
        requirement.severity().orElse(control.severity()),
        status,
        control.remediation(),
        findings,
        requirement.level().orElse(null),
        requirement.assessment().orElse(null));
  }

  /** Nodes with the same outcome, and the finding on the first of them. */
  private record Group(Finding first, List<String> nodes) {}

  /** Nodes with the same outcome share a finding, in the order of the first of them. */
  private List<NodeFinding> findings(Control control) {
    Map<FindingKey, Group> groups = new LinkedHashMap<>();
    // Nodes with the same evidence have the same object, whose key is made once.
    IdentityHashMap<Finding, Group> seen = new IdentityHashMap<>();
    for (NodeFindings node : nodes) {
      Finding finding = node.findings().get(control);
      if (finding != null) {
        seen.computeIfAbsent(
                finding,
                same ->
                    groups.computeIfAbsent(
                        FindingKey.of(same), key -> new Group(same, new ArrayList<>())))
            .nodes()
            .add(node.node());
      }
    }
    return groups.values().stream()
        .map(group -> finding(group.first(), group.nodes()))
        .sorted(Comparator.comparingInt(finding -> Status.WORST_FIRST.indexOf(finding.status())))
        .toList();
  }

  private static NodeFinding finding(Finding finding, List<String> nodes) {
    List<String> named = nodes.stream().filter(n -> !n.equals(NodeFindings.CLUSTER)).toList();
    return new NodeFinding(
        finding.status(),
        finding.reason(),
        finding.message(),
        named.subList(0, Math.min(named.size(), MAX_NODES_NAMED)),
        named.size(),
        finding.evidence().stream()
            .map(
                ref ->
                    new Evidence(
                        ref.file(),
                        ref.line(),
                        ref.column() == 1 ? null : ref.column(),
                        ref.text()))
            .toList(),
        finding.patches().stream().map(patch -> new FilePatch(patch.file(), patch.diff())).toList(),
        finding.commands(),
        finding.comparison().orElse(null));
  }
}
