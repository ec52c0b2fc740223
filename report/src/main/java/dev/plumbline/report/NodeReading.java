package dev.plumbline.report;

import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.evidence.Evidence;

/** What is known of one node: its evidence, or why there is none. */
public sealed interface NodeReading {

  String node();

  record Collected(String node, ReleaseHints hints, Evidence evidence) implements NodeReading {}

  record Failed(String node, String why) implements NodeReading {}
}
