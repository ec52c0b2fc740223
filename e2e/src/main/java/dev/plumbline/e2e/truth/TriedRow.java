package dev.plumbline.e2e.truth;

import dev.plumbline.engine.probe.ProbeOutcome;
import dev.plumbline.engine.probe.ProbedRequirement;
import dev.plumbline.evidence.ProbeAnswers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A row that was tried.
 *
 * @param recorded what came of it
 * @param answers what the API server answered to Plumbline's own probes; none where it refused to
 *     start
 */
public record TriedRow(RecordedRow recorded, List<ProbeAnswers> answers) {

  public TriedRow {
    answers = List.copyOf(answers);
  }

  /** What the answers prove, by requirement. */
  public Map<ProbedRequirement, ProbeOutcome> outcomes() {
    Map<ProbedRequirement, ProbeOutcome> outcomes = new TreeMap<>();
    for (ProbedRequirement requirement : ProbedRequirement.values()) {
      answers.stream()
          .filter(one -> one.probe() == requirement.probe())
          .forEach(one -> outcomes.put(requirement, requirement.outcome(one, Map.of())));
    }
    return outcomes;
  }
}
