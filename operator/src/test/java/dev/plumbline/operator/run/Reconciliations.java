package dev.plumbline.operator.run;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.operator.Evidences;
import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.NoContext;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.cluster.ApiEndpoints;
import dev.plumbline.operator.live.ComponentMetrics;
import dev.plumbline.operator.live.LiveReading;
import dev.plumbline.operator.metrics.ScanMetrics;
import dev.plumbline.operator.settings.OperatorSettings;
import dev.plumbline.operator.store.EvidenceStore;
import dev.plumbline.operator.store.NodeResult;
import dev.plumbline.operator.store.NodeTarget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Reconciles scans of a mock cluster as JOSDK does, on the calling thread. */
final class Reconciliations {

  private static final Catalogue CATALOGUE = Catalogue.load();

  private final MockCluster cluster;
  private final ComplianceScanReconciler reconciler;
  private final EvidenceStore store;
  private final ClusterChanges clusterChanges;

  Reconciliations(MockCluster cluster, Clock clock) {
    this(cluster, clock, MockCluster.settings());
  }

  Reconciliations(MockCluster cluster, Clock clock, OperatorSettings settings) {
    this(cluster, clock, settings, noRestarts());
  }

  Reconciliations(MockCluster cluster, Clock clock, OperatorSettings settings, Restarts restarts) {
    KubernetesClient client = cluster.client();
    this.cluster = cluster;
    this.store = new EvidenceStore(client, MockCluster.NAMESPACE);
    this.clusterChanges = new ClusterChanges(clock);
    this.reconciler =
        new ComplianceScanReconciler(
            client,
            CATALOGUE,
            settings,
            new ScanMetrics(new SimpleMeterRegistry()),
            clock,
            new EvidenceSources(new PodLogs(client, atOnce()), noAnswers(), restarts),
            store,
            new ListedObjects(client, clusterChanges));
  }

  /** One reconciliation, and those that it asks for at once. */
  UpdateControl<ComplianceScan> reconcile() {
    UpdateControl<ComplianceScan> control = reconcileOnce();
    return control.getScheduleDelay().filter(delay -> delay == 1L).isPresent()
        ? reconcile()
        : control;
  }

  UpdateControl<ComplianceScan> reconcileOnce() {
    return reconcileOnce(cluster.scan());
  }

  UpdateControl<ComplianceScan> reconcileOnce(ComplianceScan scan) {
    UpdateControl<ComplianceScan> control = reconciler.next(scan);
    control.getResource().ifPresent(this::store);
    return control;
  }

  /** A watch tells that an object has changed which controls of the cluster are about. */
  void clusterChanged() {
    clusterChanges.noticed(cluster.scan().getMetadata().getUid());
  }

  /** A node's evidence arrives, which is of a node without any component. */
  void collected(NodeTarget node) {
    store.putEvidence(cluster.scan(), Evidences.DIGEST, Evidences.JSON);
    record(new NodeResult.Collected(node, Evidences.DIGEST, MockCluster.NOW.toString()));
  }

  void record(NodeResult result) {
    store.put(cluster.scan(), runId(), List.of(result));
  }

  String runId() {
    return Optional.ofNullable(cluster.scan().getStatus().run()).orElseThrow().id();
  }

  /** What the reconciler makes of a failure. */
  void fail(Exception e) {
    reconciler
        .updateErrorStatus(cluster.scan(), NoContext.retried(), e)
        .getResource()
        .ifPresent(this::store);
  }

  private void store(ComplianceScan scan) {
    cluster
        .client()
        .resources(ComplianceScan.class)
        .withName(scan.getMetadata().getName())
        .editStatus(
            current -> {
              current.setStatus(scan.getStatus());
              return current;
            });
  }

  /** Of a cluster whose nodes have no API server. */
  static LiveAnswers noAnswers() {
    return new LiveAnswers(
        () -> new ApiEndpoints(List.of()),
        new AnsweringComponents((node, endpoint) -> new LiveReading(List.of(), List.of())),
        Runnable::run);
  }

  /** Of a cluster where nobody is asked when it was started. */
  static Restarts noRestarts() {
    return new Restarts(
        new ApiServerWatch(
            () -> new ApiEndpoints(List.of()),
            endpoint -> new ComponentMetrics.Unknown("was not asked")),
        new KubeletWatch(kubelet -> new ComponentMetrics.Unknown("was not asked")),
        new Together(atOnce()),
        step -> {},
        MockCluster.CLOCK);
  }

  /** Runs what it is given before it returns. */
  static ExecutorService atOnce() {
    return running(Runnable::run);
  }

  static ExecutorService running(Consumer<Runnable> how) {
    return new AbstractExecutorService() {
      @Override
      public void execute(Runnable task) {
        how.accept(task);
      }

      @Override
      public void shutdown() {}

      @Override
      public List<Runnable> shutdownNow() {
        return List.of();
      }

      @Override
      public boolean isShutdown() {
        return false;
      }

      @Override
      public boolean isTerminated() {
        return false;
      }

      @Override
      public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
      }
    };
  }
}
