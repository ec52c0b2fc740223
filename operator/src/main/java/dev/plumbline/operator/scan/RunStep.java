package dev.plumbline.operator.scan;

import dev.plumbline.operator.OperatorSettings;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.metrics.ScanMetrics;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Moves a run forward: takes what finished Jobs bring, starts Jobs for nodes without a result, at
 * most so many at a time. Each call looks at the cluster anew, so it doesn't matter what the one
 * before saw.
 */
final class RunStep {

  /** A log that is gone or cut may be whole the second time; a node that can't be read stays so. */
  private static final int MAX_ATTEMPTS = 2;

  private final KubernetesClient client;
  private final OperatorSettings settings;
  private final EvidenceStore store;
  private final JobWatch watch;
  private final ScanMetrics metrics;

  RunStep(
      KubernetesClient client,
      OperatorSettings settings,
      EvidenceStore store,
      JobWatch watch,
      ScanMetrics metrics) {
    this.metrics = metrics;
    this.client = client;
    this.settings = settings;
    this.store = store;
    this.watch = watch;
  }

  /**
   * Where the run stands.
   *
   * @param results by node name; complete when it has every node
   * @param troubles what holds nodes up, a sentence each
   */
  record Standing(Map<String, NodeResult> results, List<String> troubles) {}

  Standing advance(ComplianceScan scan, String run, List<NodeTarget> nodes, Duration timeout) {
    Map<String, NodeResult> results = store.results(scan, run);
    results.keySet().retainAll(nodes.stream().map(NodeTarget::name).toList());
    List<Job> jobs = jobs(scan);
    List<Pod> pods = pods(run);
    List<String> troubles = new ArrayList<>();
    Map<String, Integer> started = new HashMap<>();
    jobs.stream().filter(job -> !run.equals(runOf(job))).forEach(this::delete);
    for (NodeTarget node : nodes) {
      List<Job> own =
          jobs.stream().filter(job -> run.equals(runOf(job)) && isFor(node, job)).toList();
      if (results.containsKey(node.name())) {
        own.forEach(this::delete);
      } else if (!own.isEmpty()) {
        take(scan, run, node, own, pods, results, troubles, started);
      }
    }
    start(scan, run, nodes, timeout, results, started);
    return new Standing(results, troubles);
  }

  private void take(
      ComplianceScan scan,
      String run,
      NodeTarget node,
      List<Job> jobs,
      List<Pod> pods,
      Map<String, NodeResult> results,
      List<String> troubles,
      Map<String, Integer> started) {
    Job newest =
        jobs.stream().max(java.util.Comparator.comparingInt(RunStep::attempt)).orElseThrow();
    int attempt = attempt(newest);
    Progress progress = watch.progress(newest, pods, run, node);
    if (progress instanceof Progress.Broken broken && attempt < MAX_ATTEMPTS) {
      troubles.add(node.name() + ": " + broken.why() + "; trying once more");
      started.put(node.name(), -attempt);
      return;
    }
    started.put(node.name(), attempt);
    if (progress instanceof Progress.Waiting waiting) {
      if (!waiting.trouble().isEmpty()) {
        troubles.add(node.name() + ": " + waiting.trouble());
      }
      return;
    }
    NodeResult result =
        progress instanceof Progress.Collected collected
            ? new NodeResult.Collected(node, collected.evidence())
            : new NodeResult.Failed(node, ((Progress.Broken) progress).why());
    if (progress instanceof Progress.Broken) {
      metrics.nodeNotRead(scan.getMetadata().getName());
    }
    store.put(scan, run, result);
    results.put(node.name(), result);
    jobs.forEach(this::delete);
  }

  /** A negative count marks a node whose last attempt broke and that may be tried again. */
  private void start(
      ComplianceScan scan,
      String run,
      List<NodeTarget> nodes,
      Duration timeout,
      Map<String, NodeResult> results,
      Map<String, Integer> started) {
    long active =
        nodes.stream()
            .filter(node -> !results.containsKey(node.name()))
            .filter(node -> started.getOrDefault(node.name(), 0) > 0)
            .count();
    for (NodeTarget node : nodes) {
      int last = started.getOrDefault(node.name(), 0);
      if (last > 0 || results.containsKey(node.name()) || active >= scan.getSpec().nodesAtATime()) {
        continue;
      }
      create(NodeJob.desired(scan, run, node, 1 - last, timeout, settings));
      active++;
    }
  }

  private void create(Job job) {
    try {
      client.resource(job).create();
    } catch (KubernetesClientException e) {
      // The name follows from run, node and attempt: it is there already, which is as good.
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
        .withLabel(NodeJob.SCAN_UID, scan.getMetadata().getUid())
        .list()
        .getItems();
  }

  private List<Pod> pods(String run) {
    return client
        .pods()
        .inNamespace(settings.namespace())
        .withLabel(NodeJob.RUN, run)
        .list()
        .getItems();
  }

  private static String runOf(Job job) {
    return job.getMetadata().getLabels().getOrDefault(NodeJob.RUN, "");
  }

  private static boolean isFor(NodeTarget node, Job job) {
    return Objects.equals(job.getMetadata().getAnnotations().get(NodeJob.NODE), node.name());
  }

  private static int attempt(Job job) {
    return Integer.parseInt(job.getMetadata().getAnnotations().getOrDefault(NodeJob.ATTEMPT, "1"));
  }
}
