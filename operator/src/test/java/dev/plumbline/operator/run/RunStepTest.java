package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.Evidences;
import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.metrics.ScanMetrics;
import dev.plumbline.operator.store.EvidenceStore;
import dev.plumbline.operator.store.NodeResult;
import dev.plumbline.operator.store.NodeTarget;
import dev.plumbline.operator.store.ScanOwnership;
import dev.plumbline.report.model.ComplianceScanStatus.Nodes;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunStepTest {

  private static final List<NodeTarget> NODES =
      Stream.of("a", "b", "c").map(name -> new NodeTarget(name, "uid-" + name, "v1.36.3")).toList();

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private MockCluster cluster;
  private ComplianceScan scan;
  private EvidenceStore store;
  private RunStep step;

  @BeforeEach
  void startCluster() {
    cluster = MockCluster.start();
    scan = cluster.scan("parallelism: 2");
    store = new EvidenceStore(cluster.client(), MockCluster.NAMESPACE);
    step =
        new RunStep(
            cluster.client(),
            MockCluster.settings(),
            store,
            new JobInspector(cluster.client(), MockCluster.NAMESPACE, MockCluster.CLOCK),
            new ScanMetrics(registry));
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  private RunProgress advance() {
    return advance("run");
  }

  private RunProgress advance(String run) {
    return step.advance(new RunStep.Target(scan, run, NODES, Duration.ofMinutes(5)));
  }

  private List<Job> jobs() {
    return cluster
        .client()
        .batch()
        .v1()
        .jobs()
        .inNamespace(MockCluster.NAMESPACE)
        .list()
        .getItems();
  }

  private List<String> nodesWithJobs() {
    return jobs().stream()
        .map(job -> job.getMetadata().getAnnotations().get(ScanOwnership.NODE))
        .sorted()
        .toList();
  }

  private void fail(String node, String attempt) {
    Job job =
        jobs().stream()
            .filter(j -> node.equals(j.getMetadata().getAnnotations().get(ScanOwnership.NODE)))
            .filter(j -> attempt.equals(j.getMetadata().getAnnotations().get(NodeJob.ATTEMPT)))
            .findFirst()
            .orElseThrow();
    job.setStatus(
        new JobStatusBuilder()
            .withConditions(
                new JobConditionBuilder()
                    .withType("Failed")
                    .withStatus("True")
                    .withReason("DeadlineExceeded")
                    .build())
            .build());
    cluster.client().resource(job).updateStatus();
  }

  private void collect(NodeTarget node) {
    store.put(scan, "run", new NodeResult.Collected(node, Evidences.empty()));
  }

  @Test
  void startsAsManyJobsAsTheScanAllows() {
    RunProgress progress = advance();
    assertThat(nodesWithJobs()).containsExactly("a", "b");
    assertThat(progress.isComplete()).isFalse();
    assertThat(progress.counts()).isEqualTo(new Nodes(3, 0, 0));
  }

  @Test
  void startsNoJobWhileAsManyAreRunning() {
    advance();
    advance();
    assertThat(nodesWithJobs()).containsExactly("a", "b");
  }

  @Test
  void nodeWithAResultHasNoJobAndMakesRoomForTheNext() {
    advance();
    collect(NODES.get(0));
    RunProgress progress = advance();
    assertThat(nodesWithJobs()).containsExactly("b", "c");
    assertThat(progress.counts()).isEqualTo(new Nodes(3, 1, 0));
  }

  @Test
  void runIsCompleteOnceEveryNodeHasAResult() {
    NODES.forEach(this::collect);
    RunProgress progress = advance();
    assertThat(progress.isComplete()).isTrue();
    assertThat(progress.results()).extracting(NodeResult::node).isEqualTo(NODES);
    assertThat(jobs()).isEmpty();
  }

  @Test
  void failedAttemptIsRepeatedOnce() {
    advance();
    fail("a", "1");
    RunProgress progress = advance();
    assertThat(nodesWithJobs()).containsExactly("a", "a", "b");
    assertThat(progress.blockers())
        .containsExactly("a: the Job failed (DeadlineExceeded); it is tried again");
  }

  @Test
  void nodeThatFailsTwiceIsFailedAndCounted() {
    advance();
    fail("a", "1");
    advance();
    fail("a", "2");
    RunProgress progress = advance();
    assertThat(progress.failures()).containsExactly("a: the Job failed (DeadlineExceeded)");
    assertThat(progress.counts()).isEqualTo(new Nodes(3, 0, 1));
    assertThat(nodesWithJobs()).containsExactly("b", "c");
    assertThat(registry.counter("plumbline.node.job.failures", "scan", "cis").count()).isEqualTo(1);
  }

  @Test
  void jobsOfAnotherRunAreDeleted() {
    advance("before");
    List<String> before = jobs().stream().map(job -> job.getMetadata().getUid()).toList();
    advance();
    assertThat(jobs()).hasSize(2).noneMatch(job -> before.contains(job.getMetadata().getUid()));
  }

  @Test
  void resultOfANodeThatIsNotSelectedDoesNotCount() {
    collect(new NodeTarget("z", "uid-z", "v1.36.3"));
    assertThat(advance().results()).isEmpty();
  }

  @Test
  void jobThatExistsAlreadyIsNoError() {
    Job job =
        NodeJob.desired(
            scan, "run", NODES.get(0), 1, Duration.ofMinutes(5), MockCluster.settings());
    // Without the scan's label the list of Jobs has it not, as a stale cache would.
    job.getMetadata().getLabels().remove(ScanOwnership.SCAN_UID);
    cluster.create(job);
    assertThat(advance().isComplete()).isFalse();
    assertThat(nodesWithJobs()).containsExactly("a", "b");
  }
}
