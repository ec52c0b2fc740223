package dev.plumbline.operator.run;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.metrics.ScanMetrics;
import dev.plumbline.operator.settings.OperatorSettings;
import dev.plumbline.operator.store.EvidenceStore;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.ComplianceScanStatus.Run;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Brings a ComplianceScan to its ComplianceReports. */
// Not only when the generation changes: the rescan annotation starts a run too.
@ControllerConfiguration(
    name = "compliancescan",
    generationAwareEventProcessing = false,
    fieldManager = ObjectWriter.FIELD_MANAGER)
public final class ComplianceScanReconciler implements Reconciler<ComplianceScan> {

  /** How soon to reconcile a run again: events about pods that are denied are not watched. */
  private static final Duration POLL = Duration.ofSeconds(5);

  private final SpecResolver resolver;
  private final NodeSelector selector;
  private final RunStep runStep;
  private final EvidenceStore store;
  private final ReportPipeline reports;
  private final WrittenReports written;
  private final ScanStatusFactory statuses;
  private final StatusWriter writer;
  private final Announcements announcements;
  private final ScanMetrics metrics;
  private final Clock clock;
  private final ScanObjects objects;
  private final Restarts restarts;
  private final Decisions decisions;
  private final StaticPods staticPods = new StaticPods();

  /** Triggers a reconciliation when a log has arrived, or components were asked. */
  private final SimpleInboundEventSource<ComplianceScan> logs =
      new SimpleInboundEventSource<>("pod-logs");

  public ComplianceScanReconciler(
      KubernetesClient client,
      Catalogue catalogue,
      OperatorSettings settings,
      ScanMetrics metrics,
      Clock clock) {
    this(
        client,
        catalogue,
        settings,
        metrics,
        clock,
        EvidenceSources.of(client, settings, clock),
        new EvidenceStore(client, settings.namespace()),
        new CachedObjects(settings.namespace(), new ClusterChanges(clock)));
  }

