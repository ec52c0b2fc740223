package dev.plumbline.operator.run;

import dev.plumbline.operator.store.NodeResult;
import dev.plumbline.report.NodesEvaluated;
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

  Nodes counts() {
    return NodesEvaluated.count(total, results.stream().map(NodeResult::reading).toList());
  }
}
