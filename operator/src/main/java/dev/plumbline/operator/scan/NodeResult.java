package dev.plumbline.operator.scan;

import dev.plumbline.evidence.Evidence;

/**
 * What a run has of one node: its evidence, or why there is none. Never nothing, so never a Pass.
 */
sealed interface NodeResult {

  NodeTarget node();

  record Collected(NodeTarget node, Evidence evidence) implements NodeResult {}

  record Failed(NodeTarget node, String why) implements NodeResult {}
}
