package dev.plumbline.cli;

import dev.plumbline.cli.kubectl.CompleteCommand;
import dev.plumbline.cli.kubectl.DiffCommand;
import dev.plumbline.cli.kubectl.ReportCommand;
import dev.plumbline.cli.kubectl.RescanCommand;
import dev.plumbline.cli.kubectl.ScanCommand;
import dev.plumbline.cli.output.Verdicts;
import java.util.List;
import java.util.ServiceLoader;
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

  private static final List<Class<?>> SUBCOMMANDS =
      List.of(
          OperatorCommand.class,
          CheckCommand.class,
          ExplainCommand.class,
          ScanCommand.class,
          ReportCommand.class,
          DiffCommand.class,
          RescanCommand.class,
          AutoComplete.GenerateCompletion.class,
          CompleteCommand.class);

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** As a kubectl plugin it is called by that name in its own help. */
  private static String name() {
    return System.getProperty("plumbline.name", "plumbline");
  }

  /** The command with all that is on the class path. */
  public static CommandLine commandLine() {
    IExecutionExceptionHandler plainError =
        (error, command, parsed) -> {
          command.getErr().println("plumbline: " + error.getMessage());
          command.getErr().flush();
          return Verdicts.EXIT_UNTOLD;
        };
    CommandLine command = new CommandLine(new Plumbline());
    ServiceLoader.load(Subcommand.class).forEach(command::addSubcommand);
    SUBCOMMANDS.forEach(command::addSubcommand);
    return command
        .setCommandName(name())
        .setExecutionExceptionHandler(plainError)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true);
  }
}
