package dev.plumbline.operator.metrics;

import dev.plumbline.engine.finding.Comparison;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.stream.Stream;

/** On how many nodes a component says and does what it is configured to, or something else. */
final class LiveComparisons {

  private LiveComparisons() {}

  /** Both counts of a control of which anything was compared, so that one that is gone is 0. */
  static List<Row<?>> rows(Tags tags, ControlResult control) {
    boolean any = control.findings().stream().anyMatch(finding -> finding.comparison() != null);
    return Stream.of(Comparison.values())
        .filter(each -> any)
        .<Row<?>>map(
            each ->
                Row.of(
                    tags.and("control", control.name(), "comparison", each.name()),
                    nodes(each, control)))
        .toList();
  }

  private static int nodes(Comparison comparison, ControlResult control) {
    return control.findings().stream()
        .filter(finding -> finding.comparison() == comparison)
        .mapToInt(NodeFinding::nodeCount)
        .sum();
  }
}
