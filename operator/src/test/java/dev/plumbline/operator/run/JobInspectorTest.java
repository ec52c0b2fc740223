package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.run.JobState.Retry;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.EventListBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobInspectorTest {

  private MockCluster cluster;

  @BeforeEach
  void startCluster() {
    cluster = MockCluster.start();
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  private JobState state(Job job, Pod... pods) {
    return state(MockCluster.CLOCK, job, pods);
  }

  private JobState state(Clock clock, Job job, Pod... pods) {
    return new JobInspector(WarningSource.live(cluster.client(), MockCluster.NAMESPACE), clock)
        .state(job, List.of(pods), "cp-1");
  }

  private static Job job(String status) {
    return Serialization.unmarshal(
        """
        metadata: {name: scan, namespace: plumbline-system, uid: job-uid, creationTimestamp: '%s'}
        spec: {activeDeadlineSeconds: 300}
        status: %s
        """
            .formatted(MockCluster.NOW, status),
        Job.class);
  }

  private static Pod pod(String created, String status) {
    return Serialization.unmarshal(
        """
        metadata:
          name: scan-pod
          namespace: plumbline-system
          uid: pod-uid
          creationTimestamp: '%s'
          ownerReferences: [{apiVersion: batch/v1, kind: Job, name: scan, uid: job-uid}]
        spec: {nodeName: cp-1, containers: [{name: collector}]}
        status: %s
        """
            .formatted(created, status),
        Pod.class);
  }

  private static Pod pod(String status) {
    return pod(MockCluster.NOW.toString(), status);
  }

  private static Pod succeeded() {
    Pod pod =
        pod(
            "{phase: Succeeded, containerStatuses:"
                + " [{name: collector, state: {terminated: {exitCode: 0}}}]}");
    pod.getStatus()
        .getContainerStatuses()
        .get(0)
        .getState()
        .getTerminated()
        .setMessage("a receipt");
    return pod;
  }

  private static Event warning(String reason, String message, String time) {
    return new EventBuilder()
        .withType("Warning")
        .withReason(reason)
        .withMessage(message)
        .withLastTimestamp(time)
        .build();
  }

  @Test
  void jobWithoutAPodWaits() {
    assertThat(state(job("{}"))).isEqualTo(new JobState.Waiting(""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{phase: Pending}|''",
        "{phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable,"
            + " message: no room}]}|Unschedulable: no room",
        "{phase: Pending, containerStatuses: [{name: c, state: {waiting: {reason: ErrImagePull,"
            + " message: not found}}}]}|ErrImagePull: not found",
        "{phase: Pending, containerStatuses: [{name: c, state: {waiting: {reason:"
            + " ContainerCreating}}}]}|''",
      })
  void whatHoldsAPodUpIsReported(String status, String blocker) {
    assertThat(state(job("{}"), pod(status))).isEqualTo(new JobState.Waiting(blocker));
  }

  @Test
  void deniedPodIsReportedByTheNewestWarningOfTheJob() {
    cluster.answer(
        "/api/v1/namespaces/plumbline-system/events?fieldSelector=involvedObject.uid%3Djob-uid",
        new EventListBuilder()
            .withItems(
                warning("FailedCreate", "no service account", "2020-01-01T12:00:01Z"),
                warning("FailedCreate", "exceeded quota", "2020-01-01T12:00:02Z"),
                warning("BackoffLimitExceeded", "the end", "2020-01-01T12:00:03Z"))
            .build());
    assertThat(state(job("{}"))).isEqualTo(new JobState.Waiting("FailedCreate: exceeded quota"));
  }

  private static final String CREATING =
      "{phase: Pending, containerStatuses: [{name: c, state: {waiting: {reason:"
          + " ContainerCreating}}}]}";

  private void podEvents(Event... events) {
    cluster.answer(
        "/api/v1/namespaces/plumbline-system/events?fieldSelector=involvedObject.uid%3Dpod-uid",
        new EventListBuilder().withItems(events).build());
  }

  private static Event failedMount(String message, String time) {
    return warning(
        "FailedMount", "MountVolume.SetUp failed for volume \"host\" : " + message, time);
  }

  @Test
  void whatANodeLacksIsReportedWhicheverEventIsNewest() {
    podEvents(
        failedMount(
            "hostPath type check failed: /var/lib/b is not a directory", "2020-01-01T12:00:01Z"),
        failedMount(
            "hostPath type check failed: /var/lib/a is not a directory", "2020-01-01T12:00:01Z"),
        failedMount(
            "hostPath type check failed: /var/lib/a is not a directory", "2020-01-01T12:00:02Z"),
        failedMount(
            "hostPath type check failed: /var/lib/c.yaml is not a file", "2020-01-01T12:00:02Z"),
        warning(
            "FailedMount", "Unable to attach or mount volumes: timed out", "2020-01-01T12:02:00Z"));
    assertThat(state(job("{}"), pod(CREATING)))
        .isEqualTo(
            new JobState.HostPathsMissing(List.of("/var/lib/a", "/var/lib/b", "/var/lib/c.yaml")));
  }

  @Test
  void otherMountsThatFailAreWaitedFor() {
    podEvents(failedMount("permission denied", "2020-01-01T12:00:01Z"));
    assertThat(state(job("{}"), pod(CREATING)))
        .isEqualTo(
            new JobState.Waiting(
                "FailedMount: MountVolume.SetUp failed for volume \"host\" : permission denied"));
  }

  @Test
  void podThatRunsByNowHasItsDirectories() {
    podEvents(
        failedMount(
            "hostPath type check failed: /var/lib/a is not a directory", "2020-01-01T12:00:01Z"));
    assertThat(state(job("{}"), pod("{phase: Running}"))).isInstanceOf(JobState.Waiting.class);
  }

  @Test
  void failedJobIsReportedWithItsReasonAndThePods() {
    assertThat(
            state(
                job("{conditions: [{type: Failed, status: 'True', reason: DeadlineExceeded}]}"),
                pod(
                    "{phase: Pending, containerStatuses: [{name: c, state: {waiting: {reason:"
                        + " ErrImagePull, message: not found}}}]}")))
        .isEqualTo(
            new JobState.Failed(
                "the Job failed (DeadlineExceeded): ErrImagePull: not found", Retry.POINTLESS));
  }

  @Test
  void whatHeldAPodUpIsReportedThoughThePodIsGoneWithTheJobsTime() {
    JobInspector inspector =
        new JobInspector(
            WarningSource.live(cluster.client(), MockCluster.NAMESPACE), MockCluster.CLOCK);
    Pod unschedulable =
        pod(
            "{phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason:"
                + " Unschedulable, message: 0/3 nodes are available}]}");
    inspector.state(job("{}"), List.of(unschedulable), "cp-1");
    assertThat(
            inspector.state(
                job("{conditions: [{type: Failed, status: 'True', reason: DeadlineExceeded}]}"),
                List.of(),
                "cp-1"))
        .isEqualTo(
            new JobState.Failed(
                "the Job failed (DeadlineExceeded): Unschedulable: 0/3 nodes are available",
                Retry.POINTLESS));
  }

  @Test
  void failedPodIsReportedWithItsExit() {
    assertThat(
            state(
                job("{}"),
                pod(
                    "{phase: Failed, containerStatuses: [{name: c, state: {terminated: {reason:"
                        + " OOMKilled, exitCode: 137}}}]}")))
        .isEqualTo(
            new JobState.Failed("the pod failed: OOMKilled, exit code 137", Retry.WORTHWHILE));
  }

  @Test
  void jobFailsOnceItsDeadlineAndSomeTimeHavePassed() {
    Clock inTime = Clock.offset(MockCluster.CLOCK, Duration.ofSeconds(330));
    assertThat(state(inTime, job("{}"))).isInstanceOf(JobState.Waiting.class);
    Clock late = Clock.offset(MockCluster.CLOCK, Duration.ofSeconds(331));
    assertThat(state(late, job("{}")))
        .isEqualTo(new JobState.Failed("the Job did not end within its deadline", Retry.POINTLESS));
  }

  @Test
  void completeJobWhosePodIsYetToBeSeenIsWaitedFor() {
    Job complete =
        job(
            "{conditions: [{type: Complete, status: 'True', lastTransitionTime: '%s'}]}"
                .formatted(MockCluster.NOW));
    assertThat(state(complete)).isEqualTo(new JobState.Waiting(""));
    assertThat(state(complete, pod("{phase: Running}"))).isEqualTo(new JobState.Waiting(""));
    assertThat(state(complete, succeeded())).isInstanceOf(JobState.Succeeded.class);
    Clock late = Clock.offset(MockCluster.CLOCK, Duration.ofSeconds(30));
    assertThat(state(late, complete))
        .isEqualTo(
            new JobState.Failed("the pod was deleted before its log was read", Retry.WORTHWHILE));
  }

  @Test
  void podThatHasSucceededHasAReceipt() {
    assertThat(state(job("{}"), succeeded()))
        .isEqualTo(new JobState.Succeeded(succeeded(), "a receipt"));
  }

  @ParameterizedTest
  @CsvSource({
    "Running,collector,0,true",
    "Running,collector,1,false",
    "Running,another,0,false",
    "Failed,collector,0,false",
    "Unknown,collector,0,false",
  })
  void collectorThatHasEndedIsNotWaitedForUntilItsPodHas(
      String phase, String container, int exitCode, boolean hasSucceeded) {
    Pod pod = succeeded();
    pod.getStatus().setPhase(phase);
    ContainerStatus status = pod.getStatus().getContainerStatuses().get(0);
    status.setName(container);
    status.getState().getTerminated().setExitCode(exitCode);
    assertThat(state(job("{}"), pod) instanceof JobState.Succeeded).isEqualTo(hasSucceeded);
  }

  @Test
  void receiptIsTheCollectorsAndNotThatOfAnInjectedContainer() {
    Pod pod = succeeded();
    pod.getStatus()
        .setContainerStatuses(
            List.of(
                new ContainerStatusBuilder()
                    .withName("a-sidecar")
                    .withNewState()
                    .withNewTerminated()
                    .withMessage("another")
                    .endTerminated()
                    .endState()
                    .build(),
                pod.getStatus().getContainerStatuses().get(0)));
    assertThat(state(job("{}"), pod)).isEqualTo(new JobState.Succeeded(pod, "a receipt"));
  }

  @Test
  void newestPodOfTheJobCounts() {
    Pod older = pod("2019-12-31T00:00:00Z", "{phase: Failed}");
    assertThat(state(job("{}"), older, succeeded())).isInstanceOf(JobState.Succeeded.class);
  }

  @Test
  void podOfAnotherJobDoesNotCount() {
    Pod other = succeeded();
    other.getMetadata().getOwnerReferences().get(0).setUid("another");
    assertThat(state(job("{}"), other)).isInstanceOf(JobState.Waiting.class);
  }

  @Test
  void podThatRanOnAnotherNodeIsRefused() {
    Pod pod = succeeded();
    pod.getSpec().setNodeName("worker-1");
    assertThat(state(job("{}"), pod))
        .isEqualTo(new JobState.Failed("the pod ran on another node: worker-1", Retry.WORTHWHILE));
  }

  private void jobEvents(String message) {
    cluster.answer(
        "/api/v1/namespaces/plumbline-system/events?fieldSelector=involvedObject.uid%3Djob-uid",
        new EventListBuilder()
            .withItems(warning("FailedCreate", message, "2020-01-01T12:00:01Z"))
            .build());
  }

  @Test
  void podThatAPolicyRefusesFailsAtOnceAndForGood() {
    jobEvents(
        "Error creating: admission webhook \"validate.kyverno.svc-fail\" denied the request: no"
            + " hostPath");
    assertThat(state(job("{}")))
        .isInstanceOfSatisfying(
            JobState.Failed.class,
            failed -> {
              assertThat(failed.why())
                  .isEqualTo(
                      "its pod is refused (RequestDenied): Error creating: admission webhook"
                          + " \"validate.kyverno.svc-fail\" denied the request: no hostPath. What to"
                          + " do: change the policy, or exempt the operator's namespace");
              assertThat(failed.retry()).isEqualTo(Retry.POINTLESS);
            });
  }

  @Test
  void podForWhichThereIsNoQuotaIsWaitedFor() {
    jobEvents(
        "Error creating: pods \"scan\" is forbidden: exceeded quota: none, requested: pods=1");
    assertThat(state(job("{}"))).isInstanceOf(JobState.Waiting.class);
  }
}
