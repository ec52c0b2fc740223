package dev.plumbline.report;

import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.report.model.NotEvaluated;
import java.util.List;

/** What is known of nodes: their evidence, or why there is none. */
public sealed interface NodeReading {

  /**
   * Evidence, which is evaluated once for all nodes that have the same.
   *
   * @param nodes their names
   */
  record Collected(List<String> nodes, ReleaseHints hints, Evidence evidence)
      implements NodeReading {

    public Collected {
      nodes = List.copyOf(nodes);
    }

    public Collected(String node, ReleaseHints hints, Evidence evidence) {
      this(List.of(node), hints, evidence);
    }
  }

  /**
   * The node is counted, and has no findings.
   *
   * @param message a sentence: what was found on the node, and what to do
   */
  record NotRead(String node, NotEvaluated.Reason reason, String message) implements NodeReading {}
}
