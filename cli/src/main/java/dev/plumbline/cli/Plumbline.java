package dev.plumbline.cli;

import dev.plumbline.cli.format.Verdicts;
import dev.plumbline.cli.kubectl.CompleteCommand;
import dev.plumbline.cli.kubectl.DiffCommand;
import dev.plumbline.cli.kubectl.ReportCommand;
import dev.plumbline.cli.kubectl.RescanCommand;
import dev.plumbline.cli.kubectl.ScanCommand;
import picocli.AutoComplete;
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
      ExplainCommand.class,
      ScanCommand.class,
      ReportCommand.class,
      DiffCommand.class,
      RescanCommand.class,
      AutoComplete.GenerateCompletion.class,
      CompleteCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  plumbline try                            see it work; needs no cluster",
      "  plumbline check manifests/*.yaml         judge files, before the merge",
      "  plumbline check --host-root / -o json    judge this machine",
      "  plumbline explain 1.2.6                  what a control asks, why, and how to mend it",
      "  kubectl plumbline scan cis               scan the cluster of the current kubeconfig",
      "  kubectl plumbline export cis -o html=cis.html",
      "",
      "Run 'plumbline COMMAND --help' for a command's options."
    })
public final class Plumbline {

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** As a kubectl plugin it is called by that name in its own help. */
  private static String name() {
    return System.getProperty("plumbline.name", "plumbline");
  }

  static CommandLine commandLine() {
    IExecutionExceptionHandler plainError =
        (error, command, parsed) -> {
          command.getErr().println("plumbline: " + error.getMessage());
          command.getErr().flush();
          return Verdicts.EXIT_UNTOLD;
        };
    return new CommandLine(new Plumbline())
        .setCommandName(name())
        .setExecutionExceptionHandler(plainError)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true);
  }
}
