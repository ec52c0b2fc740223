package dev.plumbline.operator.run;

import dev.plumbline.operator.store.NodeResult;
import dev.plumbline.report.model.ComplianceScanStatus.Nodes;
import java.util.List;

/**
 * How far a run is.
 *
 * @param total how many nodes it has
 * @param results of the nodes that are finished, in the order of their names
 * @param blockers what holds other nodes up, a sentence for each
 */
record RunProgress(int total, List<NodeResult> results, List<String> blockers) {

  RunProgress {
    results = List.copyOf(results);
    blockers = List.copyOf(blockers);
  }

  boolean isComplete() {
    return results.size() == total;
  }

  /** Why nodes could not be read, a sentence for each. */
  List<String> failures() {
    return results.stream()
        .filter(NodeResult.Failed.class::isInstance)
        .map(NodeResult.Failed.class::cast)
        .map(failure -> failure.node().name() + ": " + failure.why())
        .sorted()
        .toList();
  }

  Nodes counts() {
    int failed = failures().size();
    return new Nodes(total, results.size() - failed, failed);
  }
}
