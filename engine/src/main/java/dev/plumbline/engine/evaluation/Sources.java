package dev.plumbline.engine.evaluation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What several sources of one subject come to. Those that are known and differ are drift; an
 * unknown one is not.
 */
record Sources(List<Verdict> verdicts) {

  Sources {
    verdicts = List.copyOf(verdicts);
  }

  /** Whether they come to different verdicts, or to the same for different causes. */
  boolean drift() {
    Predicate<Verdict> process = verdict -> verdict.instance().isProcess();
    Predicate<Verdict> live = verdict -> verdict.instance().isLive();
    Function<Verdict, String> cause = verdict -> verdict.status() + verdict.message();
    return differ(outcomes(live.or(process).negate(), cause), outcomes(process, cause))
        || isOtherwiseInForce();
  }

  /** Whether a component answers that something else is in force than was observed. */
  private boolean isOtherwiseInForce() {
    return differ(ofLive(), ofOthers());
  }

  private static boolean differ(Set<String> some, Set<String> others) {
    return !some.isEmpty() && !others.isEmpty() && !some.equals(others);
  }

  private Set<String> ofLive() {
    return outcomes(verdict -> verdict.instance().isLive(), Verdict::comesTo);
  }

  private Set<String> ofOthers() {
    return outcomes(verdict -> !verdict.instance().isLive(), Verdict::comesTo);
  }

  private Set<String> outcomes(Predicate<Verdict> which, Function<Verdict, String> outcome) {
    return verdicts.stream()
        .filter(Verdict::isKnown)
        .filter(which)
        .map(outcome)
        .collect(Collectors.toSet());
  }

  /** What to do about a difference. */
  String howTheyDiffer() {
    return isOtherwiseInForce()
        ? "What the running component has in force differs from its other sources (drift): restart"
            + " the component, or fix the manifest."
        : "The manifest and the running process differ (drift): restart the component, or fix the"
            + " manifest.";
  }

  /** That a component answers what was observed; empty where it does not answer, or nothing was. */
  Optional<String> agreement() {
    return !ofLive().isEmpty() && ofLive().equals(ofOthers())
        ? Optional.of("The running component itself reports the same.")
        : Optional.empty();
  }

  /** Without a component's own answer where another source comes to the same in other words. */
  static List<Verdict> observed(List<Verdict> verdicts) {
    List<Verdict> observed = verdicts.stream().filter(v -> !v.instance().isLive()).toList();
    return observed.isEmpty() ? verdicts : observed;
  }
}
