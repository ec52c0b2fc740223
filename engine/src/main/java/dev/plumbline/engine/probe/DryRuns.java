package dev.plumbline.engine.probe;

import dev.plumbline.evidence.ProbeAnswers.Admission;
import dev.plumbline.evidence.ProbeAnswers.Admitted;
import dev.plumbline.evidence.ProbeAnswers.Answered;
import java.util.List;

/**
 * What two dry runs come to: of an object without what the requirement is about, and of the same
 * object with it. A refusal is one of the property only where the object without it is admitted.
 */
final class DryRuns {

  private DryRuns() {}

  static ProbeOutcome outcome(List<Answered> all) {
    if (all.size() != 2) {
      return AnswerWords.nothing(all, "has not answered every question");
    }
    Answered without = all.get(0);
    Answered with = all.get(1);
    if (is(Admitted.With, with)) {
      return new ProbeOutcome.Violated("The API server admits a " + with.question() + ".");
    }
    if (is(Admitted.Without, with) || is(Admitted.With, without) && is(Admitted.Refused, with)) {
      return new ProbeOutcome.Met(
          "Asked by a dry run, the API server does not admit a "
              + with.question()
              + ": it "
              + words(with)
              + ".");
    }
    return AnswerWords.nothing(
        all,
        is(Admitted.Refused, without)
            ? "refuses the same without it, which proves nothing"
            : "has not answered every question");
  }

  static String words(Admitted admitted) {
    return switch (admitted) {
      case With -> "is admitted";
      case Without -> "is admitted with another value";
      case Refused -> "is refused";
    };
  }

  private static String words(Answered one) {
    return one.answer() instanceof Admission admission ? words(admission.admitted()) : "";
  }

  private static boolean is(Admitted what, Answered one) {
    return one.answer() instanceof Admission admission && admission.admitted() == what;
  }
}
