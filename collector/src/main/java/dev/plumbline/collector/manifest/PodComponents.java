package dev.plumbline.collector.manifest;

import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Problem;
import java.util.List;
import java.util.Map;

/**
 * The components of one pod.
 *
 * @param problems components whose arguments could not be determined
 * @param contexts what is around each component, by its name
 */
public record PodComponents(
    List<Component> components, List<Problem> problems, Map<String, ProcessContext> contexts) {

  public PodComponents {
    components = List.copyOf(components);
    problems = List.copyOf(problems);
    contexts = Map.copyOf(contexts);
  }
}
