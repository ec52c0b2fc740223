package dev.plumbline.report;

import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceScanSpec;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run has read, evaluated once for all benchmarks that the scan asks for. Each control is
 * evaluated once, or once for each set of parameters that the benchmarks give it.
 */
public final class RunEvaluator {

  private final List<Selection.Chosen> benchmarks;
  private final List<NodeFindings> findings;
  private final Collection<NodeReading> nodes;
  private final ControlPlane controlPlane;

  private RunEvaluator(
      List<Selection.Chosen> benchmarks,
      List<NodeFindings> findings,
      Collection<NodeReading> nodes,
      ControlPlane controlPlane) {
    this.benchmarks = benchmarks;
    this.findings = findings;
    this.nodes = nodes;
    this.controlPlane = controlPlane;
  }

  /** Evaluates every control that one of the benchmarks has. */
  public static RunEvaluator of(
      List<Selection.Chosen> benchmarks, Collection<NodeReading> nodes, ClusterReading cluster) {
    List<Control> controls = Selections.controls(benchmarks);
    Engine engine = new Engine(controls);
    List<NodeFindings> findings =
        Stream.concat(
                collected(nodes).map(node -> findings(node, engine::evaluate, controls)),
                Stream.of(
                    new NodeFindings(
                        NodeFindings.CLUSTER,
                        engine.evaluate(
                            PodSecurityOfCluster.applied(
                                cluster.objects(), nodes, cluster.controlPlane())))))
            .toList();
    return new RunEvaluator(benchmarks, findings, nodes, cluster.controlPlane());
  }

  /**
   * The report on one of the benchmarks, without its history.
   *
   * @param run the run's id
   * @param counts how many nodes were selected, and why some of them were not evaluated
   * @param scan whose waivers and attestations count
   * @param previous the conditions of the report that this one replaces
   */
  public ComplianceReportStatus report(
      Selection.Chosen benchmark,
      String run,
      ReportBuilder.Times times,
      NodesEvaluated counts,
      ComplianceScanSpec scan,
      Conditions previous) {
    LocalDate today = LocalDate.ofInstant(times.evaluated(), ZoneOffset.UTC);
    Attestations attestations = new Attestations(scan.attested(), benchmark.benchmark(), today);
    ControlPlaneObserved observed =
        new ControlPlaneObserved(
            controlPlane,
            ControlPlane.apiServersEvaluated(nodes),
            ControlPlane.isSubjectOf(benchmark.controls()));
    return new ReportBuilder(
            benchmark,
            Stream.concat(findings.stream(), Stream.of(ofNoNode(counts, benchmark.controls())))
                .map(node -> node.of(benchmark.controls()))
                .map(attestations::applied)
                .toList(),
            Waivers.of(scan, benchmark, benchmarks, today),
            releases(nodes),
            Optional.of(observed))
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
