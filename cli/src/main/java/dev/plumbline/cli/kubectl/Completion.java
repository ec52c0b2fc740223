package dev.plumbline.cli.kubectl;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What may come next on the command line, a line each, and a last line for kubectl: {@code :4} asks
 * the shell not to offer files. It is no command of picocli: whoever presses the tab key waits for
 * it, and only the command whose options are asked for need be made.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/extend-kubectl/kubectl-plugins/">kubectl
 *     plugins</a>
 */
public final class Completion {

  private static final List<String> WITH_A_SCAN =
      List.of("scan", "rescan", "report", "export", "diff", "verify");

  private final List<String> names;
  private final Function<String, @Nullable CommandLine> command;

  /**
   * Completes commands.
   *
   * @param names of all commands
   * @param command makes one by its name
   */
  public Completion(List<String> names, Function<String, @Nullable CommandLine> command) {
    this.names = List.copyOf(names);
    this.command = command;
  }

  /**
   * What may come next, and kubectl's line.
   *
   * @param words behind the program's name; the last is what was typed of the next, maybe nothing
   */
  public List<String> lines(List<String> words) {
    List<String> given = words.isEmpty() ? List.of("") : words;
    String last = given.get(given.size() - 1);
    return Stream.concat(
            candidates(given, last).filter(candidate -> candidate.startsWith(last)).distinct(),
            Stream.of(":4"))
        .toList();
  }

  private Stream<String> candidates(List<String> given, String last) {
    if (given.size() == 1) {
      return Stream.concat(names.stream(), Stream.of(ReportCommand.ALIAS)).sorted();
    }
    CommandLine named = command.apply(given.get(0));
    if (named == null) {
      return Stream.empty();
    }
    if (last.startsWith("-")) {
      return named.getCommandSpec().options().stream()
          .flatMap(option -> Stream.of(option.names()))
          .filter(name -> name.startsWith("--"))
          .sorted();
    }
    OptionSpec option = named.getCommandSpec().findOption(given.get(given.size() - 2));
    if (option != null && option.arity().max() > 0) {
      return Stream.ofNullable(option.completionCandidates())
          .flatMap(values -> StreamSupport.stream(values.spliterator(), false));
    }
    return WITH_A_SCAN.contains(given.get(0)) ? scans() : Stream.empty();
  }

  private static Stream<String> scans() {
    try {
      return ClusterOptions.scanNames().stream();
    } catch (IllegalStateException e) {
      // Without a cluster there are no names. A completion can't print errors.
      return Stream.empty();
    }
  }
}
