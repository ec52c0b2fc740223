package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.distribution.HostPath;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Scope;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.live.Flagz;
import dev.plumbline.live.LiveComponent;
import dev.plumbline.operator.Evidences;
import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.NodeCounts;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.cluster.ApiEndpoints;
import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import dev.plumbline.operator.live.ApiServerOfNode;
import dev.plumbline.operator.live.LiveReading;
import dev.plumbline.operator.metrics.ScanMetrics;
import dev.plumbline.operator.store.EvidenceStore;
import dev.plumbline.operator.store.NodeResult;
import dev.plumbline.operator.store.NodeTarget;
import dev.plumbline.operator.store.ScanOwnership;
import dev.plumbline.report.model.ComplianceScanSpec;
import dev.plumbline.report.model.ComplianceScanStatus.Nodes;
import dev.plumbline.report.model.NotEvaluated.Reason;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.EventListBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.http.MockResponse;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunStepTest {

  private static final List<NodeTarget> NODES =
      Stream.of("a", "b", "c").map(name -> new NodeTarget(name, "uid-" + name, "v1.36.3")).toList();

  /** One directory that the installer requires, and one that was chosen for the node. */
  private static final PodNeeds NEEDS =
      new PodNeeds(
          List.of("/srv/required"),
          List.of(HostPath.directory("/srv/optional")),
          List.of("/var/lib/kubelet"),
          List.of(),
          Optional.empty());

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  /** What steps don't wait for. */
  private final List<Runnable> beside = new ArrayList<>();

  private MockCluster cluster;
  private ComplianceScan scan;
  private EvidenceStore store;
  private RunStep step;

  @BeforeEach
  void startCluster() {
    cluster = MockCluster.start();
    scan = cluster.scan("parallelism: 2");
    store = new EvidenceStore(cluster.client(), MockCluster.NAMESPACE);
    step = step(WarningSource.live(cluster.client(), MockCluster.NAMESPACE));
  }

  private RunStep step(WarningSource warnings) {
    return step(warnings, Reconciliations.noAnswers());
  }

  private RunStep step(WarningSource warnings, LiveAnswers answers) {
    ScanObjects objects =
        new ListedObjects(cluster.client(), new ClusterChanges(MockCluster.CLOCK));
    return new RunStep(
        MockCluster.settings(),
        store,
        objects,
        new JobInspector(warnings, MockCluster.CLOCK),
        new EvidenceCollector(
            store,
            new EvidenceSources(
                new PodLogs(cluster.client(), Reconciliations.atOnce()),
                answers,
                Reconciliations.noRestarts()),
            objects,
            scan -> {}),
        new NodeJobs(
            cluster.client(),
            objects,
            new JobBatches(cluster.client(), MockCluster.NAMESPACE, beside::add)),
        new ScanMetrics(registry),
        MockCluster.CLOCK);
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  private RunProgress advance() {
    return advance("run");
  }

  private RunProgress advance(String run) {
    return advance(run, NODES.stream().map(RunStepTest::evaluate).toList());
  }

  private RunProgress advance(String run, List<NodeDecision> nodes) {
    return step.advance(new RunStep.Target(scan, run, nodes, Duration.ofMinutes(5), true));
  }

  private static NodeDecision evaluate(NodeTarget node) {
    return new NodeDecision.Evaluate(node, NEEDS);
  }

  private static NodeDecision leaveOut(NodeTarget node) {
    return new NodeDecision.LeaveOut(
        new NodeResult.NotRead(node, Reason.NotReady, "It is not ready."));
  }

  private List<String> nodesWithJobs() {
    return cluster.jobs().stream()
        .map(job -> job.getMetadata().getAnnotations().get(ScanOwnership.NODE))
        .sorted()
        .toList();
  }

  private void fail(String node, String attempt) {
    fail(node, attempt, "BackoffLimitExceeded");
  }

  private void fail(String node, String attempt, String reason) {
    Job job =
        cluster.jobs().stream()
            .filter(j -> node.equals(j.getMetadata().getAnnotations().get(ScanOwnership.NODE)))
            .filter(j -> attempt.equals(Integer.toString(Attempt.of(j).number())))
            .findFirst()
            .orElseThrow();
    job.setStatus(
        new JobStatusBuilder()
            .withConditions(
                new JobConditionBuilder()
                    .withType("Failed")
                    .withStatus("True")
                    .withReason(reason)
                    .build())
            .build());
    cluster.client().resource(job).updateStatus();
  }

  private void collect(NodeTarget node) {
    store.putEvidence(scan, Evidences.DIGEST, Evidences.JSON);
    store.put(
        scan,
        "run",
        List.of(new NodeResult.Collected(node, Evidences.DIGEST, MockCluster.NOW.toString())));
  }

  @Test
  void startsAsManyJobsAsTheScanAllows() {
    RunProgress progress = advance();
    assertThat(nodesWithJobs()).containsExactly("a", "b");
    assertThat(progress.isComplete()).isFalse();
    assertThat(progress.counts()).isEqualTo(NodeCounts.of(3, 0));
  }

  @Test
  void startsNoJobWhileAsManyAreRunning() {
    advance();
    advance();
    assertThat(nodesWithJobs()).containsExactly("a", "b");
  }

  @Test
  void jobThatChangesWhileAStepLooksIsKept() {
    advance();
    step =
        step(
            uid -> {
              cluster.jobs().forEach(this::change);
              return new Warnings(List.of());
            });
    advance();
    assertThat(cluster.jobs())
        .extracting(job -> job.getMetadata().getAnnotations().get("changed"))
        .containsExactly("true", "true");
    assertThat(cluster.requests("DELETE", "/jobs")).isEmpty();
  }

  private void change(Job job) {
    job.getMetadata().getAnnotations().put("changed", "true");
    cluster.client().resource(job).update();
  }

  @Test
  void nodeWithAResultMakesRoomForTheNextAndItsJobIsDeletedWithTheOthers() {
    advance();
    collect(NODES.get(0));
    RunProgress progress = advance();
    assertThat(nodesWithJobs()).containsExactly("a", "b", "c");
    assertThat(progress.counts()).isEqualTo(NodeCounts.of(3, 1));
  }

  @Test
  void runIsCompleteOnceEveryNodeHasAResult() {
    NODES.forEach(this::collect);
    RunProgress progress = advance();
    assertThat(progress.isComplete()).isTrue();
    assertThat(progress.results()).extracting(NodeResult::node).isEqualTo(NODES);
    assertThat(cluster.jobs()).isEmpty();
  }

  @Test
  void jobsAreDeletedByOneRequestOnceEveryNodeHasAResult() {
    advance();
    NODES.forEach(this::collect);
    advance();
    assertThat(cluster.jobs()).isEmpty();
    assertThat(cluster.requests("DELETE", "/apis/batch/v1/namespaces/plumbline-system/jobs"))
        .singleElement()
        .asString()
        .contains("run%3Drun%2Cplumbline.dev")
        .endsWith("batch%3D0");
  }

  private static List<NodeDecision> nodes(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "node-%03d".formatted(i))
        .map(name -> evaluate(new NodeTarget(name, "uid-" + name, "v1.36.3")))
        .toList();
  }

  private List<String> deletions() {
    return cluster.requests("DELETE", "/apis/batch/v1/namespaces/plumbline-system/jobs");
  }

  /** With a Job for a node of the first batch, which is finished. */
  private List<NodeDecision> firstOfTwoBatches() {
    List<NodeDecision> all = nodes(0, 102);
    advance("run", all);
    nodes(0, 100).forEach(node -> collect(node.node()));
    return all;
  }

  @Test
  void stepDoesNotWaitForTheDeletionOfABatchAndAsksForItOnce() {
    List<NodeDecision> all = firstOfTwoBatches();
    RunProgress progress = advance("run", all);
    assertThat(progress.isComplete()).isFalse();
    assertThat(deletions()).isEmpty();
    assertThat(nodesWithJobs()).containsExactly("node-000", "node-001", "node-100", "node-101");

    advance("run", all);
    assertThat(beside).hasSize(1);
    beside.forEach(Runnable::run);
    assertThat(deletions()).singleElement().asString().endsWith("batch%3D0");
    assertThat(nodesWithJobs()).containsExactly("node-100", "node-101");
  }

  @Test
  void batchThatCouldNotBeDeletedGoesWithTheLast() {
    List<NodeDecision> all = firstOfTwoBatches();
    advance("run", all);
    cluster.way(
        (request, server) ->
            request.startsWith("DELETE ")
                ? new MockResponse().setResponseCode(HttpURLConnection.HTTP_UNAVAILABLE)
                : server.get());
    beside.forEach(Runnable::run);
    assertThat(nodesWithJobs()).contains("node-000", "node-001");
    cluster.way(MockCluster.Way.OPEN);

    nodes(100, 102).forEach(node -> collect(node.node()));
    assertThat(advance("run", all).isComplete()).isTrue();
    assertThat(cluster.jobs()).isEmpty();
  }

  @Test
  void attemptWhoseTimeIsOverIsNotRepeated() {
    advance();
    fail("a", "1", "DeadlineExceeded");
    assertThat(advance().counts().notEvaluatedFor(Reason.CollectionFailed)).isEqualTo(1);
    assertThat(nodesWithJobs()).containsExactly("b", "c");
  }

  @Test
  void attemptsOfANodeHaveTheTimeoutTogether() {
    Attempt second = Attempt.first(MockCluster.NOW).next();
    assertThat(second.timeLeft(Duration.ofMinutes(5), MockCluster.NOW.plusSeconds(120)))
        .isEqualTo(Duration.ofMinutes(3));
    assertThat(second.timeLeft(Duration.ofMinutes(5), MockCluster.NOW.plusSeconds(299)))
        .as("a pod needs some time to start")
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(second.timeLeft(Duration.ofMinutes(5), MockCluster.NOW.minusSeconds(86_400)))
        .as("the clock was set back")
        .isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void logThatCannotBeReadIsReportedWithTheServersMessage() {
    advance();
    for (Job job : cluster.jobs()) {
      Pod pod = NodePods.succeeded(job, "run", "uid-" + ScanOwnership.node(job));
      cluster.create(pod);
      cluster.refuse(NodePods.log(pod), "Forbidden");
    }
    assertThat(advance().blockers())
        .containsExactly(
            "a: the pod's log could not be read: refused by the test; it is tried again",
            "b: the pod's log could not be read: refused by the test; it is tried again");
  }

  @Test
  void evidenceThatIsStoredAlreadyIsNotReadFromTheLog() {
    collect(new NodeTarget("z", "uid-z", "v1.36.3"));
    advance();
    for (Job job : cluster.jobs()) {
      cluster.create(NodePods.succeeded(job, "run", "uid-" + ScanOwnership.node(job)));
    }
    RunProgress progress = advance();
    assertThat(progress.counts().evaluated()).isEqualTo(2);
    assertThat(cluster.requests("GET", "/log")).isEmpty();
  }

  private void logged(Job job, String nodeUid) {
    Pod pod = NodePods.succeeded(job, "run", nodeUid);
    cluster.create(pod);
    cluster.answer(NodePods.log(pod), Evidences.JSON);
  }

  /** With a node whose address is that of an API server, which is asked as this counts. */
  private RunStep asking(AtomicInteger asked) {
    cluster.create(
        new NodeBuilder()
            .withNewMetadata()
            .withName("a")
            .endMetadata()
            .withNewStatus()
            .addNewAddress("192.0.2.1", "InternalIP")
            .endStatus()
            .build());
    return step(
        WarningSource.live(cluster.client(), MockCluster.NAMESPACE),
        new LiveAnswers(
            () -> new ApiEndpoints(List.of(new ApiEndpoint("192.0.2.1", 6443))),
            new AnsweringComponents(
                (node, apiServer) -> {
                  asked.incrementAndGet();
                  return new LiveReading(
                      apiServer instanceof ApiServerOfNode.At at
                          ? List.of(
                              LiveComponent.of(
                                  "kube-apiserver",
                                  at.endpoint().url(Flagz.PATH),
                                  new Flagz.Answered(Map.of("profiling", "false"))))
                          : List.of(
                              LiveComponent.silent(
                                  "kubelet",
                                  SourceLocation.line("https://node:10250/configz", 1),
                                  "did not answer")),
                      List.of());
                }),
            Runnable::run));
  }

  private List<Component> stored() {
    List<Component> components = new ArrayList<>();
    store.evidence(scan, Set.of("a", "b", "c"), (digest, e) -> components.addAll(e.components()));
    return components;
  }

  private void evaluateNodeA() {
    String uid = cluster.client().nodes().withName("a").require().getMetadata().getUid();
    List<NodeDecision> nodes = List.of(evaluate(new NodeTarget("a", uid, "v1.36.3")));
    advance("run", nodes);
    cluster.jobs().forEach(job -> logged(job, uid));
    advance("run", nodes);
    advance("run", nodes);
  }

  @Test
  void anApiServersAnswerIsStoredWithTheEvidenceOfItsNode() {
    AtomicInteger asked = new AtomicInteger();
    scan.setSpec(Serialization.unmarshal("sources: [Node, Live]", ComplianceScanSpec.class));
    step = asking(asked);
    evaluateNodeA();
    assertThat(store.digests(scan)).hasSize(1);
    assertThat(asked).as("once, however often the scan is reconciled").hasValue(1);
    assertThat(stored())
        .singleElement()
        .satisfies(
            component -> {
              assertThat(component.source()).isEqualTo(Component.Source.LIVE);
              assertThat(component.place().file()).isEqualTo("https://192.0.2.1:6443/flagz");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "parallelism: 2",
        "sources: [Node]",
        "{\"sources\": [\"Node\", \"Live\"], \"suspend\": true}"
      })
  void nobodyIsAskedWhomTheScanDoesNotAskFor(String spec) {
    AtomicInteger asked = new AtomicInteger();
    scan.setSpec(Serialization.unmarshal(spec, ComplianceScanSpec.class));
    step = asking(asked);
    evaluateNodeA();
    assertThat(asked).hasValue(0);
    assertThat(store.digests(scan)).containsExactly(Evidences.DIGEST);
  }

  private List<NodeDecision> asked() {
    return cluster.client().nodes().list().getItems().stream()
        .map(NodeDecision::withoutPod)
        .toList();
  }

  @Test
  void withoutTheSourceNodeNoPodIsStarted() {
    AtomicInteger asked = new AtomicInteger();
    scan.setSpec(Serialization.unmarshal("sources: [Live]", ComplianceScanSpec.class));
    step = asking(asked);
    advance("run", asked());
    RunProgress progress = advance("run", asked());
    advance("run", asked());
    assertThat(cluster.jobs()).isEmpty();
    assertThat(asked).hasValue(1);
    assertThat(progress.isComplete()).isTrue();
    assertThat(progress.counts()).isEqualTo(Nodes.allEvaluated(1));
    store.evidence(
        scan,
        Set.of("a"),
        (digest, evidence) -> assertThat(evidence.scope()).isEqualTo(Scope.nodeEndpoints()));
    assertThat(stored()).extracting(Component::source).containsExactly(Component.Source.LIVE);
  }

  @Test
  void anApiServerThatIsOnNoNodeIsAskedAndCountedAsNoNode() {
    AtomicInteger asked = new AtomicInteger();
    scan.setSpec(Serialization.unmarshal("sources: [Live]", ComplianceScanSpec.class));
    step = asking(asked);
    cluster
        .client()
        .nodes()
        .withName("a")
        .edit(
            node -> {
              node.getStatus().getAddresses().get(0).setAddress("192.0.2.9");
              return node;
            });
    advance("run", asked());
    RunProgress progress = advance("run", asked());
    advance("run", asked());
    assertThat(asked).as("the node and the API server").hasValue(2);
    assertThat(progress.isComplete()).isTrue();
    assertThat(progress.counts()).isEqualTo(Nodes.allEvaluated(1));
    assertThat(progress.results())
        .extracting(NodeResult::node)
        .contains(NodeTarget.apiServer("192.0.2.1:6443"));
    scan.setSpec(
        Serialization.unmarshal("sources: [Live]\nsuspend: true", ComplianceScanSpec.class));
    assertThat(advance("run", asked()).results())
        .as("what was answered before still counts")
        .hasSameSizeAs(progress.results());
    assertThat(asked).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sources: [Node]",
        "sources: [Node, Probe]\nprobes: [KubeletRequests]",
        "sources: [Node, Live]\nsuspend: true"
      })
  void anApiServerThatIsOnNoNodeIsNotAskedWhatTheScanDoesNotAskFor(String spec) {
    AtomicInteger asked = new AtomicInteger();
    step = asking(asked);
    scan.setSpec(Serialization.unmarshal(spec, ComplianceScanSpec.class));
    RunProgress progress = advance("run", List.of());
    assertThat(asked).hasValue(0);
    assertThat(progress.results()).isEmpty();
    assertThat(progress.isComplete()).isTrue();
  }

  @Test
  void anApiServersAnswersCountWhileNobodyKnowsWhereApiServersAre() {
    scan.setSpec(Serialization.unmarshal("sources: [Live]", ComplianceScanSpec.class));
    NodeTarget apiServer = NodeTarget.apiServer("192.0.2.1:6443");
    store.putEvidence(scan, Evidences.DIGEST, Evidences.JSON);
    NodeResult answered =
        new NodeResult.Collected(apiServer, Evidences.DIGEST, MockCluster.NOW.toString());
    store.put(scan, "run", List.of(answered));
    step =
        step(
            WarningSource.live(cluster.client(), MockCluster.NAMESPACE),
            new LiveAnswers(
                () -> {
                  throw new KubernetesClientException("no", 503, null);
                },
                new AnsweringComponents(
                    (node, server) -> {
                      throw new AssertionError("nobody is asked");
                    }),
                Runnable::run));
    assertThat(advance("run", List.of()).results()).containsExactly(answered);
  }

  @Test
  void failedAttemptIsRepeatedOnce() {
    advance();
    fail("a", "1");
    RunProgress progress = advance();
    assertThat(nodesWithJobs()).containsExactly("a", "a", "b");
    assertThat(progress.blockers())
        .containsExactly("a: the Job failed (BackoffLimitExceeded); it is tried again");
  }

  @Test
  void nodeThatFailsTwiceIsFailedAndCounted() {
    advance();
    fail("a", "1");
    advance();
    fail("a", "2");
    RunProgress progress = advance();
    assertThat(progress.results())
        .containsExactly(
            new NodeResult.NotRead(
                NODES.get(0),
                Reason.CollectionFailed,
                "The node could not be read: the Job failed (BackoffLimitExceeded)."));
    assertThat(progress.counts().notEvaluatedFor(Reason.CollectionFailed)).isEqualTo(1);
    assertThat(nodesWithJobs()).containsExactly("b", "c");
    assertThat(registry.counter("plumbline.node.job.failures", "scan", "cis").count()).isEqualTo(1);
  }

  @Test
  void jobsOfAnotherRunAreDeleted() {
    advance("before");
    List<String> before = cluster.jobs().stream().map(job -> job.getMetadata().getUid()).toList();
    advance();
    assertThat(cluster.jobs())
        .hasSize(2)
        .noneMatch(job -> before.contains(job.getMetadata().getUid()));
  }

  @Test
  void resultOfANodeThatIsNotSelectedDoesNotCount() {
    collect(new NodeTarget("z", "uid-z", "v1.36.3"));
    assertThat(advance().results()).isEmpty();
  }

  @Test
  void nodesThatCannotRunThePodHaveNoJobAndStallNothing() {
    RunProgress progress = advance("run", List.of(leaveOut(NODES.get(0)), leaveOut(NODES.get(1))));
    assertThat(cluster.jobs()).isEmpty();
    assertThat(progress.isComplete()).isTrue();
    assertThat(progress.counts().notEvaluatedFor(Reason.NotReady)).isEqualTo(2);
    assertThat(store.results(scan, "run")).isEmpty();
  }

  @Test
  void nodeThatIsNotReadyAnyMoreLosesItsJobAndKeepsItsEvidence() {
    advance();
    collect(NODES.get(1));
    RunProgress progress = advance("run", List.of(leaveOut(NODES.get(0)), leaveOut(NODES.get(1))));
    assertThat(cluster.jobs()).isEmpty();
    assertThat(progress.isComplete()).isTrue();
    assertThat(progress.counts().evaluated()).isEqualTo(1);
    assertThat(progress.counts().notEvaluated()).isEqualTo(1);
  }

  @Test
  void nodeThatBecomesReadyDuringTheRunIsRead() {
    advance("run", List.of(leaveOut(NODES.get(0)), evaluate(NODES.get(1))));
    assertThat(nodesWithJobs()).containsExactly("b");
    advance("run", List.of(evaluate(NODES.get(0)), evaluate(NODES.get(1))));
    assertThat(nodesWithJobs()).containsExactly("a", "b");
  }

  @Test
  void jobOfANodeThatWasDeletedIsDeletedAtOnceAndTheNodeDoesNotCount() {
    advance();
    RunProgress progress = advance("run", List.of(evaluate(NODES.get(1))));
    assertThat(nodesWithJobs()).containsExactly("b");
    assertThat(progress.counts().selected()).isEqualTo(1);
  }

  @Test
  void evidenceOfADeletedNodeIsNotThatOfANewNodeOfTheSameName() {
    collect(new NodeTarget("a", "uid-of-the-old-a", "v1.36.3"));
    assertThat(advance().results()).isEmpty();
    assertThat(nodesWithJobs()).containsExactly("a", "b");
  }

  /** The kubelet cannot mount directories for the pod of a node. */
  /** Its pod would wait for the Job's deadline, or bring the receipt of a node that is gone. */
  @Test
  void jobOfANodeThatWasReplacedIsNotThatOfTheNewOne() {
    advance();
    Job before = jobOf("a");
    NodeTarget other = new NodeTarget("a", "another", "v1.36.3");
    advance(
        "run", Stream.of(other, NODES.get(1), NODES.get(2)).map(RunStepTest::evaluate).toList());
    assertThat(nodesWithJobs()).containsExactly("a", "b");
    assertThat(NodeJob.isFor("another", jobOf("a"))).isTrue();
    assertThat(jobOf("a").getMetadata().getName()).isNotEqualTo(before.getMetadata().getName());
  }

  private Job jobOf(String node) {
    return cluster.jobs().stream()
        .filter(job -> node.equals(ScanOwnership.node(job)))
        .findFirst()
        .orElseThrow();
  }

  private void lacks(String node, String... paths) {
    Job job =
        cluster.jobs().stream()
            .filter(j -> node.equals(j.getMetadata().getAnnotations().get(ScanOwnership.NODE)))
            .findFirst()
            .orElseThrow();
    String uid = "pod-of-" + job.getMetadata().getName();
    cluster.create(
        Serialization.unmarshal(
            """
            metadata:
              name: %1$s
              namespace: plumbline-system
              uid: %1$s
              labels: {plumbline.dev/run: run}
              ownerReferences: [{apiVersion: batch/v1, kind: Job, name: scan, uid: '%2$s'}]
            spec: {containers: [{name: collector}]}
            status:
              phase: Pending
              containerStatuses: [{name: c, state: {waiting: {reason: ContainerCreating}}}]
            """
                .formatted(uid, job.getMetadata().getUid()),
            Pod.class));
    cluster.answer(
        "/api/v1/namespaces/plumbline-system/events?fieldSelector=involvedObject.uid%3D"
            + podUid(uid),
        new EventListBuilder()
            .withItems(Stream.of(paths).map(RunStepTest::failedMount).toList())
            .build());
  }

  private String podUid(String name) {
    return cluster
        .client()
        .pods()
        .inNamespace(MockCluster.NAMESPACE)
        .withName(name)
        .require()
        .getMetadata()
        .getUid();
  }

  private static Event failedMount(String path) {
    return new EventBuilder()
        .withType("Warning")
        .withReason("FailedMount")
        .withMessage(
            "MountVolume.SetUp failed for volume \"host-0a1b2c3d4e\" : hostPath type check failed: "
                + path
                + " is not a directory")
        .withLastTimestamp("2020-01-01T12:00:01Z")
        .build();
  }

  @Test
  void nodeThatLacksADirectoryChosenForItIsReadWithoutItAtOnce() {
    advance();
    lacks("a", "/srv/optional");
    RunProgress progress = advance();
    assertThat(progress.blockers())
        .containsExactly(
            "a: its kubelet found no directory or file /srv/optional; the node is read without what"
                + " would be there");
    assertThat(nodesWithJobs()).as("no node has two live Jobs").containsExactly("a", "b");
    assertThat(cluster.jobs())
        .filteredOn(job -> Attempt.of(job).number() == 2)
        .singleElement()
        .satisfies(
            job ->
                assertThat(job.getSpec().getTemplate().getSpec().getVolumes())
                    .extracting(volume -> volume.getHostPath().getPath())
                    .containsExactly("/srv/required", "/proc"));
  }

  @Test
  void theConfigurationOfTheNodesKubeProxyIsMountedAndNoOtherVolumeOfAPod() {
    Pod pod =
        Serialization.unmarshal(
            """
            metadata: {name: kube-proxy-a, namespace: kube-system}
            spec:
              nodeName: a
              containers: [{name: kube-proxy}]
              volumes:
                - {name: config, configMap: {name: kube-proxy}}
                - {name: token, secret: {secretName: token}}
                - {name: modules, hostPath: {path: /lib/modules}}
            """,
            Pod.class);
    cluster.create(pod);
    String uid =
        cluster
            .client()
            .pods()
            .inNamespace("kube-system")
            .withName("kube-proxy-a")
            .require()
            .getMetadata()
            .getUid();
    advance();
    assertThat(cluster.jobs())
        .filteredOn(job -> "a".equals(job.getMetadata().getAnnotations().get(ScanOwnership.NODE)))
        .singleElement()
        .satisfies(
            job ->
                assertThat(job.getSpec().getTemplate().getSpec().getVolumes())
                    .extracting(volume -> volume.getHostPath().getPath())
                    .containsExactly(
                        "/srv/required",
                        "/srv/optional",
                        "/var/lib/kubelet/pods/" + uid + "/volumes/kubernetes.io~configmap/config",
                        "/proc"));
  }

  @Test
  void attemptWithoutADirectoryMayFailOnceAsAnyOther() {
    advance();
    lacks("a", "/srv/optional");
    advance();
    fail("a", "2");
    advance();
    assertThat(cluster.jobs())
        .anyMatch(
            job ->
                Attempt.of(job).equals(new Attempt(3, MockCluster.NOW, List.of("/srv/optional"))));
    fail("a", "3");
    assertThat(advance().counts().notEvaluatedFor(Reason.CollectionFailed)).isEqualTo(1);
  }

  @Test
  void nodeThatLacksADirectoryOfTheSettingIsNotEvaluatedAtOnceAndNotTriedAgain() {
    advance();
    lacks("a", "/srv/optional", "/srv/required");
    RunProgress progress = advance();
    assertThat(progress.results())
        .singleElement()
        .isInstanceOfSatisfying(
            NodeResult.NotRead.class,
            result -> {
              assertThat(result.reason()).isEqualTo(Reason.HostPathMissing);
              assertThat(result.message())
                  .startsWith(
                      "The node's kubelet found no directory /srv/required, which"
                          + " PLUMBLINE_HOST_PATHS");
            });
    assertThat(nodesWithJobs()).doesNotContain("a");
    advance();
    assertThat(nodesWithJobs()).containsExactly("b", "c");
  }

  @Test
  void jobThatExistsAlreadyIsNoError() {
    Job job =
        NodeJob.desired(
            scan,
            "run",
            "0",
            new NodeDecision.Evaluate(NODES.get(0), NEEDS),
            Attempt.first(MockCluster.NOW),
            Duration.ofMinutes(5),
            MockCluster.settings());
    // Without the scan's label the list of Jobs has it not, as a stale cache would.
    job.getMetadata().getLabels().remove(ScanOwnership.SCAN_UID);
    cluster.create(job);
    assertThat(advance().isComplete()).isFalse();
    assertThat(nodesWithJobs()).containsExactly("a", "b");
  }
}
