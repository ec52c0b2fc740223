package dev.plumbline.operator.run;

import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.operator.store.NodeTarget;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** From a Job and its pod to how far it is, and what holds it up. */
final class JobInspector {

  /** Room for the evidence, and for what a JVM may print beside it. */
  private static final int MAX_LOG = EvidenceJson.MAX_BYTES + 256 * 1024;

  /** How long after its deadline a Job may lack the condition Failed. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final String namespace;
  private final Clock clock;

  JobInspector(KubernetesClient client, String namespace, Clock clock) {
    this.client = client;
    this.namespace = namespace;
    this.clock = clock;
  }

  /**
   * How far a Job is.
   *
   * @param pods the run's pods; the Job's own is found by the UID in its owner reference
   */
  JobState state(Job job, List<Pod> pods, String run, NodeTarget node) {
    Optional<Pod> pod =
        pods.stream()
            .filter(candidate -> isOwnedBy(candidate, job))
            .max(Comparator.comparing(candidate -> candidate.getMetadata().getCreationTimestamp()));
    if (pod.isPresent() && phase(pod.get()).equals("Succeeded")) {
      return collect(pod.get(), run, node);
    }
    Optional<String> failure = failure(job);
    if (failure.isPresent()) {
      String blocker = blocker(job, pod);
      return new JobState.Failed(failure.get() + (blocker.isEmpty() ? "" : ": " + blocker));
    }
    if (pod.isPresent() && phase(pod.get()).equals("Failed")) {
      return new JobState.Failed("the pod failed: " + blocker(job, pod));
    }
    if (has(job, "Complete")) {
      return new JobState.Failed("the pod was deleted before its log was read");
    }
    return waiting(job, pod);
  }

  /** A mount that fails is tried again until the deadline, and fails each time. */
  private JobState waiting(Job job, Optional<Pod> pod) {
    String blocker = blocker(job, pod);
    if (pod.isEmpty() || !phase(pod.get()).equals("Pending") || !blocker.contains("FailedMount")) {
      return new JobState.Waiting(blocker);
    }
    List<String> missing = warnings(pod.get().getMetadata().getUid()).missingHostPaths();
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

  private static boolean has(Job job, String condition) {
    return job.getStatus() != null
        && job.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals(condition) && c.getStatus().equals("True"));
  }

  private Optional<String> failure(Job job) {
    if (has(job, "Failed")) {
      return job.getStatus().getConditions().stream()
          .filter(c -> c.getType().equals("Failed"))
          .map(c -> "the Job failed (" + c.getReason() + ")")
          .findFirst();
    }
    Instant end =
        Instant.parse(job.getMetadata().getCreationTimestamp())
            .plusSeconds(job.getSpec().getActiveDeadlineSeconds())
            .plus(GRACE);
    return clock.instant().isAfter(end)
        ? Optional.of("the Job did not end within its deadline")
        : Optional.empty();
  }

  private JobState collect(Pod pod, String run, NodeTarget node) {
    if (!node.name().equals(pod.getSpec().getNodeName())) {
      return new JobState.Failed("the pod ran on another node: " + pod.getSpec().getNodeName());
    }
    String message =
        terminated(pod).map(state -> Objects.toString(state.getMessage(), "")).orElse("");
    try {
      String log =
          client
              .pods()
              .inNamespace(pod.getMetadata().getNamespace())
              .withName(pod.getMetadata().getName())
              .limitBytes(MAX_LOG)
              .getLog();
      return EvidenceLog.read(message, Objects.toString(log, ""), run, node);
    } catch (KubernetesClientException e) {
      return new JobState.Failed("the pod's log could not be read: " + oneLine(reason(e)));
    }
  }

  /** The API server's message, without the request around it. */
  private static String reason(KubernetesClientException e) {
    String status = e.getStatus() == null ? "" : Objects.toString(e.getStatus().getMessage(), "");
    return status.isEmpty() ? String.valueOf(e.getMessage()) : status;
  }

  private static Optional<ContainerStateTerminated> terminated(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .map(ContainerStatus::getState)
        .filter(Objects::nonNull)
        .map(ContainerState::getTerminated)
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** What holds a Job up, as the scheduler, the kubelet or an event reports it; may be empty. */
  private String blocker(Job job, Optional<Pod> pod) {
    if (pod.isEmpty()) {
      return warnings(job.getMetadata().getUid()).last().map(JobInspector::oneLine).orElse("");
    }
    Pod found = pod.get();
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
        .or(() -> warnings(found.getMetadata().getUid()).last())
        .map(JobInspector::oneLine)
        .orElse("");
  }

  private static Optional<String> waiting(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .map(ContainerStatus::getState)
        .filter(state -> state != null && state.getWaiting() != null)
        .map(ContainerState::getWaiting)
        .filter(state -> !Objects.equals(state.getReason(), "ContainerCreating"))
        .map(state -> state.getReason() + ": " + state.getMessage())
        .findFirst();
  }

  private static String exit(ContainerStateTerminated state) {
    return Objects.toString(state.getReason(), "Terminated") + ", exit code " + state.getExitCode();
  }

  private Warnings warnings(String uid) {
    return Warnings.about(uid, client, namespace);
  }

  private static String oneLine(String text) {
    String line = Objects.toString(text, "").replaceAll("\\s+", " ").strip();
    return line.length() > 500 ? line.substring(0, 500) + "…" : line;
  }
}
