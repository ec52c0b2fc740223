package dev.plumbline.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The {@code plumbline} command. */
@Command(
    name = "plumbline",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Tells truthfully whether a Kubernetes control plane and its nodes meet the CIS Benchmark.",
      ""
    },
    subcommands = {
      TryCommand.class,
      OperatorCommand.class,
      CheckCommand.class,
      ExplainCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  plumbline try                            see it work; needs no cluster",
      "  plumbline check manifests/*.yaml         judge files, before the merge",
      "  plumbline check --host-root / -o json    judge this machine",
      "  plumbline explain 1.2.6                  what a control asks, why, and how to mend it",
      "",
      "Run 'plumbline COMMAND --help' for a command's options."
    })
public final class Plumbline {

  /** Bad usage, or something that could not be told. */
  static final int EXIT_UNTOLD = 2;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    IExecutionExceptionHandler plainError =
        (error, command, parsed) -> {
          command.getErr().println("plumbline: " + error.getMessage());
          command.getErr().flush();
          return EXIT_UNTOLD;
        };
    return new CommandLine(new Plumbline())
        .setExecutionExceptionHandler(plainError)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true);
  }
}
