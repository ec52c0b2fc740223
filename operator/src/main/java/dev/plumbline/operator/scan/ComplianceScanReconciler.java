package dev.plumbline.operator.scan;

import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.operator.OperatorSettings;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.cluster.ClusterObjects;
import dev.plumbline.operator.metrics.ScanMetrics;
import dev.plumbline.report.Attestations;
import dev.plumbline.report.ComplianceConditions;
import dev.plumbline.report.Conditions;
import dev.plumbline.report.History;
import dev.plumbline.report.ReportBuilder.Times;
import dev.plumbline.report.ReportSize;
import dev.plumbline.report.RunEvaluator;
import dev.plumbline.report.Waivers;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.ComplianceScanStatus.Run;
import dev.plumbline.report.model.Condition;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Brings a ComplianceScan to its ComplianceReport. */
// Not only when the generation changes: the rescan annotation starts a run too.
@ControllerConfiguration(name = "compliancescan", generationAwareEventProcessing = false)
public final class ComplianceScanReconciler implements Reconciler<ComplianceScan> {

  /**
   * How soon to look at a run again that no event has moved: events about denied pods are not
   * watched.
   */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private final Planner planner;
  private final OperatorSettings settings;
  private final Clock clock;
  private final RunStep runStep;
  private final ObjectWriter writer;
  private final OpenReportsWriter openReports;
  private final Announcements announcements;
  private final KubernetesClient client;
  private final ScanMetrics metrics;
  private final StaticPods staticPods = new StaticPods();

  public ComplianceScanReconciler(
      KubernetesClient client,
      Catalogue catalogue,
      OperatorSettings settings,
      ScanMetrics metrics,
      Clock clock) {
    this.client = client;
    this.metrics = metrics;
    this.planner = new Planner(client, catalogue);
    this.settings = settings;
    this.clock = clock;
    this.runStep =
        new RunStep(
            client,
            settings,
            new EvidenceStore(client, settings),
            new JobWatch(client, settings.namespace(), clock),
            metrics);
    this.writer = new ObjectWriter(client, settings.writing());
    this.openReports = new OpenReportsWriter(client);
    this.announcements = new Announcements(client, clock);
  }

  @Override
  public List<EventSource<?, ComplianceScan>> prepareEventSources(
      EventSourceContext<ComplianceScan> context) {
    metrics.scansAre(
        () ->
            context
                .getPrimaryCache()
                .list()
                .map(scan -> scan.getMetadata().getName())
                .collect(Collectors.toSet()));
    return List.of(
        ScanEvents.ofOwned(Job.class, settings.namespace(), context),
        ScanEvents.ofOwned(Pod.class, settings.namespace(), context),
        ScanEvents.ofNodes(context),
        ScanEvents.ofBenchmarks(context),
        staticPods.watched(context));
  }

  @Override
  public UpdateControl<ComplianceScan> reconcile(
      ComplianceScan scan, Context<ComplianceScan> context) {
    Instant now = clock.instant();
    Planner.Planned planned = planner.plan(scan, now);
    if (planned.plan() instanceof ScanPlan.Invalid invalid) {
      stall(scan, conditions(scan).invalid(invalid.field(), invalid.why()));
      return UpdateControl.noUpdate();
    }
    ScanPlan.Valid plan = (ScanPlan.Valid) planned.plan();
    StaticPods.Snapshot pods = staticPods.look(now);
    RunDecision decision =
        RunDecision.of(scan, plan, new RunDecision.Circumstances(now, pods, planned.rulesDigest()));
    if (decision instanceof RunDecision.Rest rest) {
      return rest(scan, plan, rest.run(), pods);
    }
    List<NodeTarget> nodes = nodes(scan);
    if (nodes.isEmpty()) {
      stall(scan, conditions(scan).noNodes());
      return UpdateControl.<ComplianceScan>noUpdate().rescheduleAfter(LOOK_AGAIN);
    }
    if (decision instanceof RunDecision.Begin) {
      announcements.started(scan, nodes.size());
      awaitReport(scan);
    }
    RunStep.Standing standing = runStep.advance(scan, decision.run().id(), nodes, plan.timeout());
    return standing.results().size() < nodes.size()
        ? goOn(scan, decision.run().goingOn(), nodes, standing)
        : finish(scan, plan, decision.run(), standing, planned.rulesDigest());
  }

