package dev.plumbline.operator.run;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.metrics.ScanMetrics;
import dev.plumbline.operator.settings.OperatorSettings;
import dev.plumbline.operator.store.EvidenceStore;
import dev.plumbline.report.ReportBuilder.Times;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.ComplianceScanStatus.Run;
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
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Brings a ComplianceScan to its ComplianceReports. */
// Not only when the generation changes: the rescan annotation starts a run too.
@ControllerConfiguration(name = "compliancescan", generationAwareEventProcessing = false)
public final class ComplianceScanReconciler implements Reconciler<ComplianceScan> {

  /**
   * How soon to reconcile a run again that no event has moved: events about denied pods are not
   * watched.
   */
  private static final Duration POLL = Duration.ofSeconds(5);

  private final SpecResolver resolver;
  private final NodeSelector selector;
  private final RunStep runStep;
  private final ReportPipeline reports;
  private final ScanStatusFactory statuses;
  private final ObjectWriter writer;
  private final ScanEventRecorder events;
  private final ScanMetrics metrics;
  private final String namespace;
  private final Clock clock;
  private final StaticPods staticPods = new StaticPods();

  public ComplianceScanReconciler(
      KubernetesClient client,
      Catalogue catalogue,
      OperatorSettings settings,
      ScanMetrics metrics,
      Clock clock) {
    this.resolver = new SpecResolver(client, catalogue);
    this.selector = new NodeSelector(client, settings);
    this.runStep =
        new RunStep(
            client,
            settings,
            new EvidenceStore(client, settings.namespace()),
            new JobInspector(client, settings.namespace(), clock),
            metrics);
    this.writer = new ObjectWriter(client, settings.writing());
    this.reports =
        new ReportPipeline(
            client,
            writer,
            settings.openReports() ? Optional.of(new OpenReportsWriter(client)) : Optional.empty(),
            clock);
    this.statuses = new ScanStatusFactory(clock);
    this.events = new ScanEventRecorder(client, clock);
    this.metrics = metrics;
    this.namespace = settings.namespace();
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, ComplianceScan>> prepareEventSources(
      EventSourceContext<ComplianceScan> context) {
    metrics.scanNames(
        () ->
            context
                .getPrimaryCache()
                .list()
                .map(scan -> scan.getMetadata().getName())
                .collect(Collectors.toSet()));
    return List.of(
        ScanEventSources.ofOwned(Job.class, namespace, context),
        ScanEventSources.ofOwned(Pod.class, namespace, context),
        ScanEventSources.ofNodes(context),
        ScanEventSources.ofBenchmarks(context),
        staticPods.watched(context));
  }

  @Override
  public UpdateControl<ComplianceScan> reconcile(
      ComplianceScan scan, Context<ComplianceScan> context) {
    Instant now = clock.instant();
    SpecResolver.Resolution resolution = resolver.resolve(scan, now);
    if (resolution.scan() instanceof ResolvedScan.Invalid invalid) {
      writer.status(scan, statuses.invalid(scan, invalid));
      return UpdateControl.noUpdate();
    }
    ResolvedScan.Valid resolved = (ResolvedScan.Valid) resolution.scan();
    StaticPods.Snapshot pods = staticPods.observe(now);
    RunDecision decision =
        RunDecision.of(
                scan, resolved, new RunDecision.Circumstances(now, pods, resolution.rulesDigest()))
            .withRecovered(() -> selector.hasRecovered(scan));
    return decision instanceof RunDecision.Idle
        ? idle(scan, resolved, decision.run(), pods)
        : advance(scan, resolved, decision, resolution.rulesDigest());
  }

  private UpdateControl<ComplianceScan> idle(
      ComplianceScan scan, ResolvedScan.Valid resolved, Run run, StaticPods.Snapshot pods) {
    Optional<Instant> next = RunDecision.nextScan(scan, resolved, run);
    metrics.restored(scan, () -> reports.existing(scan, resolved.benchmarks()));
    writer.status(scan, statuses.idle(scan, run, next));
    return pods.settled()
        ? rescheduleAtNextDeadline(scan, next)
        : UpdateControl.<ComplianceScan>noUpdate().rescheduleAfter(StaticPods.DEBOUNCE);
  }

  private UpdateControl<ComplianceScan> advance(
      ComplianceScan scan, ResolvedScan.Valid resolved, RunDecision decision, String rulesDigest) {
    List<NodeDecision> nodes = selector.nodes(scan);
    if (nodes.isEmpty()) {
      writer.status(scan, statuses.noNodes(scan));
      return UpdateControl.<ComplianceScan>noUpdate().rescheduleAfter(POLL);
    }
    Run run = decision.run();
    if (decision instanceof RunDecision.Start) {
      Optional<ResolvedScan.Invalid> conflict = reports.conflict(scan, resolved.benchmarks());
      if (conflict.isPresent()) {
        return blocked(scan, conflict.get());
      }
      events.started(scan, nodes.size());
      reports.ensureReports(scan, resolved.benchmarks());
    }
    RunProgress progress =
        runStep.advance(new RunStep.Target(scan, run.id(), nodes, resolved.timeout()));
    if (progress.isComplete()) {
      return finish(scan, resolved, run, progress, rulesDigest);
    }
    writer.status(scan, statuses.inProgress(scan, run.goingOn(), progress));
    return UpdateControl.<ComplianceScan>noUpdate().rescheduleAfter(POLL);
  }

  private UpdateControl<ComplianceScan> finish(
      ComplianceScan scan,
      ResolvedScan.Valid resolved,
      Run run,
      RunProgress progress,
      String rulesDigest) {
    // Another scan may have taken the name since the run was started.
    Optional<ResolvedScan.Invalid> conflict = reports.conflict(scan, resolved.benchmarks());
    if (conflict.isPresent()) {
      return blocked(scan, conflict.get());
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String scanned = run.finished() ? String.valueOf(run.completionTime()) : now.toString();
    List<ReportPipeline.Published> published =
        reports.publish(
            scan, resolved.benchmarks(), run, new Times(Instant.parse(scanned), now), progress);
    Run finished = run.completed(scanned, rulesDigest);
    Optional<Instant> next = RunDecision.nextScan(scan, resolved, finished);
    ComplianceScanStatus status = statuses.finished(scan, finished, progress, published, next);
    writer.status(scan, status);
    announce(scan, run, finished, published, status);
    return rescheduleAtNextDeadline(scan, next);
  }

  private void announce(
      ComplianceScan scan,
      Run run,
      Run finished,
      List<ReportPipeline.Published> published,
      ComplianceScanStatus status) {
    metrics.evaluated(
        scan.getMetadata().getName(),
        published.stream().map(ReportPipeline.Published::report).toList(),
        finished);
    // A repeated evaluation is an event only where it changes the verdict.
    if (!run.finished()) {
      events.finished(
          scan, Objects.requireNonNull(status.nodes()), ScanVerdict.compliant(status.reports()));
    }
    published.forEach(report -> events.verdict(scan, report));
  }

  /** What blocks it may go away without an event of this scan. */
  private UpdateControl<ComplianceScan> blocked(ComplianceScan scan, ResolvedScan.Invalid why) {
    writer.status(scan, statuses.invalid(scan, why));
    return UpdateControl.<ComplianceScan>noUpdate().rescheduleAfter(POLL);
  }

  private UpdateControl<ComplianceScan> rescheduleAtNextDeadline(
      ComplianceScan scan, Optional<Instant> nextScan) {
    UpdateControl<ComplianceScan> nothing = UpdateControl.noUpdate();
    return Deadlines.next(scan, nextScan, clock.instant())
        .map(nothing::rescheduleAfter)
        .orElse(nothing);
  }
}
