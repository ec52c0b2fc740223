package dev.plumbline.report;

import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceScanStatus;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Evaluates what a run has read. */
public final class RunEvaluator {

  private RunEvaluator() {}

  /**
   * A run's report, without its history.
   *
   * @param cluster facts on the objects of the cluster
   * @param attestations statements on controls that need manual review
   * @param previous the conditions of the report so far
   */
  public static ComplianceReportStatus of(
      Selection.Chosen selection,
      String run,
      ReportBuilder.Times times,
      ComplianceScanStatus.Nodes counts,
      Collection<NodeReading> nodes,
      Facts cluster,
      Attestations attestations,
      Waivers waivers,
      Conditions previous) {
    Engine engine = selection.engine();
    List<NodeFindings> findings =
        Stream.concat(
                nodes.stream().map(node -> findings(node, engine, selection.controls())),
                Stream.of(new NodeFindings(NodeFindings.CLUSTER, engine.evaluate(cluster))))
            .map(attestations::applied)
            .toList();
    return new ReportBuilder(selection, findings, waivers).build(run, times, counts, previous);
  }

  private static NodeFindings findings(NodeReading node, Engine engine, List<Control> controls) {
    if (node instanceof NodeReading.Collected read) {
      return new NodeFindings(read.node(), engine.evaluate(read.evidence(), read.hints()));
    }
    NodeReading.Failed failed = (NodeReading.Failed) node;
    Finding none =
        Finding.of(
            Status.Error,
            Reason.NoEvidence,
            "The node could not be read: " + failed.why(),
            List.of());
    Map<Control, Finding> all = new LinkedHashMap<>();
    controls.stream()
        .filter(control -> !control.isOfCluster())
        .forEach(control -> all.put(control, none));
    return new NodeFindings(failed.node(), all);
  }
}