  private UpdateControl<ComplianceScan> rest(
      ComplianceScan scan, ScanPlan.Valid plan, Run run, StaticPods.Snapshot pods) {
    Optional<Instant> next = RunDecision.nextScan(scan, plan, run);
    metrics.known(scan, () -> writer.report(scan.getMetadata().getName()));
    ComplianceScanStatus old = scan.getStatus();
    writer.status(
        scan,
        new ComplianceScanStatus(
            RunDecision.generation(scan),
            old.conditions(),
            run,
            old.nodes(),
            old.lastScanTime(),
            next.map(Instant::toString).orElse(null),
            old.report()));
    return pods.settled()
        ? until(scan, next)
        : UpdateControl.<ComplianceScan>noUpdate().rescheduleAfter(StaticPods.DEBOUNCE);
  }

  /** Until the schedule is due, or a waiver or an attestation expires. */
  private UpdateControl<ComplianceScan> until(ComplianceScan scan, Optional<Instant> next) {
    UpdateControl<ComplianceScan> nothing = UpdateControl.noUpdate();
    Instant now = clock.instant();
    Stream<Instant> expiries =
        Planner.expiries(scan)
            .map(day -> LocalDate.parse(day).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    // A second more than due: a timer that fires early would find nothing to do.
    return Stream.concat(next.stream(), expiries)
        .filter(due -> due.isAfter(now))
        .min(Comparator.naturalOrder())
        .map(due -> nothing.rescheduleAfter(Duration.between(now, due).plusSeconds(1)))
        .orElse(nothing);
  }

  private UpdateControl<ComplianceScan> goOn(
      ComplianceScan scan, Run run, List<NodeTarget> nodes, RunStep.Standing standing) {
    ComplianceScanStatus.Nodes counts = counts(nodes.size(), standing);
    String message =
        standing.results().size()
            + " of "
            + nodes.size()
            + " nodes read"
            + listed(standing.troubles());
    writer.status(
        scan,
        status(scan, conditions(scan).scanning(message), run, counts, lastScanTime(scan), null));
    return UpdateControl.<ComplianceScan>noUpdate().rescheduleAfter(LOOK_AGAIN);
  }

  private UpdateControl<ComplianceScan> finish(
      ComplianceScan scan,
      ScanPlan.Valid plan,
      Run run,
      RunStep.Standing standing,
      String rulesDigest) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String scanned = run.finished() ? String.valueOf(run.completionTime()) : now.toString();
    ComplianceScanStatus.Nodes counts = counts(standing.results().size(), standing);
    Optional<ComplianceReport> before = writer.report(scan.getMetadata().getName());
    ComplianceReportStatus report =
        report(scan, plan, run, new Times(Instant.parse(scanned), now), counts, standing, before);
    writer.report(scan, report);
    if (settings.openReports()) {
      openReports.write(scan, report);
    }
    Run finished = run.completed(scanned, rulesDigest);
    Optional<Instant> next = RunDecision.nextScan(scan, plan, finished);
    writer.status(
        scan,
        status(
            scan,
            outcome(scan, standing, report),
            finished,
            counts,
            scanned,
            next.map(Instant::toString).orElse(null)));
    metrics.judged(scan.getMetadata().getName(), report, finished);
    // A judgement anew is told only where it changes the verdict.
    if (!run.finished()) {
      announcements.finished(scan, counts, report.compliant());
    }
    announceChange(scan, before, report);
    return until(scan, next);
  }

  private ComplianceReportStatus report(
      ComplianceScan scan,
      ScanPlan.Valid plan,
      Run run,
      Times times,
      ComplianceScanStatus.Nodes counts,
      RunStep.Standing standing,
      Optional<ComplianceReport> before) {
    LocalDate today = LocalDate.ofInstant(times.evaluated(), ZoneOffset.UTC);
    Benchmark benchmark = plan.selection().benchmark();
    ComplianceReportStatus report =
        RunEvaluator.of(
            plan.selection(),
            run.id(),
            times,
            counts,
            standing.results().values().stream().map(NodeResult::reading).toList(),
            ClusterObjects.read(client),
            new Attestations(scan.getSpec().attested(), benchmark, today),
            new Waivers(scan.getSpec().waived(), benchmark, today),
            conditionsBefore(before, scan));
    return ReportSize.fitted(
        History.continued(
            report, before.map(ComplianceReport::getStatus), scan.getSpec().historyEntries()));
  }

  private List<Condition> outcome(
      ComplianceScan scan, RunStep.Standing standing, ComplianceReportStatus report) {
    List<String> failures =
        standing.results().values().stream()
            .filter(NodeResult.Failed.class::isInstance)
            .map(NodeResult.Failed.class::cast)
            .map(failure -> failure.node().name() + ": " + failure.why())
            .sorted()
            .toList();
    int total = standing.results().size();
    List<String> unwanted =
        scan.getSpec().failsOn().stream().flatMap(least -> unwanted(report, least)).toList();
    if (failures.isEmpty() && !unwanted.isEmpty()) {
      return conditions(scan)
          .notCompliant("spec.failOn asks that none of these fail" + listed(unwanted));
    }
    return failures.isEmpty()
        ? conditions(scan).done(total + " of " + total + " nodes read")
        : conditions(scan)
            .nodesNotRead(
                failures.size() + " of " + total + " nodes could not be read" + listed(failures));
  }

