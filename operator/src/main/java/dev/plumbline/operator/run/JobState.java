package dev.plumbline.operator.run;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/** How far one Job is. */
sealed interface JobState {

  /**
   * It has not ended.
   *
   * @param blocker what holds it up, for people; empty when nothing does
   */
  record Waiting(String blocker) implements JobState {}

  /**
   * Its pod will not start: the node lacks what it mounts.
   *
   * @param paths those that the kubelet has reported so far
   */
  record HostPathsMissing(List<String> paths) implements JobState {
    public HostPathsMissing {
      paths = List.copyOf(paths);
    }
  }

  /**
   * Its pod has ended with success.
   *
   * @param terminationMessage the receipt for the evidence in the pod's log
   */
  record Succeeded(Pod pod, String terminationMessage) implements JobState {}

  /**
   * It ended without evidence.
   *
   * @param why a sentence for people, without a full stop
   */
  record Failed(String why, Retry retry) implements JobState {}

  /** Whether another Job may bring what one has not. */
  enum Retry {
    /** Its pod ran, and was stopped, or its log was lost. */
    WORTHWHILE,
    /**
     * Its whole time has passed, or a policy refuses its pod: the next would end in the same way.
     */
    POINTLESS
  }
}
