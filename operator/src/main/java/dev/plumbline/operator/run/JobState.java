package dev.plumbline.operator.run;

import dev.plumbline.evidence.Evidence;
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

  /** The node's evidence has arrived whole. */
  record Collected(Evidence evidence) implements JobState {}

  /**
   * It ended without evidence.
   *
   * @param why a sentence for people, without a full stop
   */
  record Failed(String why) implements JobState {}
}
