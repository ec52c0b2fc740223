package dev.plumbline.collector.manifest;

import dev.plumbline.evidence.Argument;
import java.util.List;

/** What a container's command and arguments start, with regard to one component. */
sealed interface Entrypoint {

  /**
   * They run the component.
   *
   * @param program the word that names it
   * @param arguments what follows
   * @param environment the variables that reach it
   */
  record Found(Argument program, List<Argument> arguments, Environment environment)
      implements Entrypoint {
    public Found {
      arguments = List.copyOf(arguments);
    }
  }

  /** They run something else. */
  record Unrelated() implements Entrypoint {}

  /** They run the component's program, and not as that component. */
  record AnotherRole() implements Entrypoint {}

  /**
   * They may run the component, and how could not be determined from the manifest.
   *
   * @param why a phrase that continues the file's name
   */
  record Undetermined(int line, String why) implements Entrypoint {}
}
