package dev.plumbline.operator.run;

import dev.plumbline.operator.store.NodeResult;
import dev.plumbline.report.NodeReading;
import dev.plumbline.report.NodesEvaluated;
import dev.plumbline.report.model.ComplianceScanStatus.Nodes;
import dev.plumbline.report.model.NotEvaluated;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How far a run is.
 *
 * @param total how many nodes it has
 * @param results of the nodes that are finished, in the order of their names, and of API servers
 *     that are on none
 * @param extent whether those are all
 * @param blockers what holds other nodes up, a sentence for each
 */
record RunProgress(int total, List<NodeResult> results, Extent extent, List<String> blockers) {

  /** Whether a run has come to its end. */
  enum Extent {
    PARTIAL,
    WHOLE
  }

  RunProgress {
    results = List.copyOf(results);
    blockers = List.copyOf(blockers);
  }

  /** Of a run that has read no node yet. */
  static RunProgress none(int total) {
    return new RunProgress(total, List.of(), Extent.PARTIAL, List.of());
  }

  boolean isComplete() {
    return extent == Extent.WHOLE;
  }

  Stream<NodeResult.Collected> collected() {
    return results.stream()
        .filter(NodeResult.Collected.class::isInstance)
        .map(NodeResult.Collected.class::cast);
  }

  /** The same, but that the evidence of some nodes turned out to be damaged or gone. */
  RunProgress withoutEvidence(Predicate<String> digest) {
    return new RunProgress(
        total,
        results.stream()
            .map(
                result ->
                    result instanceof NodeResult.Collected collected
                            && digest.test(collected.digest())
                        ? new NodeResult.NotRead(
                            collected.node(),
                            NotEvaluated.Reason.CollectionFailed,
                            "Its stored evidence is damaged or was deleted; the node is read"
                                + " again.")
                        : result)
            .toList(),
        extent,
        blockers);
  }

  /** When the oldest evidence was collected; empty when there is none. */
  Optional<Instant> oldest() {
    return collected().map(result -> Instant.parse(result.time())).min(Comparator.naturalOrder());
  }

  /** Of the nodes alone. */
  Nodes counts() {
    List<NodeResult> nodes =
        results.stream().filter(result -> result.node().countsAsNode()).toList();
    List<NodeReading.NotRead> notRead =
        nodes.stream()
            .filter(NodeResult.NotRead.class::isInstance)
            .map(NodeResult.NotRead.class::cast)
            .map(not -> new NodeReading.NotRead(not.node().name(), not.reason(), not.message()))
            .toList();
    return NodesEvaluated.count(total, nodes.size() - notRead.size(), notRead);
  }
}
