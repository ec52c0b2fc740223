package dev.plumbline.collector.manifest;

import dev.plumbline.evidence.Argument;
import java.util.List;

/** What a container's command line comes to. */
sealed interface Program {

  /**
   * It runs the component.
   *
   * @param program the word that names it
   * @param arguments what follows
   */
  record Found(Argument program, List<Argument> arguments) implements Program {}

  /** It runs something else. */
  record Other() implements Program {}

  /**
   * It may run the component, and how can't be told from the manifest.
   *
   * @param why a sentence for people
   */
  record Unclear(int line, String why) implements Program {}
}
