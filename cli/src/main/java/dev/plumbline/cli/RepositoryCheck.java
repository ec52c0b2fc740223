package dev.plumbline.cli;

import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.report.Attestations;
import dev.plumbline.report.Baseline;
import dev.plumbline.report.Conditions;
import dev.plumbline.report.NodeFindings;
import dev.plumbline.report.NodesEvaluated;
import dev.plumbline.report.ReleasesEvaluated;
import dev.plumbline.report.ReportBuilder;
import dev.plumbline.report.Selection;
import dev.plumbline.report.Selections;
import dev.plumbline.report.Waivers;
import dev.plumbline.report.model.Report;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Evaluates evidence of files, or of one host root, as the operator evaluates that of nodes: once,
 * for all benchmarks.
 *
 * @param hints the release of components whose own evidence does not name it
 */
record RepositoryCheck(CheckRules rules, ReleaseHints hints) {

  /**
   * Evaluates them.
   *
   * @param sources evidence by the name of its file or host
   */
  Checked evaluate(Map<String, Evidence> sources) {
    Instant now = rules.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    List<NodeFindings> findings =
        Stream.concat(findings(sources).stream(), Stream.of(withoutCluster())).toList();
    ReleasesEvaluated releases = releases(sources);
    NodesEvaluated counts = counts(sources);
    return new Checked(
        rules.benchmarks().stream()
            .map(benchmark -> report(benchmark, findings, releases, now, counts))
            .toList(),
        findings,
        () -> Baseline.ofFailures(findings, rules.benchmarks(), rules.approvals(), today(now)));
  }

  private static NodesEvaluated counts(Map<String, Evidence> sources) {
    if (sources.keySet().equals(Set.of(NodeFindings.HOST))) {
      return NodesEvaluated.all(1);
    }
    int read = (int) sources.values().stream().filter(RepositoryCheck::wasRead).count();
    return NodesEvaluated.files(sources.size(), read);
  }

  /** Of a file that can't be read there is nothing but the reason. */
  private static boolean wasRead(Evidence evidence) {
    return !evidence.components().isEmpty() || evidence.problems().isEmpty();
  }

  private static LocalDate today(Instant now) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC);
  }

  private Stream<NodeFindings> ofBenchmark(
      Selection.Chosen benchmark, List<NodeFindings> findings, Instant now) {
    Attestations attestations =
        Attestations.of(rules.approvals(), benchmark, rules.benchmarks(), today(now));
    return findings.stream()
        .map(source -> source.of(benchmark.controls()))
        .map(attestations::applied);
  }

  private Report report(
      Selection.Chosen benchmark,
      List<NodeFindings> findings,
      ReleasesEvaluated releases,
      Instant now,
      NodesEvaluated counts) {
    List<NodeFindings> own = ofBenchmark(benchmark, findings, now).toList();
    Waivers waivers =
        Waivers.of(rules.approvals(), benchmark, rules.benchmarks(), today(now))
            .with(rules.baseline());
    return Report.named(
        rules.benchmarks().size() == 1 ? "check" : "check-" + benchmark.benchmark().name(),
        new ReportBuilder(benchmark, own, waivers, releases)
            .build(
                Report.CHECK,
                new ReportBuilder.Times(now, now),
                counts,
                new Conditions(List.of(), 0, rules.clock())));
  }

  private ReleasesEvaluated releases(Map<String, Evidence> sources) {
    return ReleasesEvaluated.of(
        sources.values().stream().map(evidence -> Engine.releases(evidence, hints)));
  }

  private List<NodeFindings> findings(Map<String, Evidence> sources) {
    Engine engine = new Engine(Selections.controls(rules.benchmarks()));
    List<NodeFindings> all =
        sources.entrySet().stream()
            .map(s -> new NodeFindings(s.getKey(), engine.evaluate(s.getValue(), hints)))
            .toList();
    Set<Control> evaluated =
        all.stream()
            .flatMap(source -> source.findings().entrySet().stream())
            .filter(e -> e.getValue().reason() != Reason.NotOnThisNode)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    return all.stream().map(source -> withoutAbsent(source, evaluated)).toList();
  }

  /** That a file is not about a component that other files configure is no finding. */
  private static NodeFindings withoutAbsent(NodeFindings source, Set<Control> evaluated) {
    return new NodeFindings(
        source.node(),
        source.findings().entrySet().stream()
            .filter(
                e ->
                    e.getValue().reason() != Reason.NotOnThisNode
                        || !evaluated.contains(e.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  private NodeFindings withoutCluster() {
    Finding finding =
        Finding.of(
            Status.NotApplicable,
            Reason.DeterminedElsewhere,
            "The control is about objects of a cluster, which check does not read.",
            List.of());
    return new NodeFindings(
        NodeFindings.CLUSTER,
        Selections.controls(rules.benchmarks()).stream()
            .filter(Control::isOfCluster)
            .collect(Collectors.toMap(control -> control, control -> finding)));
  }
}
