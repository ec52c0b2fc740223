package dev.plumbline.engine.evaluation;

import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.finding.Comparison;
import dev.plumbline.engine.finding.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What several sources of one subject come to. Those that are known and differ are drift; an
 * unknown one is not.
 *
 * @param inputs what the control reads
 */
record Sources(List<Verdict> verdicts, Set<InputRef> inputs) {

  /** The variables that a component answers about; what files hold it does not print. */
  private static final Set<String> PRINTED =
      Set.of(
          InputRef.FLAGS,
          InputRef.CONFIG,
          InputRef.FEATURE_GATES,
          InputRef.ADMISSION_PLUGINS,
          InputRef.AUTHORIZERS.variable(),
          InputRef.AUTHORIZATION_SOURCE.variable());

  Sources {
    verdicts = List.copyOf(verdicts);
    inputs = Set.copyOf(inputs);
  }

  /**
   * What a source comes to, whether values were given or are defaults: a component that prints them
   * does not tell which.
   */
  private record InForce(Status status, Map<InputRef, Object> values) {}

  /** Whether they come to different verdicts, or to the same for different causes. */
  boolean drift() {
    return startedOtherwise() || isOtherwiseInForce() || behavesOtherwise();
  }

  /** Whether a process was started with something else than its manifest has now. */
  private boolean startedOtherwise() {
    Predicate<Verdict> process = verdict -> verdict.instance().isProcess();
    Predicate<Verdict> live = verdict -> verdict.instance().isLive();
    Function<Verdict, String> cause = verdict -> verdict.status() + verdict.message();
    return differ(outcomes(live.or(process).negate(), cause), outcomes(process, cause));
  }

  /** Whether a component answers that something else is in force than was observed. */
  private boolean isOtherwiseInForce() {
    return differ(ofLive(), ofOthers());
  }

  private static <T> boolean differ(Set<T> some, Set<T> others) {
    return !some.isEmpty() && !others.isEmpty() && !some.equals(others);
  }

  private Set<InForce> ofLive() {
    return outcomes(verdict -> verdict.instance().isLive(), this::inForce);
  }

  private Set<InForce> ofOthers() {
    return outcomes(verdict -> !verdict.instance().isLive(), this::inForce);
  }

  private <T> Set<T> outcomes(Predicate<Verdict> which, Function<Verdict, T> outcome) {
    return described().filter(which).map(outcome).collect(Collectors.toSet());
  }

  /** Those that show how it is configured. */
  private Stream<Verdict> described() {
    return verdicts.stream().filter(v -> v.isKnown() && !v.instance().isProbe());
  }

  /** Those that show what it does when it is asked. */
  private Stream<Verdict> probed() {
    return verdicts.stream().filter(v -> v.isKnown() && v.instance().isProbe());
  }

  /** Whether it does something else than what it is configured to. */
  private boolean behavesOtherwise() {
    return differ(statuses(probed()), statuses(described()));
  }

  private static Set<Status> statuses(Stream<Verdict> some) {
    return some.map(Verdict::status).collect(Collectors.toSet());
  }

  private InForce inForce(Verdict verdict) {
    Map<InputRef, Object> values = new HashMap<>();
    for (InputRef input : compared()) {
      verdict
          .instance()
          .facts()
          .flatMap(facts -> facts.value(input))
          .ifPresent(value -> values.put(input, value));
    }
    return new InForce(verdict.status(), values);
  }

  /**
   * What is printed and known by every source: of anything else nobody knows whether it differs.
   */
  private List<InputRef> compared() {
    List<Facts> all =
        described().map(Verdict::instance).map(Instance::facts).flatMap(Optional::stream).toList();
    return inputs.stream()
        .filter(input -> PRINTED.contains(input.variable()))
        .filter(input -> all.stream().noneMatch(facts -> facts.of(input).isUndetermined()))
        .toList();
  }

  /** Whether a component answers about anything that the control reads. */
  boolean arePrinted() {
    return inputs.stream().anyMatch(input -> PRINTED.contains(input.variable()));
  }

  /** What to do about a difference. */
  String howTheyDiffer() {
    if (isOtherwiseInForce()) {
      return "What the running component has in force differs from its other sources (drift): restart"
          + " the component, or fix the manifest or configuration file.";
    }
    return startedOtherwise()
        ? "The manifest and the running process differ (drift): restart the component, or fix the"
            + " manifest."
        : "What the running component does differs from what it is configured to do (drift): restart"
            + " the component. If that changes nothing, something else decides, such as a webhook or"
            + " a role binding.";
  }

  /** That a component answers what was observed; empty where it does not answer, or nothing was. */
  Optional<String> agreement() {
    return !compared().isEmpty() && !ofLive().isEmpty() && ofLive().equals(ofOthers())
        ? Optional.of("The running component itself reports the same.")
        : Optional.empty();
  }

  /** Of the running component's own answers with all else; empty where either is missing. */
  Optional<Comparison> comparison() {
    if (isOtherwiseInForce() || behavesOtherwise()) {
      return Optional.of(Comparison.Differ);
    }
    boolean probed = probed().findAny().isPresent() && described().findAny().isPresent();
    return agreement().isPresent() || probed ? Optional.of(Comparison.Agree) : Optional.empty();
  }

  /** What the component was observed to do. */
  Stream<String> answers() {
    return probed().map(Verdict::message);
  }

  /** Without a component's own answer where another source comes to the same in other words. */
  static List<Verdict> observed(List<Verdict> verdicts) {
    List<Verdict> observed = verdicts.stream().filter(v -> !v.instance().isLive()).toList();
    return observed.isEmpty() ? verdicts : observed;
  }
}
