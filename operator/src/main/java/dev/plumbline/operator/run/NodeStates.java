package dev.plumbline.operator.run;

import dev.plumbline.operator.run.JobState.Retry;
import dev.plumbline.operator.store.NodeResult;
import dev.plumbline.operator.store.NodeTarget;
import dev.plumbline.report.model.NotEvaluated.Reason;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;

/** Decides how far each node of a run is, by what a step sees. */
final class NodeStates {

  private final JobInspector inspector;
  private final EvidenceOfRun evidence;
  private final RunStep.Observed seen;

  NodeStates(JobInspector inspector, EvidenceOfRun evidence, RunStep.Observed seen) {
    this.inspector = inspector;
    this.evidence = evidence;
    this.seen = seen;
  }

  /** What was read of a node in this run counts, whatever the node is now. */
  NodeState of(NodeDecision decision) {
    NodeResult stored = seen.stored().get(decision.node().name());
    // Another node may have the name by now.
    if (stored != null && stored.node().uid().equals(decision.node().uid())) {
      return finished(stored);
    }
    if (decision instanceof NodeDecision.Ask ask) {
      return asked(ask);
    }
    return decision instanceof NodeDecision.LeaveOut leaveOut
        // Not stored: the node may be ready the next time.
        ? new NodeState.NotEvaluated(leaveOut.result())
        : inspect((NodeDecision.Evaluate) decision, seen.jobsOf(decision.node().name()));
  }

  static NodeState finished(NodeResult result) {
    return result instanceof NodeResult.Collected collected
        ? new NodeState.Collected(collected)
        : new NodeState.Failed((NodeResult.NotRead) result);
  }

  /** Who does not answer has evidence too, of that: asking again is for the next run. */
  private NodeState asked(NodeDecision.Ask ask) {
    EvidenceCollector.Evidence found = evidence.of(ask, seen.now());
    if (found instanceof EvidenceCollector.Evidence.Awaited) {
      return new NodeState.Asking();
    }
    if (found instanceof EvidenceCollector.Evidence.Stored stored) {
      return new NodeState.Collected(stored.result());
    }
    return notRead(
        ask.node(),
        Reason.CollectionFailed,
        "It could not be read: "
            + (found instanceof EvidenceCollector.Evidence.NotStored notStored
                ? notStored.why()
                : ((EvidenceCollector.Evidence.Unusable) found).why())
            + ".");
  }

  private NodeState inspect(NodeDecision.Evaluate node, List<Job> jobs) {
    if (jobs.isEmpty()) {
      return new NodeState.Pending(node, Attempt.first(seen.now()));
    }
    Job newest = jobs.get(0);
    Attempt attempt = Attempt.of(newest);
    JobState state = inspector.state(newest, seen.pods(), node.node().name());
    if (state instanceof JobState.Waiting waiting) {
      return new NodeState.Running(waiting.blocker());
    }
    if (state instanceof JobState.HostPathsMissing missing) {
      return without(node, attempt, missing.paths());
    }
    if (state instanceof JobState.Failed failed) {
      return failed(node, attempt, failed.why(), failed.retry());
    }
    EvidenceCollector.Evidence found =
        evidence.of((JobState.Succeeded) state, node.node(), seen.now());
    if (found instanceof EvidenceCollector.Evidence.Stored stored) {
      return new NodeState.Collected(stored.result());
    }
    if (found instanceof EvidenceCollector.Evidence.NotStored notStored) {
      return failed(node, attempt, notStored.why(), Retry.POINTLESS);
    }
    return found instanceof EvidenceCollector.Evidence.Unusable unusable
        ? failed(node, attempt, unusable.why(), Retry.WORTHWHILE)
        : new NodeState.Running("");
  }

  private static NodeState failed(
      NodeDecision.Evaluate node, Attempt attempt, String why, Retry retry) {
    return retry == Retry.WORTHWHILE && attempt.mayFailAgain()
        ? new NodeState.RetryDue(node, attempt.next(), why + "; it is tried again")
        : notRead(node.node(), Reason.CollectionFailed, "The node could not be read: " + why + ".");
  }

  /** The same attempt would fail again; one without what is missing may not. */
  private static NodeState without(
      NodeDecision.Evaluate node, Attempt attempt, List<String> missing) {
    List<String> required =
        missing.stream().filter(path -> node.needs().required().contains(path)).toList();
    if (required.isEmpty()) {
      return new NodeState.RetryDue(
          node,
          attempt.nextWithout(missing),
          "its kubelet found no directory or file "
              + String.join(", ", missing)
              + "; the node is read without what would be there");
    }
    return notRead(
        node.node(),
        Reason.HostPathMissing,
        "The node's kubelet found no directory "
            + String.join(", ", required)
            + ", which PLUMBLINE_HOST_PATHS (hostPaths in the chart) lists. Remove it from the"
            + " setting, or scan this node apart by spec.nodeSelector.");
  }

  private static NodeState notRead(NodeTarget node, Reason reason, String message) {
    return new NodeState.Failed(new NodeResult.NotRead(node, reason, message));
  }
}
