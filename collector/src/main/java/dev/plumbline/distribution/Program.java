package dev.plumbline.distribution;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A program that runs components within itself, such as k3s's and MicroK8s'.
 *
 * @param name its file name
 * @param components what it runs, by its subcommand; by the empty text without a known one
 * @param argumentFiles the files that it reads their arguments from; empty when there are none
 */
public record Program(
    String name, Map<String, List<String>> components, Optional<ArgumentFiles> argumentFiles) {

  public Program {
    components = Collections.unmodifiableMap(new LinkedHashMap<>(components));
  }

  /** Jackson leaves out what a file leaves out. */
  @JsonCreator
  static Program of(
      @JsonProperty("name") String name,
      @JsonProperty("components") Map<String, List<String>> components,
      @JsonProperty("argumentFiles") @Nullable ArgumentFiles argumentFiles) {
    return new Program(name, components, Optional.ofNullable(argumentFiles));
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
