package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.metrics.ScanMetrics;
import dev.plumbline.operator.settings.OperatorSettings;
import dev.plumbline.operator.store.EvidenceStore;
import dev.plumbline.operator.store.NodeResult;
import dev.plumbline.operator.store.NodeTarget;
import dev.plumbline.operator.store.ScanOwnership;
import dev.plumbline.report.model.NotEvaluated.Reason;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Collection;
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
  record Target(ComplianceScan scan, String id, List<NodeDecision> nodes, Duration timeout) {}

  RunProgress advance(Target run) {
    Map<String, NodeResult> stored = store.results(run.scan(), run.id());
    List<Job> jobs = jobs(run.scan());
    List<Pod> pods = pods(run.id());
    jobs.stream().filter(job -> !isOf(run, job)).forEach(this::delete);
    Map<String, NodeState> states = new LinkedHashMap<>();
    for (NodeDecision node : run.nodes()) {
      List<Job> own = jobs.stream().filter(job -> isFor(node.node(), run.id(), job)).toList();
      states.put(node.node().name(), state(run, node, stored, own, pods));
    }
    start(run, states.values());
    return new RunProgress(
        states.size(),
        finished(states).map(NodeState.Finished::result).toList(),
        states.entrySet().stream()
            .filter(state -> !state.getValue().blocker().isEmpty())
            .map(state -> state.getKey() + ": " + state.getValue().blocker())
            .toList());
  }

  /** What was read of a node in this run counts, whatever the node is now. */
  private NodeState state(
      Target run,
      NodeDecision decision,
      Map<String, NodeResult> stored,
      List<Job> jobs,
      List<Pod> pods) {
    NodeResult result = stored.get(decision.node().name());
    // Another node may have the name by now.
    if (result != null && result.node().uid().equals(decision.node().uid())) {
      return finish(result, jobs);
    }
    if (decision instanceof NodeDecision.LeaveOut leaveOut) {
      // Not stored: the node may be ready the next time.
      return finish(leaveOut.result(), jobs);
    }
    return inspect(run, (NodeDecision.Evaluate) decision, jobs, pods);
  }

  private NodeState inspect(
      Target run, NodeDecision.Evaluate node, List<Job> jobs, List<Pod> pods) {
    if (jobs.isEmpty()) {
      return new NodeState.Due(node, Attempt.FIRST, "");
    }
    Job newest = jobs.stream().max(Comparator.comparingInt(RunStep::attempt)).orElseThrow();
    jobs.stream().filter(job -> attempt(job) < attempt(newest)).forEach(this::delete);
    Attempt attempt = Attempt.of(newest);
    JobState state = inspector.state(newest, pods, run.id(), node.node());
    if (state instanceof JobState.Waiting waiting) {
      return new NodeState.Running(waiting.blocker());
    }
    if (state instanceof JobState.Collected collected) {
      return store(run, new NodeResult.Collected(node.node(), collected.evidence()), jobs);
    }
    if (state instanceof JobState.HostPathsMissing missing) {
      return without(run, node, attempt, missing.paths(), jobs);
    }
    String why = ((JobState.Failed) state).why();
    return attempt.mayFailAgain()
        ? new NodeState.Due(node, attempt.next(), why + "; it is tried again")
        : notRead(
            run, node, Reason.CollectionFailed, "The node could not be read: " + why + ".", jobs);
  }

  /** The same attempt would fail again; one without what is missing may not. */
  private NodeState without(
      Target run,
      NodeDecision.Evaluate node,
      Attempt attempt,
      List<String> missing,
      List<Job> jobs) {
    List<String> required =
        missing.stream().filter(path -> node.needs().required().contains(path)).toList();
    if (required.isEmpty()) {
      return new NodeState.Due(
          node,
          attempt.nextWithout(missing),
          "its kubelet found no directory or file "
              + String.join(", ", missing)
              + "; the node is read without what would be there");
    }
    return notRead(
        run,
        node,
        Reason.HostPathMissing,
        "The node has no directory "
            + String.join(", ", required)
            + ", which PLUMBLINE_HOST_PATHS (hostPaths in the chart) lists. Remove it from the"
            + " setting, or scan this node apart by spec.nodeSelector.",
        jobs);
  }

  private NodeState notRead(
      Target run, NodeDecision.Evaluate node, Reason reason, String message, List<Job> jobs) {
    metrics.nodeNotRead(run.scan().getMetadata().getName());
    return store(run, new NodeResult.NotRead(node.node(), reason, message), jobs);
  }

  private NodeState store(Target run, NodeResult result, List<Job> jobs) {
    store.put(run.scan(), run.id(), result);
    return finish(result, jobs);
  }

  private NodeState finish(NodeResult result, List<Job> jobs) {
    jobs.forEach(this::delete);
    return new NodeState.Finished(result);
  }

  private void start(Target run, Collection<NodeState> states) {
    long running = states.stream().filter(NodeState.Running.class::isInstance).count();
    long room = run.scan().getSpec().nodesAtATime() - running;
    states.stream()
        .filter(NodeState.Due.class::isInstance)
        .map(NodeState.Due.class::cast)
        .limit(Math.max(0, room))
        .map(
            due ->
                NodeJob.desired(
                    run.scan(),
                    run.id(),
                    withKubeProxy(due.node()),
                    due.attempt(),
                    run.timeout(),
                    settings))
        .forEach(this::create);
  }

  private NodeDecision.Evaluate withKubeProxy(NodeDecision.Evaluate decision) {
    return decision.with(KubeProxyVolumes.on(decision.node().name(), decision.needs(), client));
  }

  private static Stream<NodeState.Finished> finished(Map<String, NodeState> states) {
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

  /** A Job of another run, or of a node that was deleted, has nothing to do any more. */
  private static boolean isOf(Target run, Job job) {
    return run.nodes().stream().anyMatch(node -> isFor(node.node(), run.id(), job));
  }

  private static int attempt(Job job) {
    return Attempt.of(job).number();
  }
}
