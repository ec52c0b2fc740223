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
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What several sources of one subject come to. Those that are known and differ are drift; an
 * unknown one is not.
 */
final class Sources {

  /** The variables that a component answers about; what files hold it does not print. */
  private static final Set<String> PRINTED =
      Set.of(
          InputRef.FLAGS,
          InputRef.CONFIG,
          InputRef.FEATURE_GATES,
          InputRef.ADMISSION_PLUGINS,
          InputRef.AUTHORIZERS.variable(),
          InputRef.AUTHORIZATION_SOURCE.variable());

  private final Set<InputRef> inputs;

  /** Those that are known and show how it is configured. */
  private final List<Verdict> described;

  /** Those that are known and show what it does when it is asked. */
  private final List<Verdict> probed;

  /** How a component's own description compares with the others. */
  private final InForce inForce;

  private enum InForce {
    NOT_COMPARED,
    SAME,
    OTHERWISE
  }

  /**
   * What a source comes to, whether values were given or are defaults: a component that prints them
   * does not tell which.
   */
  private record Shown(Status status, Map<InputRef, Object> values) {}

  /**
   * Compares them.
   *
   * @param inputs what the control reads
   */
  Sources(List<Verdict> verdicts, Set<InputRef> inputs) {
    Map<Boolean, List<Verdict>> known =
        verdicts.stream()
            .filter(Verdict::isKnown)
            .collect(Collectors.partitioningBy(verdict -> verdict.instance().isProbe()));
    this.inputs = inputs;
    this.described = known.getOrDefault(false, List.of());
    this.probed = known.getOrDefault(true, List.of());
    this.inForce = inForce();
  }

  /** Most components do not answer, and then nothing has to be compared. */
  private InForce inForce() {
    if (described.stream().noneMatch(verdict -> verdict.instance().isLive())) {
      return InForce.NOT_COMPARED;
    }
    List<InputRef> compared = compared();
    Set<Shown> own = shown(verdict -> verdict.instance().isLive(), compared);
    Set<Shown> others = shown(verdict -> !verdict.instance().isLive(), compared);
    if (differ(own, others)) {
      return InForce.OTHERWISE;
    }
    return others.isEmpty() || compared.isEmpty() ? InForce.NOT_COMPARED : InForce.SAME;
  }

  private Set<Shown> shown(Predicate<Verdict> which, List<InputRef> compared) {
    return described.stream()
        .filter(which)
        .map(verdict -> shown(verdict, compared))
        .collect(Collectors.toSet());
  }

  private static Shown shown(Verdict verdict, List<InputRef> compared) {
    Map<InputRef, Object> values = new HashMap<>();
    for (InputRef input : compared) {
      verdict
          .instance()
          .facts()
          .flatMap(facts -> facts.value(input))
          .ifPresent(value -> values.put(input, value));
    }
    return new Shown(verdict.status(), values);
  }

  /**
   * What is printed and known by every source: of anything else nobody knows whether it differs.
   */
  private List<InputRef> compared() {
    List<Facts> all =
        described.stream()
            .map(Verdict::instance)
            .map(Instance::facts)
            .flatMap(Optional::stream)
            .toList();
    return inputs.stream()
        .filter(input -> PRINTED.contains(input.variable()))
        .filter(input -> all.stream().noneMatch(facts -> facts.of(input).isUndetermined()))
        .toList();
  }

  private static <T> boolean differ(Set<T> some, Set<T> others) {
    return !some.isEmpty() && !others.isEmpty() && !some.equals(others);
  }

  /** Whether they come to different verdicts, or to the same for different causes. */
  boolean drift() {
    return startedOtherwise() || inForce == InForce.OTHERWISE || behavesOtherwise();
  }

  /** Whether a process was started with something else than its manifest has now. */
  private boolean startedOtherwise() {
    return differ(
        causes(verdict -> !verdict.instance().isRunning()),
        causes(verdict -> verdict.instance().isProcess()));
  }

  private Set<String> causes(Predicate<Verdict> which) {
    return described.stream()
        .filter(which)
        .map(verdict -> verdict.status() + verdict.message())
        .collect(Collectors.toSet());
  }

  /** Whether it does something else than what it is configured to. */
  private boolean behavesOtherwise() {
    return differ(statuses(probed), statuses(described));
  }

  private static Set<Status> statuses(List<Verdict> some) {
    return some.stream().map(Verdict::status).collect(Collectors.toSet());
  }

  /** Whether a component answers about anything that the control reads. */
  boolean arePrinted() {
    return inputs.stream().anyMatch(input -> PRINTED.contains(input.variable()));
  }

  /** What to do about a difference. */
  String howTheyDiffer() {
    if (inForce == InForce.OTHERWISE) {
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
    return inForce == InForce.SAME
        ? Optional.of("The running component itself reports the same.")
        : Optional.empty();
  }

  /** Of the running component's own answers with all else; empty where either is missing. */
  Optional<Comparison> comparison() {
    if (inForce == InForce.OTHERWISE || behavesOtherwise()) {
      return Optional.of(Comparison.Differ);
    }
    boolean behaves = !probed.isEmpty() && !described.isEmpty();
    return inForce == InForce.SAME || behaves ? Optional.of(Comparison.Agree) : Optional.empty();
  }

  /** What the component was observed to do. */
  Stream<String> answers() {
    return probed.stream().map(Verdict::message);
  }

  /** Without a component's own answer where another source comes to the same in other words. */
  static List<Verdict> observed(List<Verdict> verdicts) {
    List<Verdict> observed = verdicts.stream().filter(v -> !v.instance().isLive()).toList();
    return observed.isEmpty() ? verdicts : observed;
  }
}
