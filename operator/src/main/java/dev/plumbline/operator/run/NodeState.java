package dev.plumbline.operator.run;

import dev.plumbline.operator.store.NodeResult;

/** How far one node of a run is. */
sealed interface NodeState {

  /** What holds the node up; empty when nothing does. */
  default String blocker() {
    return "";
  }

  /** The run waits for the node. */
  sealed interface Unfinished extends NodeState {}

  /** It needs a Job. */
  sealed interface Due extends Unfinished {
    NodeDecision.Evaluate node();

    Attempt attempt();
  }

  /** It has had none yet. */
  record Pending(NodeDecision.Evaluate node, Attempt attempt) implements Due {}

  /** Its last Job did not bring evidence, and the next may. */
  record RetryDue(NodeDecision.Evaluate node, Attempt attempt, String blocker) implements Due {}

  /** It has a Job. */
  record Running(String blocker) implements Unfinished {}

  /** Its components are being asked, and it needs no Job. */
  record Asking() implements Unfinished {}

  /** There is nothing left to do for it in this run. */
  sealed interface Finished extends NodeState {
    NodeResult result();
  }

  /** What its Jobs came to, which is stored. */
  sealed interface Stored extends Finished {}

  record Collected(NodeResult.Collected result) implements Stored {}

  /** Reading it was tried in vain. */
  record Failed(NodeResult.NotRead result) implements Stored {}

  /** It cannot run the pod now; it is not stored, since that may change. */
  record NotEvaluated(NodeResult.NotRead result) implements Finished {}
}
