package dev.plumbline.report;

import dev.plumbline.engine.evaluation.Release;
import dev.plumbline.evidence.Evidence;

/** What is known of one node: its evidence, or why there is none. */
public sealed interface NodeReading {

  String node();

  record Collected(String node, Release release, Evidence evidence) implements NodeReading {}

  record Failed(String node, String why) implements NodeReading {}
}
