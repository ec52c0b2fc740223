package dev.plumbline.report;

import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.report.model.ComplianceReportStatus;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Evaluates what a run has read. */
public final class RunEvaluator {

  private RunEvaluator() {}

  /**
   * A run's report, without its history.
   *
   * @param counts how many nodes were selected, and why some of them were not evaluated
   * @param attestations statements of people about controls that need a manual review
   * @param previous the conditions of the report that this one replaces
   */
  public static ComplianceReportStatus of(
      Selection.Chosen selection,
      String run,
      ReportBuilder.Times times,
      NodesEvaluated counts,
      Collection<NodeReading> nodes,
      ClusterReading cluster,
      Attestations attestations,
      Waivers waivers,
      Conditions previous) {
    Engine engine = selection.engine();
    List<NodeFindings> findings =
        Stream.concat(
                collected(nodes)
                    .map(node -> findings(node, engine::evaluate, selection.controls())),
                Stream.of(
                    new NodeFindings(
                        NodeFindings.CLUSTER,
                        engine.evaluate(
                            PodSecurityOfCluster.applied(
                                cluster.objects(), nodes, cluster.controlPlane()))),
                    ofNoNode(counts, selection.controls())))
            .map(attestations::applied)
            .toList();
    ControlPlaneObserved controlPlane =
        new ControlPlaneObserved(
            cluster.controlPlane(),
            ControlPlane.apiServersEvaluated(nodes),
            ControlPlane.isSubjectOf(selection.controls()));
    return new ReportBuilder(
            selection, findings, waivers, releases(nodes), Optional.of(controlPlane))
        .build(run, times, counts, previous);
  }

  private static Stream<NodeReading.Collected> collected(Collection<NodeReading> nodes) {
    return nodes.stream()
        .filter(NodeReading.Collected.class::isInstance)
        .map(NodeReading.Collected.class::cast);
  }

  private static ReleasesEvaluated releases(Collection<NodeReading> nodes) {
    return ReleasesEvaluated.of(
        collected(nodes).map(node -> Engine.releases(node.evidence(), node.hints())));
  }

  /** When no node was evaluated, controls about nodes are unknown, and not NotApplicable. */
  private static NodeFindings ofNoNode(NodesEvaluated counts, List<Control> controls) {
    return counts.nodes().evaluated() > 0
        ? new NodeFindings(NodeFindings.CLUSTER, Map.of())
        : error(
            NodeFindings.CLUSTER,
            Reason.NoEvidence,
            "Could not be determined: no node was evaluated. See the condition "
                + NodesEvaluated.TYPE
                + ".",
            controls);
  }

  /** Evidence to findings; {@link Engine#evaluate} but for tests. */
  interface Evaluation {
    Map<Control, Finding> evaluate(Evidence evidence, ReleaseHints hints);
  }

  /** A node's evidence is not trusted: whatever it does to its evaluation stays that node's. */
  static NodeFindings findings(
      NodeReading.Collected read, Evaluation engine, List<Control> controls) {
    try {
      return new NodeFindings(read.node(), engine.evaluate(read.evidence(), read.hints()));
    } catch (RuntimeException | StackOverflowError e) {
      return error(
          read.node(),
          Reason.EvidenceUnavailable,
          "The node's evidence could not be evaluated: " + fault(e) + ".",
          controls);
    }
  }

  /** Without the exception's message, which may repeat the node's files. */
  private static String fault(Throwable e) {
    String name = e.getClass().getSimpleName();
    StackTraceElement[] trace = e.getStackTrace();
    return trace.length == 0
        ? name
        : name + " at " + trace[0].getFileName() + ":" + trace[0].getLineNumber();
  }

  private static NodeFindings error(
      String node, Reason reason, String message, List<Control> controls) {
    Finding finding = Finding.of(Status.Error, reason, message, List.of());
    Map<Control, Finding> all = new LinkedHashMap<>();
    controls.stream()
        .filter(control -> !control.isOfCluster())
        .forEach(control -> all.put(control, finding));
    return new NodeFindings(node, all);
  }
}
