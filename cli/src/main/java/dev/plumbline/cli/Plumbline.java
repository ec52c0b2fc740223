package dev.plumbline.cli;

import dev.plumbline.cli.kubectl.CompleteCommand;
import dev.plumbline.cli.kubectl.DiffCommand;
import dev.plumbline.cli.kubectl.ReportCommand;
import dev.plumbline.cli.kubectl.RescanCommand;
import dev.plumbline.cli.kubectl.ScanCommand;
import java.util.List;
import java.util.ServiceLoader;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code plumbline} command. */
@Command(
    name = "plumbline",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Evaluates a Kubernetes control plane and its nodes against the CIS Benchmark.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  plumbline check manifests/*.yaml         evaluate files before the merge",
      "  plumbline check --host-root / -o json    evaluate this machine",
      "  plumbline benchmarks                     which benchmarks there are",
      "  plumbline explain 1.2.6                  what a control requires, why, and how to fix it",
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
          BenchmarksCommand.class,
          ControlsCommand.class,
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
    CommandLine command = new CommandLine(new Plumbline());
    ServiceLoader.load(Subcommand.class).forEach(command::addSubcommand);
    SUBCOMMANDS.forEach(command::addSubcommand);
    return command
        .setCommandName(name())
        .setExecutionStrategy(Failures::run)
        .setExecutionExceptionHandler(Failures::explain)
        .setParameterExceptionHandler(Failures::explainUsage)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true);
  }
}
