package dev.plumbline.engine.evaluation;

import dev.plumbline.engine.component.Components;
import dev.plumbline.engine.component.EffectiveConfig;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Component.Source;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.IgnoredProcess;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.Scope;
import dev.plumbline.evidence.Visibility;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a control speaks of, and all that a node's evidence says of it: a component in every place
 * that it was seen in, or the node's own files.
 *
 * @param instances every place it was seen in, with what it does
 * @param problems what couldn't be read and could have told of it
 */
public record Subject(
    String name,
    List<Instance> instances,
    List<Problem> problems,
    List<IgnoredProcess> ignored,
    Visibility processes,
    Scope.Origin origin) {

  static final String NODE = "node";

  /**
   * One source and what it tells.
   *
   * @param component the component as the source tells of it; none for a node
   * @param start the place to point at when nothing finer is known
   */
  public record Instance(Optional<Component> component, EffectiveConfig view, EvidenceRef start) {

    boolean isProcess() {
      return component.filter(c -> c.source() == Source.PROCESS).isPresent();
    }

    List<String> argumentValues() {
      return component
          .map(c -> c.arguments().stream().map(Argument::value).toList())
          .orElse(List.of());
    }
  }

  /** All subjects of a node, by name. */
  public static Map<String, Subject> of(
      Evidence evidence, Release release, Iterable<String> names) {
    Map<String, Subject> subjects = new HashMap<>();
    for (String name : names) {
      subjects.put(name, name.equals(NODE) ? node(evidence) : component(name, evidence, release));
    }
    Map<String, Facts> neighbours = new HashMap<>();
    subjects.forEach((name, subject) -> subject.settled().ifPresent(f -> neighbours.put(name, f)));
    subjects.replaceAll((name, subject) -> subject.withNeighbours(neighbours, subjects));
    return subjects;
  }

  private static Subject component(String name, Evidence evidence, Release release) {
    List<Component> components =
        evidence.components().stream().filter(component -> component.name().equals(name)).toList();
    String image =
        components.stream().map(Component::image).filter(i -> !i.isEmpty()).findFirst().orElse("");
    String version = name.equals("etcd") || !image.isEmpty() ? image : release.version();
    return new Subject(
        name,
        components.stream()
            .map(
                c ->
                    new Instance(
                        Optional.of(c),
                        Components.view(c, c.image().isEmpty() ? version : c.image()),
                        Components.start(c)))
            .toList(),
        evidence.problems().stream()
            .filter(problem -> problem.component().isEmpty() || problem.component().equals(name))
            .toList(),
        evidence.ignoredProcesses().stream().filter(p -> p.name().equals(name)).toList(),
        evidence.scope().processes(),
        evidence.scope().origin());
  }

  private static Subject node(Evidence evidence) {
    Instance files =
        new Instance(
            Optional.empty(),
            new EffectiveConfig.Resolved(NodeFiles.facts(evidence)),
            new EvidenceRef("/", 1, ""));
    return new Subject(
        NODE,
        List.of(files),
        List.of(),
        List.of(),
        evidence.scope().processes(),
        evidence.scope().origin());
  }

  /** What it does by the first source that tells. */
  private Optional<Facts> settled() {
    return instances.stream()
        .map(Instance::view)
        .filter(EffectiveConfig.Resolved.class::isInstance)
        .map(view -> ((EffectiveConfig.Resolved) view).facts())
        .findFirst();
  }

  /** Lets expressions compare components with each other. */
  private Subject withNeighbours(Map<String, Facts> facts, Map<String, Subject> subjects) {
    Map<String, Object> variables = new HashMap<>();
    facts.forEach((name, f) -> variables.put(name, f.variables()));
    Map<String, String> untold = new HashMap<>();
    subjects.forEach(
        (name, subject) -> {
          boolean unclear =
              subject.instances().isEmpty()
                  ? !subject.problems().isEmpty()
                  : !facts.containsKey(name);
          if (unclear) {
            untold.put("components." + name, "what " + name + " does here can't be told");
          }
          Optional.ofNullable(facts.get(name))
              .ifPresent(
                  f ->
                      f.untold().entrySet().stream()
                          .filter(e -> e.getKey().startsWith("files."))
                          .forEach(e -> untold.put("components." + name, e.getValue())));
        });
    return new Subject(
        name,
        instances.stream()
            .map(
                i ->
                    i.view() instanceof EffectiveConfig.Resolved settled
                        ? new Instance(
                            i.component(),
                            new EffectiveConfig.Resolved(
                                settled.facts().with("components", variables).withUntold(untold)),
                            i.start())
                        : i)
            .toList(),
        problems,
        ignored,
        processes,
        origin);
  }

  public List<Instance> from(Source source) {
    return instances.stream()
        .filter(i -> i.component().filter(c -> c.source() == source).isPresent())
        .toList();
  }
}
