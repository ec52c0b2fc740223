package dev.plumbline.engine.probe;

import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.ProbeAnswers.Alert;
import dev.plumbline.evidence.ProbeAnswers.Answered;
import dev.plumbline.evidence.ProbeAnswers.Decision;
import dev.plumbline.evidence.ProbeAnswers.Handshake;
import dev.plumbline.evidence.ProbeAnswers.Status;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is said of answers, whatever they prove. */
final class AnswerWords {

  private AnswerWords() {}

  /**
   * The answers prove nothing.
   *
   * @param otherwise continues "It"
   */
  static ProbeOutcome nothing(List<Answered> all, String otherwise) {
    String unanswered =
        all.stream()
            .flatMap(
                one ->
                    one.answer() instanceof ProbeAnswers.None none
                        ? Stream.of(one.question() + " " + none.why())
                        : Stream.of())
            .distinct()
            .collect(Collectors.joining("; "));
    String answered =
        answers(all.stream().filter(one -> !(one.answer() instanceof ProbeAnswers.None)).toList());
    return new ProbeOutcome.NothingProved(
        "It "
            + otherwise
            + (answered.isEmpty() ? "" : " (" + answered + ")")
            + (unanswered.isEmpty() ? "." : ": " + unanswered + "."));
  }

  static String questions(List<Answered> some) {
    return some.stream().map(Answered::question).collect(Collectors.joining(", "));
  }

  static String answers(List<Answered> some) {
    return some.stream().map(AnswerWords::answer).collect(Collectors.joining(", "));
  }

  private static String answer(Answered one) {
    if (one.answer() instanceof Status status) {
      return one.question() + " is answered with " + status.code();
    }
    if (one.answer() instanceof Handshake handshake) {
      return one.question()
          + " is answered with "
          + handshake.protocol().title()
          + " and "
          + handshake.suite();
    }
    if (one.answer() instanceof ProbeAnswers.Admission admission) {
      return one.question() + " " + DryRuns.words(admission.admitted());
    }
    if (one.answer() instanceof Alert alert) {
      return one.question() + " is refused with the alert " + alert.code();
    }
    return one.answer() instanceof Decision decision
        ? one.question() + " is " + (decision.allowed() ? "allowed" : "denied")
        : one.question() + " is not answered";
  }
}
