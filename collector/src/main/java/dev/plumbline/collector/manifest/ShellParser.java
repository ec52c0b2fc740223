package dev.plumbline.collector.manifest;

import dev.plumbline.collector.manifest.ShellSyntax.AndOr;
import dev.plumbline.collector.manifest.ShellSyntax.Command;
import dev.plumbline.collector.manifest.ShellSyntax.Ending;
import dev.plumbline.collector.manifest.ShellSyntax.Pipeline;
import dev.plumbline.collector.manifest.ShellToken.NamedDescriptor;
import dev.plumbline.collector.manifest.ShellToken.Operator;
import dev.plumbline.collector.manifest.ShellToken.Redirection;
import dev.plumbline.collector.manifest.ShellToken.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds the structure of a shell script. */
final class ShellParser {

  /** Deeper than people nest commands, and far from where the stack ends. */
  private static final int MAX_DEPTH = 50;

  private static final Set<String> LOOPS = Set.of("while", "until");

  private final List<ShellToken> tokens;
  private int at;

  private ShellParser(List<ShellToken> tokens) {
    this.tokens = tokens;
  }

  static List<AndOr> parse(String script) throws UnsupportedShellSyntax {
    ShellParser parser = new ShellParser(ShellLexer.tokens(script));
    List<AndOr> lists = parser.lists(0, Set.of());
    if (parser.at < parser.tokens.size()) {
      throw syntaxError();
    }
    return lists;
  }

  /** Up to a closing parenthesis, or to one of the reserved words. */
  private List<AndOr> lists(int depth, Set<String> ends) throws UnsupportedShellSyntax {
    if (depth > MAX_DEPTH) {
      throw new UnsupportedShellSyntax("nests commands too deeply");
    }
    List<AndOr> lists = new ArrayList<>();
    skipNewlines();
    while (at < tokens.size() && !isNext(Operator.CLOSE) && !ends.contains(keyword())) {
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
      // Whether it succeeds or fails decides about others, and not about itself.
      takeKeyword("!");
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
    if (keyword().equals("time") && isLoop(at + 1)) {
      at++;
    }
    Command compound;
    if (take(Operator.OPEN)) {
      compound = new Command.Subshell(notEmpty(lists(depth + 1, Set.of())));
      if (!take(Operator.CLOSE)) {
        throw syntaxError();
      }
    } else if (takeKeyword("{")) {
      compound = new Command.Group(body(depth, "}"));
    } else if (takeKeyword("if")) {
      compound = conditional(depth);
    } else if (isLoop(at)) {
      at++;
      List<AndOr> lists = new ArrayList<>(body(depth, "do"));
      lists.addAll(body(depth, "done"));
      compound = new Command.Loop(lists);
    } else {
      return simple();
    }
    while (isRedirectionNext()) {
      redirection();
    }
    return compound;
  }

  /** Behind {@code if}. */
  private Command conditional(int depth) throws UnsupportedShellSyntax {
    List<AndOr> lists = new ArrayList<>(body(depth, "then"));
    while (true) {
      lists.addAll(notEmpty(lists(depth + 1, Set.of("elif", "else", "fi"))));
      if (takeKeyword("fi")) {
        return new Command.Conditional(lists);
      }
      if (takeKeyword("elif")) {
        lists.addAll(body(depth, "then"));
      } else if (takeKeyword("else")) {
        lists.addAll(body(depth, "fi"));
        return new Command.Conditional(lists);
      } else {
        throw syntaxError();
      }
    }
  }

  /** Commands up to a reserved word, and that word. */
  private List<AndOr> body(int depth, String end) throws UnsupportedShellSyntax {
    List<AndOr> lists = notEmpty(lists(depth + 1, Set.of(end)));
    if (!takeKeyword(end)) {
      throw syntaxError();
    }
    return lists;
  }

  private static List<AndOr> notEmpty(List<AndOr> lists) throws UnsupportedShellSyntax {
    if (lists.isEmpty()) {
      throw syntaxError();
    }
    return lists;
  }

  private Command simple() throws UnsupportedShellSyntax {
    List<Word> words = new ArrayList<>();
    List<String> descriptors = new ArrayList<>();
    boolean redirected = false;
    boolean bash = false;
    while (at < tokens.size() && !(tokens.get(at) instanceof Operator)) {
      if (bash) {
        throw new UnsupportedShellSyntax("uses &>, which shells read differently");
      }
      if (tokens.get(at) instanceof Word word) {
        words.add(word);
        at++;
      } else if (tokens.get(at) instanceof NamedDescriptor descriptor) {
        descriptors.add(descriptor.name());
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
    return new Command.Simple(words, descriptors);
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

  /** The next word, if nothing in it is quoted or a variable: it may be a reserved one. */
  private String keyword() {
    return keyword(at);
  }

  private String keyword(int index) {
    return index < tokens.size() && tokens.get(index) instanceof Word word ? word.keyword() : "";
  }

  private boolean isLoop(int index) {
    return LOOPS.contains(keyword(index));
  }

  private boolean takeKeyword(String word) {
    if (keyword().equals(word)) {
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
