package dev.plumbline.operator.run;

import dev.plumbline.operator.store.NodeResult;

/** How far one node of a run is. */
sealed interface NodeState {

  /** What holds the node up; empty when nothing does. */
  String blocker();

  /** Its next attempt has no Job yet. */
  record Due(NodeDecision.Evaluate node, Attempt attempt, String blocker) implements NodeState {}

  record Running(String blocker) implements NodeState {}

  record Finished(NodeResult result) implements NodeState {
    @Override
    public String blocker() {
      return "";
    }
  }
}
