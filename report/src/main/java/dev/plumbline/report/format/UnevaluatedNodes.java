package dev.plumbline.report.format;

import dev.plumbline.engine.finding.Listed;
import dev.plumbline.report.NodesEvaluated;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceScanStatus.Nodes;
import dev.plumbline.report.model.NotEvaluated;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The selected nodes that a report is not about. They have no findings, so each format writes them
 * apart from those.
 */
final class UnevaluatedNodes {

  /** Where a format has the status of a finding. */
  static final String STATUS = "NotEvaluated";

  private UnevaluatedNodes() {}

  /** By reason; empty when every node was evaluated. */
  static List<NotEvaluated> of(ComplianceReportStatus report) {
    return nodes(report).notEvaluatedReasons();
  }

  private static Nodes nodes(ComplianceReportStatus report) {
    return Objects.requireNonNullElse(report.nodes(), Nodes.allEvaluated(0));
  }

  /** Whether the scan tolerates that they were not evaluated. */
  static boolean areTolerated(ComplianceReportStatus report) {
    return report
        .condition(NodesEvaluated.TYPE)
        .filter(condition -> condition.reason().equals(NodesEvaluated.TOLERATED))
        .isPresent();
  }

  /** How many of the nodes were evaluated. */
  static String counts(ComplianceReportStatus report) {
    return nodes(report).evaluated() + " of " + nodes(report).selected() + " nodes evaluated";
  }

  static String title(NotEvaluated group) {
    return group.count()
        + (group.count() == 1 ? " node was" : " nodes were")
        + " not evaluated ("
        + group.reason()
        + ")";
  }

  /** A line for each node that is named, and one for the others. */
  static List<String> lines(NotEvaluated group) {
    List<String> lines = new ArrayList<>();
    group.nodes().forEach(node -> lines.add(node.name() + ": " + node.message()));
    String more = Listed.andMore(group.count() - group.nodes().size());
    if (!more.isEmpty()) {
      lines.add(more.strip());
    }
    return lines;
  }

  /** All in one text. */
  static String message(NotEvaluated group) {
    return title(group) + ". " + String.join(" ", lines(group));
  }

  static List<String> names(NotEvaluated group) {
    return group.nodes().stream().map(NotEvaluated.Node::name).toList();
  }
}
