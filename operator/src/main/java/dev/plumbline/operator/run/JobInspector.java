package dev.plumbline.operator.run;

import dev.plumbline.operator.run.JobState.Retry;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** From a Job and its pod to how far it is, and what holds it up. */
final class JobInspector {

  /**
   * How long after its deadline a Job may lack the condition Failed, and after its end its pod may
   * be yet to be seen: Jobs and pods come by watches of their own.
   */
  private static final Duration GRACE = Duration.ofSeconds(30);

  /** More Jobs than runs have at a time. */
  private static final int MAX_REMEMBERED = 1000;

  private final WarningSource events;
  private final Clock clock;

  /**
   * What last held up the pod of a Job, by the Job's UID: the pod is deleted when the Job's time is
   * over, and nothing else tells why it did not run.
   */
  private final Map<String, String> lastBlockers =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
              return size() > MAX_REMEMBERED;
            }
          });

  JobInspector(WarningSource events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  /**
   * How far a Job is.
   *
   * @param pods the scan's pods; the Job's own is found by the UID in its owner reference
   * @param node the node that it is for
   */
  JobState state(Job job, Collection<Pod> pods, String node) {
    Optional<Pod> pod =
        pods.stream()
            .filter(candidate -> isOwnedBy(candidate, job))
            .max(Comparator.comparing(candidate -> candidate.getMetadata().getCreationTimestamp()));
    if (pod.isPresent() && hasSucceeded(pod.get())) {
      return succeeded(pod.get(), node);
    }
    Optional<JobState> failure = failure(job, pod);
    if (failure.isPresent()) {
      return failure.get();
    }
    if (pod.isPresent() && phase(pod.get()).equals("Failed")) {
      return new JobState.Failed("the pod failed: " + blocker(job, pod), Retry.WORTHWHILE);
    }
    Optional<JobCondition> complete = condition(job, "Complete");
    if (complete.isEmpty()) {
      return waiting(job, pod);
    }
    return Instant.parse(complete.get().getLastTransitionTime())
            .plus(GRACE)
            .isAfter(clock.instant())
        ? new JobState.Waiting("")
        : new JobState.Failed("the pod was deleted before its log was read", Retry.WORTHWHILE);
  }

  /** The kubelet reports the end of the container about a second before it reports the pod's. */
  private static boolean hasSucceeded(Pod pod) {
    return phase(pod).equals("Succeeded")
        || phase(pod).equals("Running")
            && pod.getStatus().getContainerStatuses().stream()
                .filter(status -> NodeJob.CONTAINER.equals(status.getName()))
                .flatMap(status -> Stream.ofNullable(status.getState()))
                .flatMap(state -> Stream.ofNullable(state.getTerminated()))
                .anyMatch(state -> state.getExitCode() == 0);
  }

  private static JobState succeeded(Pod pod, String node) {
    String on = Objects.toString(pod.getSpec().getNodeName(), "");
    return node.equals(on)
        ? new JobState.Succeeded(
            pod, terminated(pod).map(s -> Objects.toString(s.getMessage(), "")).orElse(""))
        : new JobState.Failed("the pod ran on another node: " + on, Retry.WORTHWHILE);
  }

  /**
   * A mount that fails is tried again until the deadline, and fails each time; so does a pod that a
   * policy refuses.
   */
  private JobState waiting(Job job, Optional<Pod> pod) {
    if (pod.isEmpty()) {
      Warnings warnings = events.about(job.getMetadata().getUid());
      Optional<Refusal> denied =
          warnings.refusals().filter(refusal -> refusal.kind().isLasting()).findFirst();
      return denied.isPresent()
          ? new JobState.Failed(
              "its pod is refused (" + denied.get().kind() + "): " + denied.get().withRemedy(),
              Retry.POINTLESS)
          : new JobState.Waiting(blocker(job, pod));
    }
    String blocker = blocker(job, pod);
    if (!phase(pod.get()).equals("Pending") || !blocker.contains("FailedMount")) {
      return new JobState.Waiting(blocker);
    }
    var missing = events.about(pod.get().getMetadata().getUid()).missingHostPaths();
    return missing.isEmpty()
        ? new JobState.Waiting(blocker)
        : new JobState.HostPathsMissing(missing);
  }

  private static boolean isOwnedBy(Pod pod, Job job) {
    return pod.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> owner.getUid().equals(job.getMetadata().getUid()));
  }

  private static String phase(Pod pod) {
    return pod.getStatus() == null ? "" : Objects.toString(pod.getStatus().getPhase(), "");
  }

  static boolean hasEnded(Job job) {
    return has(job, "Complete") || has(job, "Failed");
  }

  private static boolean has(Job job, String condition) {
    return condition(job, condition).isPresent();
  }

  private static Optional<JobCondition> condition(Job job, String type) {
    return Optional.ofNullable(job.getStatus())
        .map(JobStatus::getConditions)
        .orElse(List.of())
        .stream()
        .filter(c -> c.getType().equals(type) && c.getStatus().equals("True"))
        .findFirst();
  }

  private Optional<JobState> failure(Job job, Optional<Pod> pod) {
    Optional<JobCondition> failed = condition(job, "Failed");
    if (failed.isPresent()) {
      String reason = Objects.toString(failed.get().getReason(), "");
      return Optional.of(
          failed(
              "the Job failed (" + reason + ")",
              job,
              pod,
              reason.equals("DeadlineExceeded") ? Retry.POINTLESS : Retry.WORTHWHILE));
    }
    Instant end =
        Instant.parse(job.getMetadata().getCreationTimestamp())
            .plusSeconds(job.getSpec().getActiveDeadlineSeconds())
            .plus(GRACE);
    return clock.instant().isAfter(end)
        ? Optional.of(failed("the Job did not end within its deadline", job, pod, Retry.POINTLESS))
        : Optional.empty();
  }

  private JobState failed(String why, Job job, Optional<Pod> pod, Retry retry) {
    String blocker = blocker(job, pod);
    return new JobState.Failed(why + (blocker.isEmpty() ? "" : ": " + blocker), retry);
  }

  private static Optional<ContainerStateTerminated> terminated(Pod pod) {
    return states(pod).map(ContainerState::getTerminated).filter(Objects::nonNull).findFirst();
  }

  private static Stream<ContainerState> states(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .sorted(Comparator.comparing(status -> !NodeJob.CONTAINER.equals(status.getName())))
        .map(ContainerStatus::getState)
        .filter(Objects::nonNull);
  }

  /** What holds a Job up, as the scheduler, the kubelet or an event reports it; may be empty. */
  private String blocker(Job job, Optional<Pod> pod) {
    String uid = job.getMetadata().getUid();
    if (pod.isEmpty()) {
      return events
          .about(uid)
          .last()
          .map(Refusal::oneLine)
          .orElseGet(() -> lastBlockers.getOrDefault(uid, ""));
    }
    String blocker = blocker(pod.get());
    if (!blocker.isEmpty()) {
      lastBlockers.put(uid, blocker);
    }
    return blocker;
  }

  private String blocker(Pod found) {
    Optional<String> unschedulable =
        found.getStatus().getConditions().stream()
            .filter(c -> c.getType().equals("PodScheduled") && c.getStatus().equals("False"))
            .map(c -> c.getReason() + ": " + c.getMessage())
            .findFirst();
    return unschedulable
        .or(() -> waiting(found))
        .or(
            () ->
                terminated(found).filter(state -> state.getExitCode() != 0).map(JobInspector::exit))
        .or(() -> Optional.ofNullable(found.getStatus().getMessage()))
        .or(() -> isStarted(found) ? Optional.empty() : warning(found))
        .map(Refusal::oneLine)
        .orElse("");
  }

  private Optional<String> warning(Pod pod) {
    return events.about(pod.getMetadata().getUid()).last();
  }

  private static boolean isStarted(Pod pod) {
    return states(pod).anyMatch(state -> state.getRunning() != null);
  }

  private static Optional<String> waiting(Pod pod) {
    return states(pod)
        .map(ContainerState::getWaiting)
        .filter(Objects::nonNull)
        .filter(state -> !Objects.equals(state.getReason(), "ContainerCreating"))
        .map(state -> state.getReason() + ": " + state.getMessage())
        .findFirst();
  }

  private static String exit(ContainerStateTerminated state) {
    return Objects.toString(state.getReason(), "Terminated") + ", exit code " + state.getExitCode();
  }
}
