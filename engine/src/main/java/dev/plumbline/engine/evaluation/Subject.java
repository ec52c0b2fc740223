package dev.plumbline.engine.evaluation;

import dev.plumbline.engine.component.Components;
import dev.plumbline.engine.component.EffectiveConfig;
import dev.plumbline.engine.component.FileFacts;
import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Component.Source;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.IgnoredProcess;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a control is about, and all that a node's evidence has of it: a component in every source
 * that it was observed in, or the node's own files.
 *
 * @param problems what couldn't be read and could have been evidence of it
 * @param inspected how far one could look
 */
record Subject(
    String name,
    List<Instance> instances,
    List<Problem> problems,
    List<IgnoredProcess> ignored,
    Inspected inspected) {

  static final String NODE = "node";

  /** All subjects of a node, by name. */
  static Map<String, Subject> of(Evidence evidence, ReleaseHints hints, Iterable<String> names) {
    Map<String, Subject> alone = new HashMap<>();
    for (String name : names) {
      alone.put(name, name.equals(NODE) ? node(evidence) : component(name, evidence, hints));
    }
    Map<String, Subject> subjects = new HashMap<>();
    alone.forEach((name, subject) -> subjects.put(name, subject.beside(alone)));
    return subjects;
  }

  private static Subject component(String name, Evidence evidence, ReleaseHints hints) {
    return new Subject(
        name,
        evidence.components().stream()
            .filter(component -> component.name().equals(name))
            .map(component -> LiveFiles.of(component, evidence))
            .map(component -> instance(component, hints.of(component, evidence)))
            .toList(),
        evidence.problems().stream()
            .filter(problem -> problem.component().isEmpty() || problem.component().equals(name))
            .toList(),
        evidence.ignoredProcesses().stream().filter(p -> p.name().equals(name)).toList(),
        Inspected.of(evidence));
  }

  private static Instance instance(Component component, Release release) {
    return Instance.of(
        Optional.of(component),
        release,
        Components.resolve(component, release),
        Components.start(component));
  }

  private static Subject node(Evidence evidence) {
    Instance files =
        Instance.of(
            Optional.empty(),
            new Release.Unknown(),
            new EffectiveConfig.Resolved(NodeFiles.facts(evidence)),
            new EvidenceRef("/", 1, ""));
    return new Subject(NODE, List.of(files), List.of(), List.of(), Inspected.of(evidence));
  }

  /**
   * Lets expressions compare components with each other: a running one with those that run, one of
   * a manifest with those of manifests.
   */
  private Subject beside(Map<String, Subject> others) {
    return new Subject(
        name,
        instances.stream()
            .map(i -> i.facts().map(facts -> i.with(beside(facts, i, others))).orElse(i))
            .toList(),
        problems,
        ignored,
        inspected);
  }

  private static Facts beside(Facts facts, Instance instance, Map<String, Subject> others) {
    Map<String, Facts> components = new HashMap<>();
    others.forEach(
        (name, other) ->
            other
                .neighbourOf(instance)
                .flatMap(Instance::facts)
                .ifPresent(f -> components.put(name, f)));
    return facts.with(components, input -> missing(input, others));
  }

  private Optional<Instance> neighbourOf(Instance instance) {
    return instances.stream()
        .filter(other -> other.isRunning() == instance.isRunning())
        .findFirst()
        .or(() -> instances.stream().findFirst());
  }

  /** Of a component that has no facts: it is absent, or they could not be determined. */
  private static Fact missing(InputRef input, Map<String, Subject> others) {
    String name = input.path().isEmpty() ? "" : input.path().get(0);
    Subject subject = others.get(name);
    boolean absent = subject != null && subject.instances().isEmpty() && subject.wasLookedFor();
    return absent
        ? new Fact.Absent("no " + name + " was found")
        : Fact.unknown("the configuration of " + name + " could not be determined");
  }

  /** Whether it would have been found if it were there. */
  boolean wasLookedFor() {
    return problems.isEmpty() && (isOfRepository() || inspected.showsComponents());
  }

  /**
   * The manifests that it has, for what does not depend on what they start. A process has none; its
   * manifest is a source of its own.
   */
  List<Instance> manifests() {
    return instances.stream()
        .filter(instance -> !instance.isRunning())
        .map(
            instance ->
                instance.facts().isPresent()
                    ? instance
                    : instance
                        .component()
                        .map(component -> instance.with(FileFacts.ofManifest(component)))
                        .orElse(instance))
        .toList();
  }

  /**
   * Without manifests of which could not be determined what they start, where the component runs:
   * the process shows what it was started with, and the component itself what is in force. Likewise
   * without a component that did not answer, where anything else shows what it does.
   *
   * @param probed whether it was seen to do what a control is about
   */
  Subject running(boolean probed) {
    boolean runs =
        !from(Source.PROCESS).isEmpty()
            || from(Source.LIVE).stream().anyMatch(live -> !live.isUndetermined());
    boolean known = probed || instances.stream().anyMatch(instance -> !instance.isUndetermined());
    Predicate<Instance> left =
        instance -> instance.isUndetermined() && (runs || known && instance.isLive());
    return with(instances.stream().filter(left.negate()).toList(), problemsOutside(left));
  }

  /** Without what could not be determined within manifests that were found, or was not answered. */
  Subject withoutProblemsOfManifests() {
    return with(instances, problemsOutside(i -> i.isOf(Source.MANIFEST) || i.isLive()));
  }

  private Subject with(List<Instance> newInstances, List<Problem> newProblems) {
    return new Subject(name, newInstances, newProblems, ignored, inspected);
  }

  private List<Problem> problemsOutside(Predicate<Instance> those) {
    Set<String> files =
        instances.stream().filter(those).map(i -> i.start().file()).collect(Collectors.toSet());
    return problems.stream().filter(p -> !files.contains(p.place().file())).toList();
  }

  List<Instance> from(Source source) {
    return instances.stream().filter(instance -> instance.isOf(source)).toList();
  }

  boolean isOfRepository() {
    return inspected.scope().origin() == Scope.Origin.REPOSITORY;
  }

  boolean isOfEndpoints() {
    return inspected.scope().showsOnlyEndpoints();
  }
}
