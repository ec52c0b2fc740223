package dev.plumbline.report;

import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.report.model.NotEvaluated;

/** What is known of one node: its evidence, or why there is none. */
public sealed interface NodeReading {

  String node();

  record Collected(String node, ReleaseHints hints, Evidence evidence) implements NodeReading {}

  /**
   * The node is counted, and has no findings.
   *
   * @param message a sentence: what was found on the node, and what to do
   */
  record NotRead(String node, NotEvaluated.Reason reason, String message) implements NodeReading {}
}
