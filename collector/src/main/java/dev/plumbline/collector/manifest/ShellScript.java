package dev.plumbline.collector.manifest;

import dev.plumbline.collector.manifest.ShellParser.AndOr;
import dev.plumbline.collector.manifest.ShellParser.Command.Simple;
import dev.plumbline.collector.manifest.ShellParser.Command.Subshell;
import dev.plumbline.collector.manifest.ShellParser.Ending;
import dev.plumbline.collector.manifest.ShellParser.Pipeline;
import dev.plumbline.collector.manifest.ShellToken.Word;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Argument.Resolution;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The commands that a {@code sh -c} script runs, with the arguments and the variables that reach
 * each. Follows what static pods are written with: quotes, variables whose value is known, {@code
 * "$@"}, redirections and operators. Anything that would have to be run to know what it does is
 * refused.
 */
final class ShellScript {

  private final Argument script;
  private final List<Argument> parameters;
  private final Environment variables;
  private final Environment exported;
  private final Set<String> exportedNames = new HashSet<>();
  private final List<Command> commands = new ArrayList<>();
  private boolean ended;

  private ShellScript(Argument script, Environment environment, List<Argument> parameters) {
    this.script = script;
    this.parameters = parameters.isEmpty() ? List.of() : parameters.subList(1, parameters.size());
    this.variables = environment.copy();
    this.exported = environment.copy();
  }

  /**
   * A command that the script runs.
   *
   * @param words the program and its arguments
   * @param environment the variables that it gets
   */
  record Command(List<Argument> words, Environment environment) {
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
    for (ShellParser.Command command : pipeline.commands()) {
      if (ended) {
        return;
      }
      if (command instanceof Simple simple) {
        simple(simple.words(), certainty);
      } else if (command instanceof Subshell subshell) {
        run(subshell.lists(), Certainty.PERHAPS);
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
    ShellExpansion expansion = new ShellExpansion(script, variables, parameters);
    List<Argument> fields = new ArrayList<>();
    for (Word word : rest) {
      fields.addAll(expansion.fields(word));
    }
    if (!fields.isEmpty()) {
      command(prefix, rest, fields, certainty);
    } else if (!prefix.isEmpty()) {
      throw new UnsupportedShellSyntax("sets a variable beside a command that is empty");
    }
  }

  private void command(
      List<Word> prefix, List<Word> rest, List<Argument> fields, Certainty certainty)
      throws UnsupportedShellSyntax {
    String name = fields.get(0).value();
    boolean special = ShellBuiltins.FOLLOWED.contains(name);
    if (ShellBuiltins.NOT_FOLLOWED.contains(name) || rest.get(0).isAppending()) {
      throw new UnsupportedShellSyntax("uses " + name);
    }
    if (special && (!rest.get(0).isLiteral() || !prefix.isEmpty() && !name.equals("exec"))) {
      throw new UnsupportedShellSyntax("uses " + name + " in a way that is not followed");
    }
    switch (name) {
      case "export" -> export(rest.subList(1, rest.size()), certainty);
      case "set" -> refuseOptions(fields.subList(1, fields.size()));
      default -> {
        commands.add(new Command(fields, environment(prefix)));
        boolean replaces = name.equals("exec") && fields.size() > 1;
        ended |= certainty == Certainty.ALWAYS && (replaces || name.equals("exit"));
        if (replaces && fields.get(1).value().startsWith("-")) {
          throw new UnsupportedShellSyntax("uses exec with an option");
        }
      }
    }
  }

  /** What a command gets: a prefix assignment counts for it alone. */
  private Environment environment(List<Word> prefix) throws UnsupportedShellSyntax {
    Environment environment = exported.copy();
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
    String name = assignment.assignedName();
    if (certainty == Certainty.PERHAPS) {
      throw new UnsupportedShellSyntax(
          "sets the variable " + name + " conditionally or in a subshell");
    }
    Environment.Value value = value(assignment);
    variables.set(name, value);
    boolean isExported = !(exported.get(name) instanceof Environment.Value.Unset);
    if (isExported || exportedNames.contains(name)) {
      exported.set(name, value);
    }
  }

  private Environment.Value value(Word assignment) throws UnsupportedShellSyntax {
    if (assignment.assignedName().equals("IFS")) {
      throw new UnsupportedShellSyntax("sets IFS");
    }
    return new ShellExpansion(script, variables, parameters).value(assignment.assignedValue());
  }

  private void export(List<Word> words, Certainty certainty) throws UnsupportedShellSyntax {
    for (Word word : words) {
      boolean assigns = !word.assignedName().isEmpty();
      if (certainty == Certainty.PERHAPS || !assigns && !word.isLiteral()) {
        throw new UnsupportedShellSyntax("uses export conditionally or with an expansion");
      }
      String name = assigns ? word.assignedName() : ShellExpansion.literal(word);
      if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
        throw new UnsupportedShellSyntax("uses export with an option");
      }
      exportedNames.add(name);
      if (assigns) {
        new ShellExpansion(script, variables, parameters).refuseSplitting(word.assignedValue());
        assign(word, certainty);
      } else if (!(variables.get(name) instanceof Environment.Value.Unset)) {
        exported.set(name, variables.get(name));
      }
    }
  }

  /** Only options that change no variable, and none of the words behind them. */
  private static void refuseOptions(List<Argument> words) throws UnsupportedShellSyntax {
    for (Argument word : words) {
      if (!word.value().matches("[-+][efuvxC]*o?|pipefail|errexit|nounset|xtrace|verbose|noglob")) {
        throw new UnsupportedShellSyntax("uses set with an option that is not followed");
      }
    }
  }
}
