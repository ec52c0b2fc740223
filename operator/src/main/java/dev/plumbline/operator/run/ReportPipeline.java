package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.cluster.ClusterObjects;
import dev.plumbline.operator.cluster.ControlPlaneReader;
import dev.plumbline.operator.settings.OperatorSettings;
import dev.plumbline.operator.store.EvidenceStore;
import dev.plumbline.operator.store.ReportInputs;
import dev.plumbline.operator.store.ScanOwnership;
import dev.plumbline.report.ClusterReading;
import dev.plumbline.report.ComplianceConditions;
import dev.plumbline.report.Conditions;
import dev.plumbline.report.NodesEvaluated;
import dev.plumbline.report.ReportBuilder.Times;
import dev.plumbline.report.RunEvaluator;
import dev.plumbline.report.Selection;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceScanStatus.Run;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** From a run's results to reports: evaluate, compare, fit, write. */
final class ReportPipeline {

  /** Of a DNS subdomain, which the name of an object is. */
  private static final int MAX_NAME = 253;

  private final KubernetesClient client;
  private final ObjectWriter writer;
  private final Optional<OpenReportsWriter> openReports;
  private final ReportsOfRuns reports;
  private final EvidenceEvaluation evidence;
  private final ReportInputs inputs;
  private final ClusterChanges clusterChanges;
  private final Clock clock;

  ReportPipeline(
      KubernetesClient client,
      ObjectWriter writer,
      OperatorSettings settings,
      EvidenceStore store,
      ScanObjects objects,
      Clock clock) {
    this.client = client;
    this.writer = writer;
    this.openReports = OpenReportsWriter.of(client, settings);
    this.reports = new ReportsOfRuns(client, settings);
    this.evidence = new EvidenceEvaluation(store, objects);
    this.inputs = new ReportInputs(client, settings.namespace());
    this.clusterChanges = objects.clusterChanges();
    this.clock = clock;
  }

  /** A report by its name and that of its benchmark, and the one that it replaces. */
  record Replacement(
      String name,
      String benchmark,
      ComplianceReportStatus report,
      Optional<ComplianceReportStatus> previous) {

    /** Of the report, as the scan's status has it. */
    String digest() {
      return WrittenReports.digest(report);
    }

    private boolean differs() {
      return previous.map(before -> !before.controls().equals(report.controls())).orElse(true);
    }
  }

  /**
   * What a run has found.
   *
   * @param obsolete reports on benchmarks that the scan no longer asks for
   * @param inputs what the reports were made from beside the evidence of nodes
   * @param progress what the reports are about: without the nodes whose evidence was damaged
   */
  record Evaluation(
      List<Replacement> reports,
      List<ComplianceReport> obsolete,
      EvaluatedInputs inputs,
      RunProgress progress,
      Times times) {

    /** Whether a control has another outcome than in the report that there is. */
    boolean differs() {
      return reports.stream().anyMatch(Replacement::differs);
    }
  }

  /** The reports of a scan that exist, one for each benchmark that it asks for. */
  List<ComplianceReport> existing(ComplianceScan scan, List<Selection.Chosen> benchmarks) {
    return benchmarks.stream()
        .flatMap(benchmark -> writer.report(name(scan, benchmark)).stream())
        .toList();
  }

  /**
   * Why a report can't be written: its name is too long, or that of another scan's. Empty when
   * every report can be.
   */
  Optional<ResolvedScan.Invalid> conflict(ComplianceScan scan, List<Selection.Chosen> benchmarks) {
    return benchmarks.stream()
        .map(benchmark -> name(scan, benchmark))
        .filter(name -> name.length() > MAX_NAME)
        .findFirst()
        .map(
            name ->
                new ResolvedScan.Invalid(
                    "benchmarks",
                    "The report would have the name "
                        + name
                        + ", and the API server takes at most "
                        + MAX_NAME
                        + " characters. Give the scan a shorter name."))
        .or(
            () ->
                existing(scan, benchmarks).stream()
                    .flatMap(report -> conflict(scan, report).stream())
                    .findFirst());
  }

  private static Optional<ResolvedScan.Invalid> conflict(
      ComplianceScan scan, ComplianceReport report) {
    return ScanOwnership.otherScan(report, scan)
        .map(
            other ->
                new ResolvedScan.Invalid(
                    "benchmarks",
                    "The report would have the name "
                        + report.getMetadata().getName()
                        + ", which is a report of the scan "
                        + other
                        + ". Give one of the scans another name."));
  }

