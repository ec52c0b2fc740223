package dev.plumbline.cli;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Platform;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.Baseline;
import dev.plumbline.report.Conditions;
import dev.plumbline.report.ReportBuilder;
import dev.plumbline.report.RunEvaluator;
import dev.plumbline.report.Selection;
import dev.plumbline.report.bundle.BundleIndex;
import dev.plumbline.report.bundle.EvidenceBundle;
import dev.plumbline.report.model.ComplianceBenchmarkSpec;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import dev.plumbline.report.model.Report;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The nodes of an evidence bundle, evaluated as the operator evaluates them. */
record CheckedBundle(EvidenceBundle bundle) implements CheckInput {

  /** The benchmarks that there were reports on. */
  List<String> benchmarks() {
    return bundle.index().benchmarks();
  }

  /** Those of them that are not shipped, by name. */
  Map<String, ComplianceBenchmarkSpec> definitions() {
    Map<String, ComplianceBenchmarkSpec> definitions = new TreeMap<>();
    bundle.definitions().values().forEach(one -> definitions.put(one.name(), one.spec()));
    return definitions;
  }

  @Override
  public CheckedPlatforms platforms(Catalogue shipped) {
    BundleIndex.Cluster cluster = bundle.index().cluster();
    return new CheckedPlatforms(
        shipped,
        List.of(
            new Platform(
                "the cluster",
                cluster.version(),
                cluster.distributions(),
                "the evidence bundle names " + String.join(" and ", cluster.distributions()))));
  }

  @Override
  public Checked evaluate(CheckRules rules) {
    Instant now = rules.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    RunEvaluator evaluator = RunEvaluator.of(rules.benchmarks());
    bundle.readings().forEach(evaluator::add);
    RunEvaluator.Evaluated evaluated = evaluator.with(bundle.cluster());
    ReportBuilder.Times times = new ReportBuilder.Times(bundle.oldest().orElse(now), now);
    return new Checked(
        rules.benchmarks().stream()
            .map(benchmark -> report(benchmark, evaluated, times, rules))
            .toList(),
        evaluated.findings(),
        () ->
            Baseline.ofFailures(
                evaluated.findings(),
                rules.benchmarks(),
                rules.approvals(),
                LocalDate.ofInstant(now, ZoneOffset.UTC)));
  }

  private Report report(
      Selection.Chosen benchmark,
      RunEvaluator.Evaluated evaluated,
      ReportBuilder.Times times,
      CheckRules rules) {
    String scan = bundle.index().scan().name();
    return Report.named(
        rules.benchmarks().size() == 1 ? scan : scan + "-" + benchmark.benchmark().name(),
        evaluated.report(
            benchmark,
            bundle.index().run().id(),
            times,
            bundle.counts(),
            rules.approvals(),
            rules.baseline(),
            new Conditions(List.of(), 0, rules.clock())));
  }

  /** What many controls or nodes have in common is one line. */
  @Override
  public Set<String> undetermined(List<ControlResult> results) {
    Set<String> sentences = new LinkedHashSet<>();
    if (bundle.counts().areTooFew()) {
      sentences.add(bundle.counts().message());
    }
    results.stream()
        .flatMap(result -> result.findings().stream())
        .filter(finding -> finding.status() == Status.Error)
        .map(NodeFinding::message)
        .forEach(sentences::add);
    return sentences;
  }

  /** The bundle says nothing of other nodes. */
  @Override
  public boolean mayExist(String source) {
    return true;
  }
}
