package dev.plumbline.operator.store;

import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.report.NodeReading;
import dev.plumbline.report.model.NotEvaluated;

/** What a run has of one node: its evidence, or why there is none. */
public sealed interface NodeResult {

  NodeTarget node();

  /** The same as the report takes it. */
  NodeReading reading();

  record Collected(NodeTarget node, Evidence evidence) implements NodeResult {
    @Override
    public NodeReading reading() {
      return new NodeReading.Collected(node.name(), ReleaseHints.ofNode(node.version()), evidence);
    }
  }

  /**
   * There is no evidence.
   *
   * @param message a sentence for people
   */
  record NotRead(NodeTarget node, NotEvaluated.Reason reason, String message)
      implements NodeResult {
    @Override
    public NodeReading reading() {
      return new NodeReading.NotRead(node.name(), reason, message);
    }
  }
}