  /** Creates empty reports, whose conditions people can wait for. */
  void ensureReports(ComplianceScan scan, List<Selection.Chosen> benchmarks) {
    for (Selection.Chosen benchmark : benchmarks) {
      if (writer.report(name(scan, benchmark)).isEmpty()) {
        writer.report(
            scan,
            benchmark.benchmark().name(),
            ComplianceReportStatus.waiting(
                ComplianceConditions.waiting(conditions(Optional.empty(), scan))));
      }
    }
  }

  /** Evaluates once what the run has read, for each benchmark. */
  Evaluation evaluate(
      ComplianceScan scan, ResolvedScan.Valid resolved, Run run, RunProgress finished) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    List<Selection.Chosen> benchmarks = resolved.benchmarks();
    RunEvaluator evaluator = RunEvaluator.of(benchmarks);
    RunProgress progress = evidence.evaluate(scan, finished, evaluator);
    Times times = new Times(progress.oldest().orElse(now), now);
    clusterChanges.evaluated(scan);
    ClusterReading cluster =
        new ClusterReading(ClusterObjects.read(client), ControlPlaneReader.read(client));
    RunEvaluator.Evaluated evaluated = evaluator.with(cluster);
    EvaluatedInputs from = EvaluatedInputs.of(resolved, cluster);
    NodesEvaluated nodes = new NodesEvaluated(progress.counts(), scan.getSpec().unreadable());
    List<ComplianceReport> existing = writer.reports(scan);
    List<Replacement> replacements = new ArrayList<>();
    ReportsOfRuns.OfRun published = reports.of(scan, evaluator, evaluated, progress);
    for (Selection.Chosen benchmark : benchmarks) {
      Optional<ComplianceReportStatus> previous = previous(scan, benchmark, existing);
      ComplianceReportStatus report =
          evaluated
              .report(
                  benchmark,
                  run.id(),
                  times,
                  nodes,
                  resolved.approvals(),
                  conditions(previous, scan))
              .withInputs(from.of(benchmark.benchmark().name()));
      replacements.add(
          new Replacement(
              name(scan, benchmark),
              benchmark.benchmark().name(),
              published.continued(name(scan, benchmark), benchmark, report, previous),
              previous));
    }
    Set<String> names = replacements.stream().map(Replacement::name).collect(Collectors.toSet());
    return new Evaluation(
        replacements,
        existing.stream().filter(old -> !names.contains(old.getMetadata().getName())).toList(),
        from,
        progress,
        times);
  }

  /** Writes the report on each benchmark, and deletes the obsolete ones. */
  void write(ComplianceScan scan, Evaluation evaluation) {
    evaluation.inputs().store(scan, inputs);
    for (Replacement replacement : evaluation.reports()) {
      writer.report(scan, replacement.benchmark(), replacement.report());
      openReports.ifPresent(open -> open.write(scan, replacement.name(), replacement.report()));
    }
    for (ComplianceReport report : evaluation.obsolete()) {
      writer.delete(report);
      openReports.ifPresent(open -> open.delete(scan, report.getMetadata().getName()));
    }
    evaluation.inputs().retain(scan, inputs);
  }

  /**
   * The report that a new one replaces: of the same name, else one on the same benchmark. That is
   * so when {@code spec.benchmark} becomes {@code spec.benchmarks}.
   */
  private static Optional<ComplianceReportStatus> previous(
      ComplianceScan scan, Selection.Chosen benchmark, List<ComplianceReport> existing) {
    String name = name(scan, benchmark);
    return existing.stream()
        .filter(report -> report.getMetadata().getName().equals(name))
        .findFirst()
        .or(() -> existing.stream().filter(report -> isOn(benchmark, report)).findFirst())
        .map(ComplianceReport::getStatus);
  }

  private static boolean isOn(Selection.Chosen benchmark, ComplianceReport report) {
    return report.getStatus() != null
        && benchmark.benchmark().name().equals(report.getStatus().benchmark());
  }

  private static String name(ComplianceScan scan, Selection.Chosen benchmark) {
    return scan.getSpec().reportName(scan.getMetadata().getName(), benchmark.benchmark().name());
  }

  /** A report has no spec of its own: what it answers is the scan's. */
  private Conditions conditions(Optional<ComplianceReportStatus> previous, ComplianceScan scan) {
    return new Conditions(
        previous.map(ComplianceReportStatus::conditions).orElse(List.of()),
        RunDecision.generation(scan),
        clock);
  }
}
