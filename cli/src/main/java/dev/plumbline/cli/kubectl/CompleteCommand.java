package dev.plumbline.cli.kubectl;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * What may come next on the command line, a line each, and a last line for kubectl: {@code :4} asks
 * the shell not to offer files.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/extend-kubectl/kubectl-plugins/">kubectl
 *     plugins</a>
 */
@Command(name = "__complete", hidden = true)
public final class CompleteCommand implements Callable<Integer> {

  private static final List<String> WITH_A_SCAN =
      List.of("scan", "rescan", "report", "export", "diff", "verify");

  private final List<String> names;
  private final Function<String, @Nullable CommandLine> command;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..*")
  private List<String> unusedWords = new ArrayList<>();

  /** Options of other commands are words here. */
  @Unmatched private List<String> unusedOptions = new ArrayList<>();

  /**
   * Completes commands.
   *
   * @param names of all commands
   * @param command makes one by its name
   */
  public CompleteCommand(List<String> names, Function<String, @Nullable CommandLine> command) {
    this.names = List.copyOf(names);
    this.command = command;
  }

  @Override
  public Integer call() {
    List<String> all = spec.commandLine().getParseResult().originalArgs().stream().skip(1).toList();
    List<String> given = all.isEmpty() ? List.of("") : all;
    String last = given.get(given.size() - 1);
    PrintWriter out = spec.commandLine().getOut();
    candidates(given, last)
        .filter(candidate -> candidate.startsWith(last))
        .distinct()
        .forEach(out::println);
    out.println(":4");
    out.flush();
    return 0;
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
