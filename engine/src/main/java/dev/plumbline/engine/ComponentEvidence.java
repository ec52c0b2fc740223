package dev.plumbline.engine;

import dev.plumbline.engine.component.ComponentView;
import dev.plumbline.engine.component.KubeApiserver;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Component.Source;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.IgnoredProcess;
import dev.plumbline.evidence.Problem;
import java.util.List;

/**
 * All that a node's evidence says of one component.
 *
 * @param instances every place it was seen in, with what it does
 * @param problems what couldn't be read and could have told of it
 */
record ComponentEvidence(
    String name,
    List<Instance> instances,
    List<Problem> problems,
    List<IgnoredProcess> ignored,
    Evidence.ProcessVisibility processes) {

  /** The component as one source tells of it, and what it does by that. */
  record Instance(Component component, ComponentView view) {

    boolean isProcess() {
      return component.source() == Source.PROCESS;
    }

    List<String> argumentValues() {
      return component.arguments().stream().map(Argument::value).toList();
    }
  }

  static ComponentEvidence of(String name, Evidence evidence) {
    List<Component> components =
        evidence.components().stream().filter(component -> component.name().equals(name)).toList();
    String image =
        components.stream().map(Component::image).filter(i -> !i.isEmpty()).findFirst().orElse("");
    return new ComponentEvidence(
        name,
        components.stream()
            .map(
                c ->
                    new Instance(c, KubeApiserver.view(c, c.image().isEmpty() ? image : c.image())))
            .toList(),
        evidence.problems().stream()
            .filter(problem -> problem.component().isEmpty() || problem.component().equals(name))
            .toList(),
        evidence.ignoredProcesses().stream().filter(p -> p.name().equals(name)).toList(),
        evidence.processes());
  }

  List<Instance> from(Source source) {
    return instances.stream().filter(i -> i.component().source() == source).toList();
  }
}
