package dev.plumbline.cli;

import dev.plumbline.cli.kubectl.Completion;
import dev.plumbline.cli.kubectl.DiffCommand;
import dev.plumbline.cli.kubectl.ReportCommand;
import dev.plumbline.cli.kubectl.RescanCommand;
import dev.plumbline.cli.kubectl.ScanCommand;
import dev.plumbline.cli.kubectl.VerifyCommand;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * The commands by name. Only what the command line asks for is made, since making them all loads
 * the Kubernetes client and takes longer than most commands run.
 */
final class Commands {

  private static final String COMPLETE = "__complete";

  /** It prints what all others take. */
  private static final String GENERATE_COMPLETION = "generate-completion";

  /** What people call, in the order of the help. */
  static final List<String> NAMES =
      List.of(
          "operator",
          "check",
          "plan",
          "benchmarks",
          "controls",
          "explain",
          "scan",
          "report",
          "diff",
          "rescan",
          "verify",
          GENERATE_COMPLETION);

  private Commands() {}

  /** Adds the commands that these arguments can mean: one that they name, else all. */
  static void add(CommandLine to, List<String> arguments) {
    String first = arguments.isEmpty() ? "" : arguments.get(0);
    if (isKnown(first)) {
      to.addSubcommand(type(first));
    } else {
      ServiceLoader.load(Subcommand.class).forEach(to::addSubcommand);
      NAMES.forEach(name -> to.addSubcommand(type(name)));
    }
  }

  /** Whether controls will be evaluated. */
  static boolean evaluates(String... arguments) {
    return arguments.length > 0 && Set.of("check", "plan").contains(arguments[0]);
  }

  /** Whether only the version is asked for. */
  static boolean isVersion(String... arguments) {
    return arguments.length == 1 && (arguments[0].equals("--version") || arguments[0].equals("-V"));
  }

  /** Whether a shell asks what may come next. */
  static boolean isCompletion(String... arguments) {
    return arguments.length > 0 && arguments[0].equals(COMPLETE);
  }

  /** What may come next, by the arguments that ask for it; a line each. */
  static List<String> completion(String... arguments) {
    return new Completion(NAMES, Commands::command)
        .lines(List.of(arguments).subList(1, arguments.length));
  }

  private static @Nullable CommandLine command(String name) {
    return isKnown(name)
        ? new CommandLine(type(name))
        : Plumbline.commandLine(name).getSubcommands().get(name);
  }

  private static boolean isKnown(String name) {
    return NAMES.contains(name) && !name.equals(GENERATE_COMPLETION)
        || ReportCommand.ALIAS.equals(name);
  }

  private static Class<?> type(String name) {
    return switch (name) {
      case "operator" -> OperatorCommand.class;
      case "check" -> CheckCommand.class;
      case "plan" -> PlanCommand.class;
      case "benchmarks" -> BenchmarksCommand.class;
      case "controls" -> ControlsCommand.class;
      case "explain" -> ExplainCommand.class;
      case "scan" -> ScanCommand.class;
      case "report", ReportCommand.ALIAS -> ReportCommand.class;
      case "diff" -> DiffCommand.class;
      case "rescan" -> RescanCommand.class;
      case "verify" -> VerifyCommand.class;
      case GENERATE_COMPLETION -> AutoComplete.GenerateCompletion.class;
      default -> throw new IllegalArgumentException("There is no command " + name + ".");
    };
  }
}
