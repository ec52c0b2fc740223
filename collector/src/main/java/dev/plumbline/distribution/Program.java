package dev.plumbline.distribution;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program that runs components within itself, such as k3s's and MicroK8s'.
 *
 * @param name its file name
 * @param components what it runs, by its subcommand; by the empty text without a known one
 */
public record Program(String name, Map<String, List<String>> components) {

  public Program {
    components = Collections.unmodifiableMap(new LinkedHashMap<>(components));
  }

  /** The components that it runs with these arguments; none where they make it do another thing. */
  public List<String> components(List<String> arguments) {
    String command = arguments.stream().filter(components::containsKey).findFirst().orElse("");
    return components.getOrDefault(command, List.of());
  }

  boolean runs(String component) {
    return components.values().stream().anyMatch(run -> run.contains(component));
  }
}
