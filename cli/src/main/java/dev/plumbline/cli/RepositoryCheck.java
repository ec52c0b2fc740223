package dev.plumbline.cli;

import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.report.Attestations;
import dev.plumbline.report.Conditions;
import dev.plumbline.report.NodeFindings;
import dev.plumbline.report.NodesEvaluated;
import dev.plumbline.report.ReleasesEvaluated;
import dev.plumbline.report.ReportBuilder;
import dev.plumbline.report.Selection;
import dev.plumbline.report.Waivers;
import dev.plumbline.report.model.ComplianceScanSpec;
import dev.plumbline.report.model.Report;
import java.time.Clock;
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
 * Evaluates evidence of files, or of one host root, as the operator evaluates that of nodes.
 *
 * @param selection the controls, and the benchmark that they are of
 * @param scan whose waivers and attestations count
 * @param hints the release of components whose own evidence does not name it
 */
record RepositoryCheck(
    Selection.Chosen selection, ComplianceScanSpec scan, ReleaseHints hints, Clock clock) {

  /**
   * The report.
   *
   * @param sources evidence by the name of its file or host
   */
  Report report(Map<String, Evidence> sources) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    Attestations attestations = new Attestations(scan.attested(), selection.benchmark(), today);
    List<NodeFindings> findings =
        Stream.concat(findings(sources).stream(), Stream.of(withoutCluster()))
            .map(attestations::applied)
            .toList();
    Waivers waivers = new Waivers(scan.waived(), selection.benchmark(), today);
    return Report.named(
        "check",
        new ReportBuilder(selection, findings, waivers, releases(sources))
            .build(
                "check",
                new ReportBuilder.Times(now, now),
                NodesEvaluated.all(sources.size()),
                new Conditions(List.of(), 0, clock)));
  }

  private ReleasesEvaluated releases(Map<String, Evidence> sources) {
    return ReleasesEvaluated.of(
        sources.values().stream().map(evidence -> Engine.releases(evidence, hints)));
  }

  private List<NodeFindings> findings(Map<String, Evidence> sources) {
    Engine engine = selection.engine();
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
            Reason.NothingToEvaluate,
            "The control is about objects of a cluster, which check does not read.",
            List.of());
    return new NodeFindings(
        NodeFindings.CLUSTER,
        selection.controls().stream()
            .filter(Control::isOfCluster)
            .collect(Collectors.toMap(control -> control, control -> finding)));
  }
}
