package dev.plumbline.cli;

import dev.plumbline.cli.output.ExitCodes;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What goes wrong in a command, as a line or two on standard error. The exit status is never 1,
 * which means that a control fails.
 */
final class Failures {

  private Failures() {}

  /**
   * Runs the command. picocli handles exceptions alone, and an error would end the JVM with 1.
   *
   * @return the exit status
   */
  static int run(ParseResult parsed) {
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

  static int explain(Exception error, CommandLine command, ParseResult parsed) {
    return print(command, error.getMessage() == null ? error.toString() : error.getMessage());
  }

  static int explainUsage(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    List<String> similar =
        error instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    String message = String.valueOf(error.getMessage());
    print(
        command,
        similar.isEmpty() ? message : message + ". Similar: " + String.join(", ", similar));
    command.getErr().println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
    command.getErr().flush();
    return ExitCodes.UNDETERMINED;
  }

  private static int print(CommandLine command, String message) {
    command.getErr().println("plumbline: " + message);
    command.getErr().flush();
    return ExitCodes.UNDETERMINED;
  }
}
