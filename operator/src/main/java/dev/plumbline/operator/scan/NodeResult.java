package dev.plumbline.operator.scan;

import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.report.NodeReading;

/**
 * What a run has of one node: its evidence, or why there is none. Never nothing, so never a Pass.
 */
sealed interface NodeResult {

  NodeTarget node();

  /** As the report takes it. */
  NodeReading reading();

  record Collected(NodeTarget node, Evidence evidence) implements NodeResult {
    @Override
    public NodeReading reading() {
      return new NodeReading.Collected(node.name(), ReleaseHints.ofNode(node.version()), evidence);
    }
  }

  record Failed(NodeTarget node, String why) implements NodeResult {
    @Override
    public NodeReading reading() {
      return new NodeReading.Failed(node.name(), why);
    }
  }
}
