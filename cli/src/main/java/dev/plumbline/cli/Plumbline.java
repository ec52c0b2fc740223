package dev.plumbline.cli;

import dev.plumbline.engine.evaluation.Engine;
import java.util.List;
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

  public static void main(String[] args) {
    if (Commands.isVersion(args)) {
      // Without the command's own model, which takes longer to make than the rest.
      System.out.println(Version.text());
      return;
    }
    if (Commands.isCompletion(args)) {
      Commands.completion(args).forEach(System.out::println);
      System.exit(0);
    }
    if (Commands.evaluates(args)) {
      Engine.prepare();
    }
    System.exit(commandLine(args).execute(args));
  }

  /** As a kubectl plugin it is called by that name in its own help. */
  private static String name() {
    return System.getProperty("plumbline.name", "plumbline");
  }

  /**
   * The command with what these arguments need of it.
   *
   * @param arguments what it will be run with; without any, it has all that is on the class path
   */
  public static CommandLine commandLine(String... arguments) {
    CommandLine command = new CommandLine(new Plumbline());
    Commands.add(command, List.of(arguments));
    Failures failures = new Failures();
    return command
        .setCommandName(name())
        .setExecutionStrategy(failures)
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true);
  }
}
