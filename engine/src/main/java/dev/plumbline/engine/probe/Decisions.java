package dev.plumbline.engine.probe;

import dev.plumbline.evidence.Probe;
import dev.plumbline.evidence.ProbeAnswers.Answered;
import dev.plumbline.evidence.ProbeAnswers.Decision;
import java.util.List;

/** What the decisions of an API server's authorizers prove. */
record Decisions(List<Answered> all) {

  /** How many answers of {@link Probe#Authorization} decide. */
  private static final int DECIDING = 3;

  Decisions {
    all = List.copyOf(all);
  }

  /**
   * The last question, whether every authenticated user may get any path, decides nothing: rules
   * for paths are of little consequence, and some clusters have one. It is told.
   */
  ProbeOutcome authorizesExplicitly() {
    List<Answered> allowed = all.stream().filter(one -> isDecided(one, true)).toList();
    if (all.subList(0, Math.min(all.size(), DECIDING)).stream().anyMatch(allowed::contains)) {
      return new ProbeOutcome.Violated(
          "Asked about a user who does not exist, the API server allows: "
              + AnswerWords.questions(allowed)
              + ". So it allows this to everybody.");
    }
    return all.stream().allMatch(one -> one.answer() instanceof Decision)
        ? new ProbeOutcome.Met(
            "Asked about a user who does not exist, the API server does not allow to list all"
                + " Secrets."
                + (allowed.isEmpty() ? "" : " It allows: " + AnswerWords.questions(allowed) + "."))
        : AnswerWords.nothing(all, "has not answered every question");
  }

  /**
   * The first question is about the node's own Lease, the others about what is not the node's.
   * Where all is allowed, whether the Node authorizer is among those that allow it can't be told.
   */
  ProbeOutcome restrictsNodes() {
    List<Answered> others = all.subList(1, all.size());
    if (isDecided(all.get(0), false)) {
      return new ProbeOutcome.Violated(
          "Asked about a node, the API server does not allow: "
              + all.get(0).question()
              + ". So the Node authorizer does not decide about nodes.");
    }
    return !others.isEmpty()
            && isDecided(all.get(0), true)
            && others.stream().allMatch(one -> isDecided(one, false))
        ? new ProbeOutcome.Met(
            "Asked about a node, the API server allows it its own Lease, and no Secret of others.")
        : AnswerWords.nothing(all, "has not answered as the Node authorizer alone does");
  }

  private static boolean isDecided(Answered one, boolean allowed) {
    return one.answer() instanceof Decision decision && decision.allowed() == allowed;
  }
}