  private static Stream<String> unwanted(ComplianceReportStatus report, Severity least) {
    return report.controls().stream()
        .filter(control -> control.severity().compareTo(least) <= 0)
        .filter(c -> c.status() == Status.Fail || c.status() == Status.Error)
        .map(control -> control.id() + " " + control.name());
  }

  private void announceChange(
      ComplianceScan scan, Optional<ComplianceReport> before, ComplianceReportStatus report) {
    Condition compliant = compliant(report).orElseThrow();
    Optional<Condition> old =
        before.map(ComplianceReport::getStatus).flatMap(ComplianceScanReconciler::compliant);
    if (old.isPresent() && !old.get().status().equals(compliant.status())) {
      announcements.verdictChanged(
          scan, old.get().status(), compliant.status(), compliant.message());
    }
  }

  private static Optional<Condition> compliant(ComplianceReportStatus report) {
    return report.conditions().stream()
        .filter(condition -> condition.type().equals(ComplianceConditions.COMPLIANT))
        .findFirst();
  }

  private void stall(ComplianceScan scan, List<Condition> conditions) {
    Optional<ComplianceScanStatus> old = Optional.ofNullable(scan.getStatus());
    writer.status(
        scan,
        new ComplianceScanStatus(
            RunDecision.generation(scan),
            conditions,
            old.map(ComplianceScanStatus::run).orElse(null),
            old.map(ComplianceScanStatus::nodes).orElse(null),
            lastScanTime(scan),
            null,
            scan.getMetadata().getName()));
  }

  /** The report is there from the start, so that one can wait for its condition. */
  private void awaitReport(ComplianceScan scan) {
    if (writer.report(scan.getMetadata().getName()).isEmpty()) {
      writer.report(
          scan,
          ComplianceReportStatus.waiting(
              ComplianceConditions.waiting(conditionsBefore(Optional.empty(), scan))));
    }
  }

  private List<NodeTarget> nodes(ComplianceScan scan) {
    return client.nodes().withLabels(scan.getSpec().labels()).list().getItems().stream()
        .map(ComplianceScanReconciler::target)
        .sorted(Comparator.comparing(NodeTarget::name))
        .toList();
  }

  private static NodeTarget target(Node node) {
    String version =
        Optional.ofNullable(node.getStatus())
            .map(NodeStatus::getNodeInfo)
            .map(NodeSystemInfo::getKubeletVersion)
            .orElse("");
    return new NodeTarget(node.getMetadata().getName(), node.getMetadata().getUid(), version);
  }

  private static ComplianceScanStatus.Nodes counts(int total, RunStep.Standing standing) {
    int failed =
        (int)
            standing.results().values().stream()
                .filter(NodeResult.Failed.class::isInstance)
                .count();
    return new ComplianceScanStatus.Nodes(total, standing.results().size() - failed, failed);
  }

  private static String listed(List<String> sentences) {
    if (sentences.isEmpty()) {
      return "";
    }
    String more = sentences.size() > 5 ? "; and " + (sentences.size() - 5) + " more" : "";
    return ": " + sentences.stream().limit(5).collect(Collectors.joining("; ")) + more;
  }

  private ComplianceScanStatus status(
      ComplianceScan scan,
      List<Condition> conditions,
      Run run,
      ComplianceScanStatus.Nodes counts,
      @Nullable String lastScan,
      @Nullable String nextScan) {
    return new ComplianceScanStatus(
        RunDecision.generation(scan),
        conditions,
        run,
        counts,
        lastScan,
        nextScan,
        scan.getMetadata().getName());
  }

  private static @Nullable String lastScanTime(ComplianceScan scan) {
    return scan.getStatus() == null ? null : scan.getStatus().lastScanTime();
  }

  private ScanConditions conditions(ComplianceScan scan) {
    List<Condition> old =
        Optional.ofNullable(scan.getStatus())
            .map(ComplianceScanStatus::conditions)
            .orElse(List.of());
    return new ScanConditions(new Conditions(old, RunDecision.generation(scan), clock));
  }

  private Conditions conditionsBefore(Optional<ComplianceReport> report, ComplianceScan scan) {
    List<Condition> old =
        report
            .map(ComplianceReport::getStatus)
            .map(ComplianceReportStatus::conditions)
            .orElse(List.of());
    // A report has no spec; what it answers is the scan's.
    return new Conditions(old, RunDecision.generation(scan), clock);
  }
}
