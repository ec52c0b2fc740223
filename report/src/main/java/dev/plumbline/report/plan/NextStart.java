package dev.plumbline.report.plan;

import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Component.Source;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The evidence of a node as its components will find it when they start again. */
final class NextStart {

  private static final Set<Source> NOW = Set.of(Source.PROCESS, Source.LIVE);

  private static final String UNKNOWN =
      "shows what is in force now, and nothing shows what it will be started with";

  private NextStart() {}

  /**
   * Leaves out what runs now where a file on the node says what will be started. Of a component
   * that only its process shows, such as a kubelet that systemd starts, the arguments stay.
   */
  static Evidence of(Evidence evidence) {
    Set<String> onDisk =
        evidence.components().stream()
            .filter(component -> !NOW.contains(component.source()))
            .map(Component::name)
            .collect(Collectors.toSet());
    List<Component> left =
        evidence.components().stream()
            .filter(component -> NOW.contains(component.source()))
            .filter(
                component -> component.source() == Source.LIVE || onDisk.contains(component.name()))
            .toList();
    Evidence next = without(left, evidence);
    List<Problem> problems = new ArrayList<>(next.problems());
    Stream.concat(
            left.stream()
                .map(component -> new Problem(component.name(), component.place(), UNKNOWN)),
            evidence.probes().stream()
                .map(one -> new Problem(one.probe().component(), one.place(), UNKNOWN)))
        .filter(
            problem ->
                next.components().stream().noneMatch(c -> c.name().equals(problem.component())))
        .forEach(problems::add);
    // What a component does now is not what it will do.
    return next.with(next.components(), problems, List.of());
  }

  /** The evidence without components, and without what was wrong with their places. */
  static Evidence without(List<Component> left, Evidence evidence) {
    Set<String> places =
        left.stream().map(component -> component.place().file()).collect(Collectors.toSet());
    return evidence.with(
        evidence.components().stream().filter(component -> !left.contains(component)).toList(),
        evidence.problems().stream()
            .filter(
                problem ->
                    problem.component().isEmpty() || !places.contains(problem.place().file()))
            .toList(),
        evidence.probes());
  }
}
