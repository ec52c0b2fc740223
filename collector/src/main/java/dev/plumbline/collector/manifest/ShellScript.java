package dev.plumbline.collector.manifest;

import dev.plumbline.collector.manifest.ShellSyntax.AndOr;
import dev.plumbline.collector.manifest.ShellSyntax.Command.Conditional;
import dev.plumbline.collector.manifest.ShellSyntax.Command.Group;
import dev.plumbline.collector.manifest.ShellSyntax.Command.Loop;
import dev.plumbline.collector.manifest.ShellSyntax.Command.Simple;
import dev.plumbline.collector.manifest.ShellSyntax.Command.Subshell;
import dev.plumbline.collector.manifest.ShellSyntax.Ending;
import dev.plumbline.collector.manifest.ShellSyntax.Pipeline;
import dev.plumbline.collector.manifest.ShellToken.Word;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Argument.Resolution;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The commands that a {@code sh -c} script runs, with the arguments and the variables that reach
 * each. Follows what static pods are written with: quotes, variables, {@code "$@"}, redirections,
 * operators, conditions and loops. Which of several branches runs is left open: a variable that is
 * set in one has an unknown value from there on. What would have to be run to know which command it
 * is, or what it does to the shell itself, is refused.
 */
final class ShellScript {

  private static final Environment.Value HIDDEN = new Environment.Value.Hidden();

  private static final Environment.Value DESCRIPTOR =
      new Environment.Value.Hidden(Environment.Shape.ONE_WORD);

  private final Argument script;
  private final List<Argument> parameters;
  private final ShellVariables variables;
  private final List<Command> commands = new ArrayList<>();
  private boolean ended;

  private ShellScript(Argument script, Environment environment, List<Argument> parameters) {
    this.script = script;
    this.parameters = parameters.isEmpty() ? List.of() : parameters.subList(1, parameters.size());
    this.variables = new ShellVariables(environment);
  }

  /**
   * A command that the script runs.
   *
   * @param words the program and its arguments; without those that could not be determined
   * @param environment the variables that it gets
   * @param undetermined why some of its words could not be determined, as a phrase that continues
   *     "it"; empty when all are there
   */
  record Command(List<Argument> words, Environment environment, Optional<String> undetermined) {
    Command {
      words = List.copyOf(words);
    }
  }

  /**
   * The commands in the order that they are written in.
   *
   * @param parameters what follows the script: {@code $0}, then {@code $1} and on
   */
  static List<Command> commands(Argument script, Environment environment, List<Argument> parameters)
      throws UnsupportedShellSyntax {
    if (script.resolution() == Resolution.UNRESOLVED) {
      throw new UnsupportedShellSyntax("has a part that only the container has");
    }
    ShellScript shell = new ShellScript(script, environment, parameters);
    shell.run(ShellParser.parse(script.value()), Certainty.ALWAYS);
    return shell.commands;
  }

  /** Whether what a command does to the shell's variables is known. */
  private enum Certainty {
    ALWAYS,
    /** It runs only if others succeed or fail, or in a shell of its own. */
    PERHAPS
  }

  private void run(List<AndOr> lists, Certainty outer) throws UnsupportedShellSyntax {
    for (AndOr list : lists) {
      Certainty first = list.ending() == Ending.WAITS ? outer : Certainty.PERHAPS;
      for (Pipeline pipeline : list.pipelines()) {
        boolean alone = pipeline.commands().size() == 1;
        run(pipeline, alone ? first : Certainty.PERHAPS);
        first = Certainty.PERHAPS;
      }
    }
  }

  private void run(Pipeline pipeline, Certainty certainty) throws UnsupportedShellSyntax {
    for (ShellSyntax.Command command : pipeline.commands()) {
      if (ended) {
        return;
      }
      if (command instanceof Simple simple) {
        simple(simple.words(), certainty);
        simple.descriptors().forEach(name -> variables.set(name, DESCRIPTOR));
      } else if (command instanceof Subshell subshell) {
        run(subshell.lists(), Certainty.PERHAPS);
      } else if (command instanceof Group group) {
        run(group.lists(), certainty);
      } else if (command instanceof Conditional conditional) {
        run(conditional.lists(), Certainty.PERHAPS);
      } else if (command instanceof Loop loop) {
        // What the last round has set counts in the next.
        ShellAssignments.in(loop.lists()).forEach(name -> variables.set(name, HIDDEN));
        run(loop.lists(), Certainty.PERHAPS);
      }
    }
  }

