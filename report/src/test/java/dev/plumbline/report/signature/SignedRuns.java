package dev.plumbline.report.signature;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.evaluation.EngineCode;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.report.Approvals;
import dev.plumbline.report.ClusterReading;
import dev.plumbline.report.Conditions;
import dev.plumbline.report.ControlPlane;
import dev.plumbline.report.NodeReading;
import dev.plumbline.report.Nodes;
import dev.plumbline.report.NodesEvaluated;
import dev.plumbline.report.ReportBuilder;
import dev.plumbline.report.RunEvaluator;
import dev.plumbline.report.Selection;
import dev.plumbline.report.input.BenchmarkDefinition;
import dev.plumbline.report.input.ClusterEvidence;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.Report;
import dev.plumbline.report.model.UnreadableNodes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs of a scan with the name "cis", evaluated and signed as the operator does. */
final class SignedRuns {

  static final Catalogue CATALOGUE = Catalogue.load();

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private final SigningKey key;

  SignedRuns(SigningKey key) {
    this.key = key;
  }

  /** An API server that authorizes, or does not. */
  static NodeReading.Collected node(String name, String mode) {
    return Nodes.apiServer(
        name,
        Argument.known(
            "--authorization-mode=" + mode,
            SourceLocation.line("/etc/kubernetes/manifests/kube-apiserver.yaml", 12)));
  }

  static Selection.Chosen controls(String... numbers) {
    return (Selection.Chosen)
        Selection.of(CATALOGUE, Optional.of("cis-1.12"), List.of(numbers), List.of());
  }

  static NodeEvidence nodeEvidence(NodeReading.Collected node) {
    return new NodeEvidence(
        node.nodes().get(0),
        "v1.36.3",
        EvidenceJson.sha256(EvidenceJson.write(node.evidence()).getBytes(StandardCharsets.UTF_8)));
  }

  Report run(String run, Optional<Report> before, NodeReading.Collected... nodes) {
    return new Report(
        Map.of("name", "cis"),
        result(run, before.map(Report::status), controls("1.2.6", "5.1.1"), nodes).report());
  }

  ReportSigner.Result result(
      String run,
      Optional<ComplianceReportStatus> before,
      Selection.Chosen controls,
      NodeReading.Collected... nodes) {
    return result(run, before, controls, cluster(nodes.length), Optional.empty(), nodes);
  }

  /** A cluster of which no kind of objects was listed. */
  static ClusterReading cluster(int apiServers) {
    return new ClusterReading(
        Facts.ofCluster(Map.of(), Map.of()), new ControlPlane.SelfManaged(apiServers));
  }

  /**
   * A report on a cluster whose objects are kept.
   *
   * @param definition of the benchmark, when it is not shipped
   */
  ReportSigner.Result kept(
      ClusterReading cluster,
      Selection.Chosen controls,
      Optional<BenchmarkDefinition> definition,
      NodeReading.Collected... nodes) {
    return result(
        "one",
        Optional.empty(),
        controls,
        cluster,
        Optional.of(
            new ComplianceReportStatus.Inputs(
                ClusterEvidence.of(cluster).orElseThrow().digest(),
                definition.map(BenchmarkDefinition::digest).orElse(null),
                null)),
        nodes);
  }

  private ReportSigner.Result result(
      String run,
      Optional<ComplianceReportStatus> before,
      Selection.Chosen controls,
      ClusterReading cluster,
      Optional<ComplianceReportStatus.Inputs> inputs,
      NodeReading.Collected... nodes) {
    RunEvaluator evaluator = RunEvaluator.of(List.of(controls));
    Arrays.stream(nodes).forEach(evaluator::add);
    RunEvaluator.Evaluated evaluated = evaluator.with(cluster);
    ComplianceReportStatus report =
        evaluated.report(
            controls,
            run,
            new ReportBuilder.Times(NOW, NOW),
            new NodesEvaluated(
                Nodes.counts(nodes.length, List.of(nodes)), UnreadableNodes.defaults()),
            Approvals.none(),
            new Conditions(List.of(), 1, Clock.fixed(NOW, ZoneOffset.UTC)));
    return new ReportSigner(
            key,
            new Statement.Product(
                "plumbline 1.0", "plumbline:1.0", CATALOGUE.digest(), EngineCode.digest()))
        .signed(
            inputs.map(report::withInputs).orElse(report),
            new ReportSigner.Subject(
                new Statement.Scan("cis", "0b1e"),
                "cis",
                new Statement.ClusterOf("v1.36.3"),
                new Statement.BenchmarkOf(
                    controls.benchmark().name(), controls.benchmark().title()),
                EvidenceList.of(Arrays.stream(nodes).map(SignedRuns::nodeEvidence).toList()),
                evaluator.nodeVerdicts(controls),
                evaluated.clusterVerdicts(controls)),
            before,
            10);
  }
}
