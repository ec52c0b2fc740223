package dev.plumbline.operator.run;

import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.cluster.ClusterObjects;
import dev.plumbline.operator.cluster.ControlPlaneReader;
import dev.plumbline.operator.store.NodeResult;
import dev.plumbline.report.Attestations;
import dev.plumbline.report.ClusterReading;
import dev.plumbline.report.ComplianceConditions;
import dev.plumbline.report.Conditions;
import dev.plumbline.report.History;
import dev.plumbline.report.NodesEvaluated;
import dev.plumbline.report.ReportBuilder.Times;
import dev.plumbline.report.ReportSize;
import dev.plumbline.report.RunEvaluator;
import dev.plumbline.report.Selection;
import dev.plumbline.report.Waivers;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceScanStatus.Run;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** From the results of a run to the report that is written: evaluate, compare, fit, write. */
final class ReportPipeline {

  private final KubernetesClient client;
  private final ObjectWriter writer;
  private final Optional<OpenReportsWriter> openReports;
  private final Clock clock;

  ReportPipeline(
      KubernetesClient client,
      ObjectWriter writer,
      Optional<OpenReportsWriter> openReports,
      Clock clock) {
    this.client = client;
    this.writer = writer;
    this.openReports = openReports;
    this.clock = clock;
  }

  /** A report, and the one that it replaces. */
  record Published(ComplianceReportStatus report, Optional<ComplianceReportStatus> previous) {}

  /** Creates an empty report, so that people can wait for its conditions. */
  void ensureReport(ComplianceScan scan) {
    if (writer.report(scan.getMetadata().getName()).isEmpty()) {
      writer.report(
          scan,
          ComplianceReportStatus.waiting(
              ComplianceConditions.waiting(conditions(Optional.empty(), scan))));
    }
  }

  Published publish(
      ComplianceScan scan, Selection.Chosen selection, Run run, Times times, RunProgress progress) {
    Optional<ComplianceReportStatus> previous =
        writer.report(scan.getMetadata().getName()).map(ComplianceReport::getStatus);
    ComplianceReportStatus evaluated = evaluate(scan, selection, run, times, progress, previous);
    ComplianceReportStatus report =
        ReportSize.fitted(History.continued(evaluated, previous, scan.getSpec().historyEntries()));
    writer.report(scan, report);
    openReports.ifPresent(open -> open.write(scan, report));
    return new Published(report, previous);
  }

  private ComplianceReportStatus evaluate(
      ComplianceScan scan,
      Selection.Chosen selection,
      Run run,
      Times times,
      RunProgress progress,
      Optional<ComplianceReportStatus> previous) {
    LocalDate today = LocalDate.ofInstant(times.evaluated(), ZoneOffset.UTC);
    Benchmark benchmark = selection.benchmark();
    return RunEvaluator.of(
        selection,
        run.id(),
        times,
        new NodesEvaluated(progress.counts(), scan.getSpec().unreadable()),
        progress.results().stream().map(NodeResult::reading).toList(),
        new ClusterReading(ClusterObjects.read(client), ControlPlaneReader.read(client)),
        new Attestations(scan.getSpec().attested(), benchmark, today),
        new Waivers(scan.getSpec().waived(), benchmark, today),
        conditions(previous, scan));
  }

  /** A report has no spec of its own: what it answers is the scan's. */
  private Conditions conditions(Optional<ComplianceReportStatus> previous, ComplianceScan scan) {
    return new Conditions(
        previous.map(ComplianceReportStatus::conditions).orElse(List.of()),
        RunDecision.generation(scan),
        clock);
  }
}
