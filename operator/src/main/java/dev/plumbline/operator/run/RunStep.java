package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.metrics.ScanMetrics;
import dev.plumbline.operator.settings.OperatorSettings;
import dev.plumbline.operator.store.EvidenceStore;
import dev.plumbline.operator.store.NodeResult;
import dev.plumbline.operator.store.NodeTarget;
import dev.plumbline.operator.store.ScanOwnership;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Moves a run forward: collects the evidence of finished Jobs and starts Jobs for nodes without a
 * result, up to the scan's parallelism. Each call reads the cluster anew, so it does not depend on
 * what the call before has read.
 */
final class RunStep {

  /** A lost or cut log may be whole the second time; a node that can't be read fails again. */
  private static final int MAX_ATTEMPTS = 2;

  private final KubernetesClient client;
  private final OperatorSettings settings;
  private final EvidenceStore store;
  private final JobInspector inspector;
  private final ScanMetrics metrics;

  RunStep(
      KubernetesClient client,
      OperatorSettings settings,
      EvidenceStore store,
      JobInspector inspector,
      ScanMetrics metrics) {
    this.client = client;
    this.settings = settings;
    this.store = store;
    this.inspector = inspector;
    this.metrics = metrics;
  }

  /**
   * A run of a scan.
   *
   * @param id labels everything that belongs to the run
   * @param timeout how long one node's Job may take
   */
  record Target(ComplianceScan scan, String id, List<NodeTarget> nodes, Duration timeout) {}

  /** How far one node is. */
  private sealed interface NodeState {

    /** What holds the node up; empty when nothing does. */
    String blocker();

    /** Its next attempt has no Job yet. */
    record Due(int attempt, String blocker) implements NodeState {}

    record Running(String blocker) implements NodeState {}

    record Finished(NodeResult result) implements NodeState {
      @Override
      public String blocker() {
        return "";
      }
    }
  }

  RunProgress advance(Target run) {
    Map<String, NodeResult> stored = store.results(run.scan(), run.id());
    List<Job> jobs = jobs(run.scan());
    List<Pod> pods = pods(run.id());
    jobs.stream().filter(job -> !run.id().equals(runOf(job))).forEach(this::delete);
    Map<NodeTarget, NodeState> states = new LinkedHashMap<>();
    for (NodeTarget node : run.nodes()) {
      List<Job> own = jobs.stream().filter(job -> isFor(node, run.id(), job)).toList();
      NodeResult result = stored.get(node.name());
      states.put(node, result == null ? inspect(run, node, own, pods) : finish(result, own));
    }
    start(run, states);
    return new RunProgress(
        states.size(),
        finished(states).map(NodeState.Finished::result).toList(),
        states.entrySet().stream()
            .filter(state -> !state.getValue().blocker().isEmpty())
            .map(state -> state.getKey().name() + ": " + state.getValue().blocker())
            .toList());
  }

  private NodeState inspect(Target run, NodeTarget node, List<Job> jobs, List<Pod> pods) {
    if (jobs.isEmpty()) {
      return new NodeState.Due(1, "");
    }
    Job newest = jobs.stream().max(Comparator.comparingInt(RunStep::attempt)).orElseThrow();
    JobState state = inspector.state(newest, pods, run.id(), node);
    if (state instanceof JobState.Waiting waiting) {
      return new NodeState.Running(waiting.blocker());
    }
    if (state instanceof JobState.Collected collected) {
      return store(run, new NodeResult.Collected(node, collected.evidence()), jobs);
    }
    String why = ((JobState.Failed) state).why();
    int attempt = attempt(newest);
    if (attempt < MAX_ATTEMPTS) {
      return new NodeState.Due(attempt + 1, why + "; it is tried again");
    }
    metrics.nodeNotRead(run.scan().getMetadata().getName());
    return store(run, new NodeResult.Failed(node, why), jobs);
  }

  private NodeState store(Target run, NodeResult result, List<Job> jobs) {
    store.put(run.scan(), run.id(), result);
    return finish(result, jobs);
  }

  private NodeState finish(NodeResult result, List<Job> jobs) {
    jobs.forEach(this::delete);
    return new NodeState.Finished(result);
  }

  private void start(Target run, Map<NodeTarget, NodeState> states) {
    long running = states.values().stream().filter(NodeState.Running.class::isInstance).count();
    long room = run.scan().getSpec().nodesAtATime() - running;
    List<Job> due = new ArrayList<>();
    states.forEach(
        (node, state) -> {
          if (state instanceof NodeState.Due next) {
            due.add(
                NodeJob.desired(
                    run.scan(), run.id(), node, next.attempt(), run.timeout(), settings));
          }
        });
    due.stream().limit(Math.max(0, room)).forEach(this::create);
  }

  private static Stream<NodeState.Finished> finished(Map<NodeTarget, NodeState> states) {
    return states.values().stream()
        .filter(NodeState.Finished.class::isInstance)
        .map(NodeState.Finished.class::cast);
  }

  private void create(Job job) {
    try {
      client.resource(job).create();
    } catch (KubernetesClientException e) {
      // The name follows from run, node and attempt: an earlier call has created it.
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }

  private void delete(Job job) {
    client.resource(job).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
  }

  private List<Job> jobs(ComplianceScan scan) {
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(settings.namespace())
        .withLabel(ScanOwnership.SCAN_UID, scan.getMetadata().getUid())
        .list()
        .getItems();
  }

  private List<Pod> pods(String run) {
    return client
        .pods()
        .inNamespace(settings.namespace())
        .withLabel(ScanOwnership.RUN, run)
        .list()
        .getItems();
  }

  private static String runOf(Job job) {
    return job.getMetadata().getLabels().getOrDefault(ScanOwnership.RUN, "");
  }

  private static boolean isFor(NodeTarget node, String run, Job job) {
    String name = job.getMetadata().getAnnotations().get(ScanOwnership.NODE);
    return run.equals(runOf(job)) && Objects.equals(name, node.name());
  }

  private static int attempt(Job job) {
    return Integer.parseInt(job.getMetadata().getAnnotations().getOrDefault(NodeJob.ATTEMPT, "1"));
  }
}
