package dev.plumbline.cli;

import dev.plumbline.cli.output.ExitCodes;
import dev.plumbline.cli.output.Notices;
import dev.plumbline.engine.catalogue.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What goes wrong in a command, as a line on standard error. The exit status is never 1, which
 * means that a control fails.
 *
 * <p>A class and not three lambdas: the class-data archive takes none of an interface of Java 5.
 */
final class Failures
    implements IExecutionStrategy, IExecutionExceptionHandler, IParameterExceptionHandler {

  /**
   * Runs the command. picocli handles exceptions alone, and an error would end the JVM with 1.
   *
   * @return the exit status
   */
  @Override
  public int execute(ParseResult parsed) {
    try {
      return new RunLast().execute(parsed);
    } catch (StackOverflowError | OutOfMemoryError e) {
      return print(
          parsed.commandSpec().commandLine(),
          "The input is too large or too deeply nested (" + e.getClass().getSimpleName() + ").");
    } catch (LinkageError | AssertionError e) {
      return print(parsed.commandSpec().commandLine(), "Internal error: " + e);
    }
  }

  @Override
  public int handleExecutionException(Exception error, CommandLine command, ParseResult parsed) {
    return print(command, error.getMessage() == null ? error.toString() : error.getMessage());
  }

  @Override
  public int handleParseException(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    return print(
        command,
        withFullStop(String.valueOf(error.getMessage()))
            + nearest(error).map(near -> " The nearest is " + near + ".").orElse("")
            + " See '"
            + command.getCommandSpec().qualifiedName()
            + " --help'.");
  }

  private static String withFullStop(String sentence) {
    return sentence.matches("(?s).*[.!?]\\s*") ? sentence.strip() : sentence.strip() + ".";
  }

  /** The option, command or value that was most likely meant. */
  private static Optional<String> nearest(ParameterException error) {
    if (error instanceof UnmatchedArgumentException unmatched) {
      return unmatched.getSuggestions().stream().findFirst();
    }
    ArgSpec argument = error.getArgSpec();
    if (argument == null || argument.completionCandidates() == null || error.getValue() == null) {
      return Optional.empty();
    }
    List<String> candidates = new ArrayList<>();
    argument.completionCandidates().forEach(candidates::add);
    return NearestName.to(error.getValue(), candidates);
  }

  private static int print(CommandLine command, String message) {
    Notices.print(command.getErr(), message);
    return ExitCodes.UNDETERMINED;
  }
}
