package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.metrics.ScanMetrics;
import dev.plumbline.operator.settings.OperatorSettings;
import dev.plumbline.operator.store.EvidenceStore;
import dev.plumbline.operator.store.NodeResult;
import dev.plumbline.operator.store.NodeTarget;
import dev.plumbline.operator.store.ScanOwnership;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Moves a run forward: collects the evidence of finished Jobs and starts Jobs for nodes without a
 * result, up to the scan's parallelism. It depends on nothing that an earlier call has read.
 */
final class RunStep {

  private final OperatorSettings settings;
  private final EvidenceStore store;
  private final ScanObjects objects;
  private final JobInspector inspector;
  private final EvidenceCollector collector;
  private final NodeJobs jobs;
  private final ScanMetrics metrics;
  private final Clock clock;
  private final KubeletCertificates certificates;

  RunStep(
      OperatorSettings settings,
      EvidenceStore store,
      ScanObjects objects,
      JobInspector inspector,
      EvidenceCollector collector,
      NodeJobs jobs,
      ScanMetrics metrics,
      Clock clock) {
    this.settings = settings;
    this.store = store;
    this.objects = objects;
    this.inspector = inspector;
    this.collector = collector;
    this.jobs = jobs;
    this.metrics = metrics;
    this.clock = clock;
    this.certificates = new KubeletCertificates(clock);
  }

  static RunStep of(
      KubernetesClient client,
      OperatorSettings settings,
      EvidenceStore store,
      ScanObjects objects,
      EvidenceCollector collector,
      ScanMetrics metrics,
      Clock clock) {
    WarningSource warnings = WarningSource.live(client, settings.namespace());
    return new RunStep(
        settings,
        store,
        objects,
        new JobInspector(WarningSource.patient(warnings, clock), clock),
        collector,
        new NodeJobs(client, objects, JobBatches.of(client, settings.namespace())),
        metrics,
        clock);
  }

  /**
   * A run of a scan.
   *
   * @param id labels everything that belongs to the run
   * @param nodes sorted by name
   * @param timeout how long reading one node may take
   * @param asksApiServers whether those count that are on no node
   */
  record Target(
      ComplianceScan scan,
      String id,
      List<NodeDecision> nodes,
      Duration timeout,
      boolean asksApiServers) {

    /** One that selects nodes is about these alone. */
    static Target of(
        ComplianceScan scan, String id, List<NodeDecision> nodes, ResolvedScan.Valid resolved) {
      return new Target(
          scan,
          id,
          nodes,
          resolved.timeout(),
          scan.getSpec().labels().isEmpty() && resolved.isOfApiServers());
    }
  }

  RunProgress advance(Target run) {
    List<Job> jobsOfScan = objects.jobs(run.scan());
    Observed seen =
        new Observed(
            store.results(run.scan(), run.id()),
            jobsOfScan,
            jobsByNode(run, jobsOfScan),
            objects.pods(run.scan()),
            clock.instant());
    EvidenceOfRun evidence = collector.of(run, seen.pods(), seen.stored().keySet());
    NodeStates states = new NodeStates(inspector, evidence, seen);
    Map<String, NodeState> decided = new LinkedHashMap<>();
    for (NodeDecision node : run.nodes()) {
      decided.put(node.node().name(), states.of(node));
    }
    EvidenceOfRun.ApiServers apiServers = evidence.apiServers();
    if (apiServers instanceof EvidenceOfRun.ApiServers.Known known) {
      known.all().forEach(one -> decided.put(one.node().name(), states.of(one)));
    }
    if (apiServers instanceof EvidenceOfRun.ApiServers.NotAsked) {
      seen.stored().values().stream()
          .filter(result -> !result.node().countsAsNode())
          .forEach(result -> decided.put(result.node().name(), NodeStates.finished(result)));
    }
    record(run, seen, decided.values());
    jobs.deleteUnneeded(run, seen, decided);
    start(run, seen, decided.values());
    return new RunProgress(
        run.nodes().size(),
        of(NodeState.Finished.class, decided.values()).map(NodeState.Finished::result).toList(),
        apiServers instanceof EvidenceOfRun.ApiServers.Awaited
                || of(NodeState.Unfinished.class, decided.values()).findAny().isPresent()
            ? RunProgress.Extent.PARTIAL
            : RunProgress.Extent.WHOLE,
        decided.entrySet().stream()
            .filter(state -> !state.getValue().blocker().isEmpty())
            .map(state -> state.getKey() + ": " + state.getValue().blocker())
            .toList());
  }

  /** Forgets what it knows of scans that are no more. */
  void retain(Set<String> scans) {
    objects.clusterChanges().retain(scans);
    store.retain(scans);
    collector.retain(scans);
    jobs.retain(scans);
  }

  /**
   * What a step sees, all of it as it was at its beginning: caches change meanwhile.
   *
   * @param stored the run's results by node
   * @param jobsOfScan of all its runs
   * @param jobs the run's Jobs by node, the newest attempt first
   */
  record Observed(
      Map<String, NodeResult> stored,
      List<Job> jobsOfScan,
      Map<String, List<Job>> jobs,
      List<Pod> pods,
      Instant now) {

    List<Job> jobsOf(String node) {
      return jobs.getOrDefault(node, List.of());
    }
  }

  private static Map<String, List<Job>> jobsByNode(Target run, List<Job> jobs) {
    Map<String, String> uids =
        run.nodes().stream()
            .map(NodeDecision::node)
            .collect(Collectors.toMap(NodeTarget::name, NodeTarget::uid));
    return jobs.stream()
        .filter(job -> NodeJobs.isOf(run.id(), job))
        .filter(job -> NodeJob.isFor(uids.getOrDefault(ScanOwnership.node(job), ""), job))
        .sorted(Comparator.comparingInt((Job job) -> Attempt.of(job).number()).reversed())
        .collect(Collectors.groupingBy(ScanOwnership::node));
  }

  /** Before any Job is deleted: what is not recorded is read again. */
  private void record(Target run, Observed seen, Collection<NodeState> states) {
    List<NodeResult> found =
        of(NodeState.Stored.class, states)
            .map(NodeState.Stored::result)
            .filter(result -> !result.equals(seen.stored().get(result.node().name())))
            .toList();
    found.stream()
        .filter(NodeResult.NotRead.class::isInstance)
        .forEach(result -> metrics.nodeNotRead(run.scan().getMetadata().getName()));
    store.put(run.scan(), run.id(), found);
  }

  private void start(Target run, Observed seen, Collection<NodeState> states) {
    long running = of(NodeState.Running.class, states).count();
    long room = run.scan().getSpec().nodesAtATime() - running;
    // A node that is read again had a place already.
    Stream.concat(of(NodeState.RetryDue.class, states), of(NodeState.Pending.class, states))
        .limit(Math.max(0, room))
        .forEach(
            (NodeState.Due due) ->
                jobs.create(
                    NodeJob.desired(
                        run.scan(),
                        run.id(),
                        JobBatches.of(run, due.node()),
                        certificates.of(
                            run.scan().getSpec(),
                            due.node().with(KubeProxyVolumes.on(due.node(), objects)),
                            due.attempt()),
                        due.attempt(),
                        due.attempt().timeLeft(run.timeout(), seen.now()),
                        settings)));
  }

  private static <S extends NodeState> Stream<S> of(Class<S> type, Collection<NodeState> states) {
    return states.stream().filter(type::isInstance).map(type::cast);
  }
}
