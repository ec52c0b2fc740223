package dev.plumbline.collector.manifest;

import dev.plumbline.collector.manifest.ShellToken.Word;
import java.util.List;

/** The structure of a shell script: which commands run whatever happens, and which may not. */
final class ShellSyntax {

  private ShellSyntax() {}

  /**
   * Pipelines that are joined by {@code &&} and {@code ||}.
   *
   * @param ending how it ends
   */
  record AndOr(List<Pipeline> pipelines, Ending ending) {}

  /** How the shell goes on after a list of commands. */
  enum Ending {
    WAITS,
    IN_BACKGROUND
  }

  /** Commands that run at the same time. */
  record Pipeline(List<Command> commands) {}

  /** A single command. */
  sealed interface Command {

    /**
     * Words, without redirections.
     *
     * @param descriptors variables that get the number of a descriptor
     */
    record Simple(List<Word> words, List<String> descriptors) implements Command {}

    /** Commands in a shell of their own. */
    record Subshell(List<AndOr> lists) implements Command {}

    /** Commands between braces. */
    record Group(List<AndOr> lists) implements Command {}

    /** Commands of which some may not run, in the order that they are written in. */
    record Conditional(List<AndOr> lists) implements Command {}

    /** Commands that may run, and once more. */
    record Loop(List<AndOr> lists) implements Command {}
  }
}
