package dev.plumbline.e2e.faults;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.function.UnaryOperator;

/** What becomes of a pod, in the words of the scheduler and the kubelet. */
sealed interface Outcome {

  /** The scheduler finds no place for it. */
  record Unschedulable() implements Outcome {}

  /** The kubelet reports this, and nothing after it. */
  record Reported(PodStatus status) implements Outcome {}

  /** Somebody deletes it before it has ended. */
  record Deleted() implements Outcome {}

  /** The kubelet does not find a directory that it is to mount. */
  record NoDirectory() implements Outcome {}

  /** It runs to its end with the receipt for its evidence; its log is changed on the way. */
  record Collected(UnaryOperator<String> receipt, UnaryOperator<String> log) implements Outcome {}

  static Outcome collected() {
    return new Collected(UnaryOperator.identity(), UnaryOperator.identity());
  }

  static Outcome log(UnaryOperator<String> change) {
    return new Collected(UnaryOperator.identity(), change);
  }

  static Outcome receipt(UnaryOperator<String> change) {
    return new Collected(change, UnaryOperator.identity());
  }

  static Outcome imageMissing() {
    return new Reported(
        container(
            "Pending",
            false,
            "waiting: {reason: ImagePullBackOff, message: 'Back-off pulling image \"plumbline:dev\"'}"));
  }

  static Outcome evicted() {
    return new Reported(
        Serialization.unmarshal(
            """
            phase: Failed
            reason: Evicted
            message: 'The node was low on resource: memory.'
            """,
            PodStatus.class));
  }

  static Outcome outOfMemory() {
    return new Reported(
        container("Failed", false, "terminated: {exitCode: 137, reason: OOMKilled}"));
  }

  static Outcome hung() {
    return new Reported(container("Running", true, "running: {startedAt: '2026-01-01T00:00:00Z'}"));
  }

  /** That of a pod whose container has written a receipt. */
  static PodStatus ended(String receipt) {
    PodStatus status =
        container("Succeeded", false, "terminated: {exitCode: 0, reason: Completed}");
    status.getContainerStatuses().get(0).getState().getTerminated().setMessage(receipt);
    return status;
  }

  /** That of a pod whose container has a state, in YAML. */
  private static PodStatus container(String phase, boolean ready, String state) {
    return Serialization.unmarshal(
        """
        phase: %s
        containerStatuses:
          - name: collector
            image: plumbline:dev
            imageID: ''
            ready: %s
            restartCount: 0
            state: {%s}
        """
            .formatted(phase, ready, state),
        PodStatus.class);
  }

  /** Decides by the pod and the number of the attempt, from 1. */
  interface Chosen {
    Outcome of(Pod pod, int attempt);
  }
}