  private void simple(List<Word> words, Certainty certainty) throws UnsupportedShellSyntax {
    int assignments = 0;
    while (assignments < words.size() && !words.get(assignments).assignedName().isEmpty()) {
      assignments++;
    }
    List<Word> prefix = words.subList(0, assignments);
    List<Word> rest = words.subList(assignments, words.size());
    if (rest.isEmpty()) {
      for (Word assignment : prefix) {
        assign(assignment, certainty);
      }
      return;
    }
    Fields fields = fields(rest);
    if (!fields.words().isEmpty()) {
      command(prefix, rest, fields, certainty);
    } else if (!prefix.isEmpty()) {
      throw new UnsupportedShellSyntax("sets a variable beside a command that is empty");
    }
  }

  /** The fields of a command, and why some of them are missing. */
  private record Fields(List<Argument> words, Optional<String> undetermined) {}

  /** Arguments may be undetermined; which program is run may not. */
  private Fields fields(List<Word> words) throws UnsupportedShellSyntax {
    List<Argument> fields = new ArrayList<>();
    Optional<String> undetermined = Optional.empty();
    for (Word word : words) {
      try {
        fields.addAll(expansion().fields(word));
      } catch (UnsupportedShellSyntax e) {
        if (fields.isEmpty()) {
          throw e;
        }
        undetermined = undetermined.or(() -> Optional.of(e.why()));
      }
    }
    return new Fields(fields, undetermined);
  }

  private ShellExpansion expansion() {
    return new ShellExpansion(script, variables.all(), parameters);
  }

  private void command(List<Word> prefix, List<Word> rest, Fields fields, Certainty certainty)
      throws UnsupportedShellSyntax {
    List<Argument> words = fields.words();
    String name = words.get(0).value();
    boolean special = ShellBuiltins.FOLLOWED.contains(name);
    if (ShellBuiltins.NOT_FOLLOWED.contains(name) || rest.get(0).isAppending()) {
      throw new UnsupportedShellSyntax("uses " + name);
    }
    if (special && (!rest.get(0).isLiteral() || !prefix.isEmpty() && !name.equals("exec"))) {
      throw new UnsupportedShellSyntax("uses " + name + " in a way that is not followed");
    }
    switch (name) {
      case "export" -> export(rest.subList(1, rest.size()), certainty);
      case "set" -> refuseOptions(fields);
      default -> {
        commands.add(new Command(words, environment(prefix), fields.undetermined()));
        boolean replaces = name.equals("exec") && rest.size() > 1;
        ended |= certainty == Certainty.ALWAYS && (replaces || name.equals("exit"));
        if (replaces && (words.size() == 1 || words.get(1).value().startsWith("-"))) {
          throw new UnsupportedShellSyntax("uses exec with an option or an unknown program");
        }
      }
    }
  }

  /** What a command gets: a prefix assignment counts for it alone. */
  private Environment environment(List<Word> prefix) throws UnsupportedShellSyntax {
    Environment environment = variables.exported();
    Set<String> names = new HashSet<>();
    for (Word assignment : prefix) {
      for (ShellToken.Part part : assignment.parts()) {
        if (part instanceof ShellToken.Variable variable && names.contains(variable.name())) {
          throw new UnsupportedShellSyntax("uses a variable in the command that sets it");
        }
      }
      environment.set(assignment.assignedName(), value(assignment));
      names.add(assignment.assignedName());
    }
    return environment;
  }

  private void assign(Word assignment, Certainty certainty) throws UnsupportedShellSyntax {
    Environment.Value value = value(assignment);
    variables.set(assignment.assignedName(), certainty == Certainty.PERHAPS ? HIDDEN : value);
  }

  private Environment.Value value(Word assignment) throws UnsupportedShellSyntax {
    if (assignment.assignedName().equals("IFS")) {
      throw new UnsupportedShellSyntax("sets IFS");
    }
    return expansion().value(assignment.assignedValue());
  }

  private void export(List<Word> words, Certainty certainty) throws UnsupportedShellSyntax {
    for (Word word : words) {
      boolean assigns = !word.assignedName().isEmpty();
      if (!assigns && (certainty == Certainty.PERHAPS || !word.isLiteral())) {
        throw new UnsupportedShellSyntax("uses export conditionally or with an expansion");
      }
      String name = assigns ? word.assignedName() : ShellExpansion.literal(word);
      if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
        throw new UnsupportedShellSyntax("uses export with an option");
      }
      variables.export(name);
      if (assigns) {
        expansion().refuseSplitting(word.assignedValue());
        assign(word, certainty);
      }
    }
  }

  /** Only options that change no variable, and none of the words behind them. */
  private static void refuseOptions(Fields fields) throws UnsupportedShellSyntax {
    // A word that could not be determined is not among the others.
    boolean followed =
        fields.undetermined().isEmpty()
            && fields.words().stream()
                .skip(1)
                .map(Argument::value)
                .allMatch(
                    word ->
                        word.matches(
                            "[-+][efuvxC]*o?|pipefail|errexit|nounset|xtrace|verbose|noglob"));
    if (!followed) {
      throw new UnsupportedShellSyntax("uses set with an option that is not followed");
    }
  }
}
