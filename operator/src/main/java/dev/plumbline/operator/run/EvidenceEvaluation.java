package dev.plumbline.operator.run;

import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.store.EvidenceStore;
import dev.plumbline.operator.store.NodeResult;
import dev.plumbline.operator.store.NodeTarget;
import dev.plumbline.report.NodeReading;
import dev.plumbline.report.RunEvaluator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Evaluates the evidence that the nodes of a run refer to. */
final class EvidenceEvaluation {

  private final EvidenceStore store;
  private final ScanObjects objects;

  EvidenceEvaluation(EvidenceStore store, ScanObjects objects) {
    this.store = store;
    this.objects = objects;
  }

  /**
   * Evaluates each evidence once for all nodes that have it.
   *
   * @return the same progress without the nodes whose evidence is damaged or gone
   */
  RunProgress evaluate(ComplianceScan scan, RunProgress finished, RunEvaluator evaluator) {
    Map<String, Map<String, List<String>>> nodes =
        finished
            .collected()
            .collect(
                Collectors.groupingBy(
                    NodeResult.Collected::digest,
                    Collectors.groupingBy(
                        result -> result.node().version(),
                        TreeMap::new,
                        Collectors.mapping(result -> result.node().name(), Collectors.toList()))));
    Set<String> present = new HashSet<>();
    store.evidence(
        scan,
        Stream.concat(
                objects.nodes().stream().map(node -> node.getMetadata().getName()),
                finished
                    .collected()
                    .map(NodeResult::node)
                    .filter(target -> !target.countsAsNode())
                    .map(NodeTarget::name))
            .collect(Collectors.toSet()),
        (digest, evidence) -> {
          present.add(digest);
          nodes
              .getOrDefault(digest, Map.of())
              .forEach(
                  (version, names) ->
                      evaluator.add(
                          new NodeReading.Collected(
                              names, ReleaseHints.ofNode(version), evidence)));
        });
    return finished.withoutEvidence(digest -> !present.contains(digest));
  }
}
