package dev.plumbline.engine.evaluation;

import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.engine.probe.ProbeOutcome;
import dev.plumbline.engine.probe.ProbedRequirement;
import dev.plumbline.evidence.ProbeAnswers;
import java.util.List;
import java.util.stream.Stream;

/**
 * Evaluates a control by what running components answered to questions.
 *
 * @param answers of a node's components
 */
record ProbeEvaluator(List<ProbeAnswers> answers) {

  ProbeEvaluator {
    answers = List.copyOf(answers);
  }

  /** One verdict for each answered probe that tells about the control. */
  List<Verdict> evaluate(CompiledControl control) {
    return control.control().probes().stream()
        .flatMap(requirement -> verdicts(requirement, control))
        .toList();
  }

  private Stream<Verdict> verdicts(ProbedRequirement requirement, CompiledControl control) {
    boolean manual = SourceEvaluator.isManual(control);
    return answers.stream()
        .filter(answer -> answer.probe() == requirement.probe())
        .map(
            answer ->
                verdict(
                    requirement.outcome(answer, control.parameters()),
                    Instance.of(answer),
                    manual));
  }

  private static Verdict verdict(ProbeOutcome outcome, Instance instance, boolean manual) {
    if (outcome instanceof ProbeOutcome.Met met) {
      return verdict(Status.Pass, Reason.RequirementMet, met, instance);
    }
    if (outcome instanceof ProbeOutcome.NothingProved nothing) {
      return verdict(Status.Error, Reason.EvidenceUnavailable, nothing, instance);
    }
    return manual
        ? verdict(Status.Manual, Reason.NeedsReview, outcome, instance)
        : verdict(Status.Fail, Reason.RequirementNotMet, outcome, instance);
  }

  private static Verdict verdict(
      Status status, Reason reason, ProbeOutcome outcome, Instance instance) {
    return new Verdict(status, reason, outcome.message(), List.of(instance.start()), instance);
  }
}