  ComplianceScanReconciler(
      KubernetesClient client,
      Catalogue catalogue,
      OperatorSettings settings,
      ScanMetrics metrics,
      Clock clock,
      EvidenceSources sources,
      EvidenceStore store,
      ScanObjects objects) {
    this.objects = objects;
    this.store = store;
    this.resolver = new SpecResolver(client, catalogue, objects, clock);
    this.selector = new NodeSelector(objects, settings);
    this.runStep =
        RunStep.of(
            client,
            settings,
            store,
            objects,
            new EvidenceCollector(store, sources, objects, logs::propagateEvent),
            metrics,
            clock);
    ObjectWriter reportWriter = new ObjectWriter(client, settings.writing());
    this.written = new WrittenReports(reportWriter, objects, clock);
    this.restarts = sources.restarts();
    this.decisions = new Decisions(selector, written, store, objects, restarts);
    restarts.start(objects, logs::propagateEvent);
    this.reports = new ReportPipeline(client, reportWriter, settings, store, objects, clock);
    this.statuses = new ScanStatusFactory(clock);
    this.writer = new StatusWriter(settings.writing(), clock);
    this.announcements = new Announcements(new ScanEventRecorder(client, clock), metrics);
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, ComplianceScan>> prepareEventSources(
      EventSourceContext<ComplianceScan> context) {
    metrics.scanNames(() -> ScanEventSources.scanNames(context));
    return ScanEventSources.of(objects, logs, context);
  }

  @Override
  public UpdateControl<ComplianceScan> reconcile(
      ComplianceScan scan, Context<ComplianceScan> context) {
    return writer.written(next(scan), scan, context);
  }

  /** What is to be written, once all else is done. */
  UpdateControl<ComplianceScan> next(ComplianceScan scan) {
    Instant now = clock.instant();
    restarts.follow(scan);
    SpecResolver.Resolution resolution = resolver.resolve(scan, now);
    if (resolution.scan() instanceof ResolvedScan.Invalid invalid) {
      return writer.write(scan, statuses.invalid(scan, invalid));
    }
    ResolvedScan.Valid resolved = (ResolvedScan.Valid) resolution.scan();
    StaticPods.Snapshot pods = staticPods.observe(objects.staticPods(), now);
    List<NodeDecision> nodes = selector.nodes(scan);
    RunDecision decision = decisions.of(scan, resolved, pods, nodes, resolution.rulesDigest(), now);
    if (decision instanceof RunDecision.Suspended) {
      return writer.write(scan, statuses.suspended(scan));
    }
    if (decision instanceof RunDecision.Idle idle) {
      return idle(scan, resolved, idle.run(), pods);
    }
    if (nodes.isEmpty()) {
      // A node that joins, or gets the labels, triggers the next reconciliation.
      return writer.write(scan, statuses.noNodes(scan));
    }
    if (decision instanceof RunDecision.Start start) {
      return begin(scan, resolved, start.run(), nodes);
    }
    RunDecision.OfRun ofRun = (RunDecision.OfRun) decision;
    boolean mayRead = decision instanceof RunDecision.Continue || !scan.getSpec().suspended();
    return advance(
        scan,
        resolved,
        ofRun,
        mayRead ? nodes : selector.withoutReading(nodes, store.results(scan, ofRun.run().id())),
        resolution.rulesDigest());
  }

  private UpdateControl<ComplianceScan> idle(
      ComplianceScan scan, ResolvedScan.Valid resolved, Run run, StaticPods.Snapshot pods) {
    Optional<Instant> next = RunDecision.nextScan(scan, resolved, run);
    metrics.restored(scan, () -> reports.existing(scan, resolved.benchmarks()));
    UpdateControl<ComplianceScan> control = writer.write(scan, statuses.idle(scan, run, next));
    return pods.settled()
        ? atNextDeadline(control, scan, resolved, next)
        : control.rescheduleAfter(StaticPods.DEBOUNCE);
  }

  /** Writes that a run is in progress, and nothing else: what follows can be repeated. */
  private UpdateControl<ComplianceScan> begin(
      ComplianceScan scan, ResolvedScan.Valid resolved, Run run, List<NodeDecision> nodes) {
    Optional<ResolvedScan.Invalid> conflict = reports.conflict(scan, resolved.benchmarks());
    if (conflict.isPresent()) {
      return blocked(scan, conflict.get());
    }
    runStep.retain(objects.scanUids());
    announcements.started(scan, run, nodes.size());
    reports.ensureReports(scan, resolved.benchmarks());
    return writer
        .write(scan, statuses.inProgress(scan, run, RunProgress.none(nodes.size())))
        .rescheduleAfter(StatusWriter.AT_ONCE);
  }

  private UpdateControl<ComplianceScan> advance(
      ComplianceScan scan,
      ResolvedScan.Valid resolved,
      RunDecision.OfRun decision,
      List<NodeDecision> nodes,
      String rulesDigest) {
    Run run = decision.run();
    RunProgress progress = runStep.advance(RunStep.Target.of(scan, run.id(), nodes, resolved));
    return progress.isComplete()
        ? writer.afterProgress(scan, () -> finish(scan, resolved, decision, progress, rulesDigest))
        : writer.writeNowAndThen(scan, statuses.inProgress(scan, run.goingOn(), progress), POLL);
  }

  private UpdateControl<ComplianceScan> finish(
      ComplianceScan scan,
      ResolvedScan.Valid resolved,
      RunDecision.OfRun decision,
      RunProgress progress,
      String rulesDigest) {
    // Another scan may have taken the name since the run was started.
    Optional<ResolvedScan.Invalid> conflict = reports.conflict(scan, resolved.benchmarks());
    if (conflict.isPresent()) {
      return blocked(scan, conflict.get());
    }
    Run run = decision.run();
    ReportPipeline.Evaluation evaluation = reports.evaluate(scan, resolved, run, progress);
    Optional<Instant> next = RunDecision.nextScan(scan, resolved, run);
    if (decision instanceof RunDecision.Compare && !evaluation.differs()) {
      return atNextDeadline(UpdateControl.noUpdate(), scan, resolved, next);
    }
    reports.write(scan, evaluation);
    Run finished = run.completed(evaluation.times().evaluated().toString(), rulesDigest);
    ComplianceScanStatus status = statuses.finished(scan, finished, evaluation, next);
    announcements.finished(scan, run, finished, evaluation, status);
    return atNextDeadline(writer.write(scan, status), scan, resolved, next);
  }

  /** What blocks it may go away without an event of this scan. */
  private UpdateControl<ComplianceScan> blocked(ComplianceScan scan, ResolvedScan.Invalid why) {
    return writer.write(scan, statuses.invalid(scan, why)).rescheduleAfter(POLL);
  }

  private UpdateControl<ComplianceScan> atNextDeadline(
      UpdateControl<ComplianceScan> write,
      ComplianceScan scan,
      ResolvedScan.Valid resolved,
      Optional<Instant> nextScan) {
    Stream<Instant> due =
        Stream.of(nextScan, written.due(scan), objects.clusterChanges().due(scan, resolved))
            .flatMap(Optional::stream);
    return Deadlines.next(resolved, due, clock.instant()).map(write::rescheduleAfter).orElse(write);
  }

  /** What the API server refuses is a condition of the scan, and is tried again. */
  @Override
  public ErrorStatusUpdateControl<ComplianceScan> updateErrorStatus(
      ComplianceScan scan, Context<ComplianceScan> context, Exception e) {
    // What was to be compared may not have been.
    objects.clusterChanges().noticed(scan.getMetadata().getUid());
    Refusal refusal = Refusal.of(e);
    return refusal.mayPass(context.getRetryInfo())
        ? ErrorStatusUpdateControl.noStatusUpdate()
        : writer.writeError(scan, statuses.refused(scan, refusal));
  }
}
