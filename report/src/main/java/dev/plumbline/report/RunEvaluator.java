package dev.plumbline.report;

import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.report.model.ComplianceReportStatus;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run has read, evaluated once for all benchmarks that the scan asks for. Each control is
 * evaluated once, or once for each set of parameters that the benchmarks give it, on each evidence.
 */
public final class RunEvaluator {

  private final List<Selection.Chosen> benchmarks;
  private final Engine engine;
  private final NodesObserved nodes;

  private RunEvaluator(List<Selection.Chosen> benchmarks) {
    List<Control> controls = Selections.controls(benchmarks);
    this.benchmarks = List.copyOf(benchmarks);
    this.engine = new Engine(controls);
    this.nodes = new NodesObserved(controls, engine::evaluate);
  }

  /** Evaluates every control that one of the benchmarks has. */
  public static RunEvaluator of(List<Selection.Chosen> benchmarks) {
    return new RunEvaluator(benchmarks);
  }

  /** Evaluates evidence of nodes, and keeps the findings only. */
  public RunEvaluator add(NodeReading.Collected read) {
    nodes.add(read);
    return this;
  }

  /** What the evidence that was added comes to by one of the benchmarks, before any approval. */
  public NodeVerdicts nodeVerdicts(Selection.Chosen benchmark) {
    return NodeVerdicts.of(benchmark.controls(), nodes.findings());
  }

  /** Evaluates the cluster as a whole, once the evidence of every node was added. */
  public Evaluated with(ClusterReading cluster) {
    NodeFindings ofCluster =
        new NodeFindings(
            NodeFindings.CLUSTER,
            engine.evaluate(
                PodAdmissionOfCluster.applied(
                    PodSecurityOfCluster.applied(
                        cluster.objects(),
                        nodes.podSecurity(),
                        nodes.apiServers(),
                        cluster.controlPlane()),
                    nodes.probes(),
                    cluster.controlPlane())));
    return new Evaluated(
        benchmarks,
        Stream.concat(nodes.findings().stream(), Stream.of(ofCluster)).toList(),
        ofCluster,
        nodes.apiServers(),
        nodes.releases(),
        cluster.controlPlane());
  }

  /** The findings of a run on all nodes and on the cluster. */
  public static final class Evaluated {

    private final List<Selection.Chosen> benchmarks;
    private final List<NodeFindings> findings;
    private final NodeFindings ofCluster;
    private final ApiServersObserved apiServers;
    private final ReleasesEvaluated releases;
    private final ControlPlane controlPlane;

    private Evaluated(
        List<Selection.Chosen> benchmarks,
        List<NodeFindings> findings,
        NodeFindings ofCluster,
        ApiServersObserved apiServers,
        ReleasesEvaluated releases,
        ControlPlane controlPlane) {
      this.benchmarks = benchmarks;
      this.findings = findings;
      this.ofCluster = ofCluster;
      this.apiServers = apiServers;
      this.releases = releases;
      this.controlPlane = controlPlane;
    }

    /** The findings on each node and on the cluster, before anything is waived. */
    public List<NodeFindings> findings() {
      return findings;
    }

    /** What the cluster's objects come to by one of the benchmarks, before any approval. */
    public ClusterVerdicts clusterVerdicts(Selection.Chosen benchmark) {
      return ClusterVerdicts.of(benchmark.controls(), ofCluster.findings());
    }

    /**
     * The report on one of the benchmarks, without its history.
     *
     * @param run the run's id
     * @param counts how many nodes were selected, and why some of them were not evaluated
     * @param approvals those that apply to the scan
     * @param previous the conditions of the report that this one replaces
     */
    public ComplianceReportStatus report(
        Selection.Chosen benchmark,
        String run,
        ReportBuilder.Times times,
        NodesEvaluated counts,
        Approvals approvals,
        Conditions previous) {
      return report(benchmark, run, times, counts, approvals, Baseline.none(), previous);
    }

    /**
     * The same, where failures that are known do not count.
     *
     * @param known the failures
     */
    public ComplianceReportStatus report(
        Selection.Chosen benchmark,
        String run,
        ReportBuilder.Times times,
        NodesEvaluated counts,
        Approvals approvals,
        Baseline known,
        Conditions previous) {
      LocalDate today = LocalDate.ofInstant(times.evaluated(), ZoneOffset.UTC);
      Attestations attestations = Attestations.of(approvals, benchmark, benchmarks, today);
      ControlPlaneObserved observed =
          new ControlPlaneObserved(
              controlPlane, apiServers, ControlPlane.isSubjectOf(benchmark.controls()));
      return new ReportBuilder(
              benchmark,
              attested(
                  Stream.concat(
                      findings.stream(), Stream.of(ofNoNode(counts, benchmark.controls()))),
                  benchmark.controls(),
                  attestations),
              Waivers.of(approvals, benchmark, benchmarks, today).with(known),
              releases,
              Optional.of(observed))
          .build(run, times, counts, previous);
    }
  }

  /** Nodes with the same evidence share one map, so that each is gone through once. */
  private static List<NodeFindings> attested(
      Stream<NodeFindings> nodes, List<Control> controls, Attestations attestations) {
    IdentityHashMap<Map<Control, Finding>, Map<Control, Finding>> known = new IdentityHashMap<>();
    return nodes
        .map(
            node ->
                new NodeFindings(
                    node.node(),
                    known.computeIfAbsent(
                        node.findings(),
                        same -> attestations.applied(node.of(controls)).findings())))
        .toList();
  }

  /** When no node was evaluated, controls about nodes are unknown, and not NotApplicable. */
  private static NodeFindings ofNoNode(NodesEvaluated counts, List<Control> controls) {
    return new NodeFindings(
        NodeFindings.CLUSTER,
        counts.nodes().evaluated() > 0
            ? Map.of()
            : NodesObserved.error(
                Reason.NoEvidence,
                "Could not be determined: no node was evaluated. See the condition "
                    + NodesEvaluated.TYPE
                    + ".",
                controls));
  }
}
