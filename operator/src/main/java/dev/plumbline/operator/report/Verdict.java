package dev.plumbline.operator.scan;

import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.Release;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.operator.api.ComplianceReportStatus;
import dev.plumbline.operator.api.ComplianceScanStatus;
import dev.plumbline.operator.report.Attestations;
import dev.plumbline.operator.report.Conditions;
import dev.plumbline.operator.report.NodeFindings;
import dev.plumbline.operator.report.ReportBuilder;
import dev.plumbline.operator.report.Selection;
import dev.plumbline.operator.report.Waivers;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Judges the results of a run. */
final class Verdict {

  private Verdict() {}

  /**
   * A run's report, without its history.
   *
   * @param cluster the objects that were read
   * @param attestations people's word for what only they can tell
   * @param previous the conditions that stand in the report now
   */
  static ComplianceReportStatus of(
      Selection.Chosen selection,
      String run,
      ReportBuilder.Times times,
      ComplianceScanStatus.Nodes counts,
      Collection<NodeResult> results,
      Facts cluster,
      Attestations attestations,
      Waivers waivers,
      Conditions previous) {
    Engine engine = selection.engine();
    List<NodeFindings> findings =
        Stream.concat(
                results.stream().map(result -> findings(result, engine, selection.controls())),
                Stream.of(new NodeFindings(NodeFindings.CLUSTER, engine.evaluate(cluster))))
            .map(attestations::applied)
            .toList();
    return new ReportBuilder(selection, findings, waivers).build(run, times, counts, previous);
  }

  private static NodeFindings findings(NodeResult result, Engine engine, List<Control> controls) {
    if (result instanceof NodeResult.Collected seen) {
      return new NodeFindings(
          seen.node().name(), engine.evaluate(seen.evidence(), new Release(seen.node().version())));
    }
    NodeResult.Failed notSeen = (NodeResult.Failed) result;
    Finding none =
        Finding.of(
            Status.Error,
            Reason.NoEvidence,
            "the node could not be read: " + notSeen.why(),
            List.of());
    Map<Control, Finding> all = new LinkedHashMap<>();
    controls.stream()
        .filter(control -> !control.isOfCluster())
        .forEach(control -> all.put(control, none));
    return new NodeFindings(notSeen.node().name(), all);
  }
}
