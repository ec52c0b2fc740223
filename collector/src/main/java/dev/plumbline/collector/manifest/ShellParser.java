package dev.plumbline.collector.manifest;

import dev.plumbline.collector.manifest.ShellToken.Operator;
import dev.plumbline.collector.manifest.ShellToken.Redirection;
import dev.plumbline.collector.manifest.ShellToken.Word;
import java.util.ArrayList;
import java.util.List;

/** The structure of a shell script: which commands run whatever happens, and which may not. */
final class ShellParser {

  /** Deeper than people nest subshells, and far from where the stack ends. */
  private static final int MAX_DEPTH = 50;

  private final List<ShellToken> tokens;
  private int at;

  private ShellParser(List<ShellToken> tokens) {
    this.tokens = tokens;
  }

  /**
   * Pipelines that are joined by {@code &&} and {@code ||}.
   *
   * @param ending how it ends
   */
  record AndOr(List<Pipeline> pipelines, Ending ending) {}

  /** How the shell goes on after a list of commands. */
  enum Ending {
    WAITS,
    IN_BACKGROUND
  }

  /** Commands that run at the same time. */
  record Pipeline(List<Command> commands) {}

  /** A single command. */
  sealed interface Command {

    /** Words, without redirections. */
    record Simple(List<Word> words) implements Command {}

    /** Commands in a shell of their own. */
    record Subshell(List<AndOr> lists) implements Command {}
  }

  static List<AndOr> parse(String script) throws UnsupportedShellSyntax {
    ShellParser parser = new ShellParser(ShellLexer.tokens(script));
    List<AndOr> lists = parser.lists(0);
    if (parser.at < parser.tokens.size()) {
      throw syntaxError();
    }
    return lists;
  }

  private List<AndOr> lists(int depth) throws UnsupportedShellSyntax {
    if (depth > MAX_DEPTH) {
      throw new UnsupportedShellSyntax("nests subshells too deeply");
    }
    List<AndOr> lists = new ArrayList<>();
    skipNewlines();
    while (at < tokens.size() && !isNext(Operator.CLOSE)) {
      List<Pipeline> pipelines = pipelines(depth);
      boolean background = take(Operator.BACKGROUND);
      lists.add(new AndOr(pipelines, background ? Ending.IN_BACKGROUND : Ending.WAITS));
      boolean separated = background || take(Operator.SEMICOLON) || isNext(Operator.NEWLINE);
      skipNewlines();
      if (!separated && at < tokens.size() && !isNext(Operator.CLOSE)) {
        throw syntaxError();
      }
    }
    return lists;
  }

  private List<Pipeline> pipelines(int depth) throws UnsupportedShellSyntax {
    List<Pipeline> pipelines = new ArrayList<>();
    do {
      skipNewlinesAfterOperator(pipelines.isEmpty());
      List<Command> commands = new ArrayList<>();
      do {
        skipNewlinesAfterOperator(commands.isEmpty());
        commands.add(command(depth));
      } while (take(Operator.PIPE));
      pipelines.add(new Pipeline(commands));
    } while (take(Operator.AND) || take(Operator.OR));
    return pipelines;
  }

  private Command command(int depth) throws UnsupportedShellSyntax {
    if (take(Operator.OPEN)) {
      List<AndOr> lists = lists(depth + 1);
      if (lists.isEmpty() || !take(Operator.CLOSE)) {
        throw syntaxError();
      }
      while (isRedirectionNext()) {
        redirection();
      }
      return new Command.Subshell(lists);
    }
    return simple();
  }

  private Command simple() throws UnsupportedShellSyntax {
    List<Word> words = new ArrayList<>();
    boolean redirected = false;
    boolean bash = false;
    while (at < tokens.size() && !(tokens.get(at) instanceof Operator)) {
      if (bash) {
        throw new UnsupportedShellSyntax("uses &>, which shells read differently");
      }
      if (tokens.get(at) instanceof Word word) {
        words.add(word);
        at++;
      } else {
        redirected = true;
        bash = tokens.get(at) == Redirection.BASH_ONLY;
        redirection();
      }
    }
    if (words.isEmpty() && !redirected || isNext(Operator.OPEN)) {
      throw syntaxError();
    }
    return new Command.Simple(words);
  }

  /** Its target is the next word, whatever it is. */
  private void redirection() throws UnsupportedShellSyntax {
    at++;
    if (at == tokens.size() || !(tokens.get(at) instanceof Word)) {
      throw syntaxError();
    }
    at++;
  }

  private boolean isRedirectionNext() {
    return at < tokens.size() && tokens.get(at) instanceof Redirection;
  }

  private boolean isNext(Operator operator) {
    return at < tokens.size() && tokens.get(at) == operator;
  }

  private boolean take(Operator operator) {
    if (isNext(operator)) {
      at++;
      return true;
    }
    return false;
  }

  private void skipNewlines() {
    while (take(Operator.NEWLINE)) {
      // Blank lines mean nothing.
    }
  }

  private void skipNewlinesAfterOperator(boolean first) {
    if (!first) {
      skipNewlines();
    }
  }

  private static UnsupportedShellSyntax syntaxError() {
    return new UnsupportedShellSyntax("has syntax that is not followed");
  }
}
