package dev.plumbline.collector.manifest;

import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Argument.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The simple commands of a {@code sh -c} script. Understands what static pods are written with:
 * quotes, variables whose value is known, {@code "$@"}, redirections, command separators. Anything
 * that would have to be run to know what it does is refused.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html">Shell
 *     Command Language</a>
 */
final class ShellScript {

  private static final Set<String> NOT_FOLLOWED =
      Set.of(
          "if",
          "then",
          "else",
          "elif",
          "fi",
          "for",
          "while",
          "until",
          "do",
          "done",
          "case",
          "esac",
          "in",
          "function",
          "{",
          "}",
          "!",
          "[[",
          "eval",
          "source",
          ".",
          "alias",
          "trap",
          "read",
          "unset",
          "shift",
          "cd",
          "local",
          "declare",
          "typeset",
          "getopts",
          "return");

  private static final String OPERATORS = ";&|()\n";

  private final String text;
  private final Argument script;
  private final Environment environment;
  private final List<Argument> parameters;
  private final List<List<Argument>> commands = new ArrayList<>();
  private List<Argument> command = new ArrayList<>();
  private int at;

  /** A script that can't be followed without running it. */
  static final class TooClever extends Exception {
    private static final long serialVersionUID = 1L;

    TooClever(String why) {
      super(why);
    }
  }

  /**
   * @param parameters what follows the script: {@code $0}, then {@code $1} and on
   */
  ShellScript(Argument script, Environment environment, List<Argument> parameters) {
    this.script = script;
    this.text = script.value();
    this.environment = environment.copy();
    this.parameters = List.copyOf(parameters);
  }

  /** The commands in the order they stand in, prefix assignments and redirections left out. */
  List<List<Argument>> commands() throws TooClever {
    if (script.resolution() == Resolution.UNRESOLVED) {
      throw new TooClever("a part of it is only known in the container");
    }
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ' ' || c == '\t' || text.startsWith("\\\n", at)) {
        at += c == '\\' ? 2 : 1;
      } else if (c == '#') {
        skipComment();
      } else if (startsRedirection()) {
        skipRedirection();
      } else if (OPERATORS.indexOf(c) >= 0) {
        endCommand();
        at++;
      } else {
        word();
      }
    }
    endCommand();
    return commands;
  }

  private void skipComment() {
    while (at < text.length() && text.charAt(at) != '\n') {
      at++;
    }
  }

  private boolean startsRedirection() {
    int i = at;
    while (i < text.length() && Character.isDigit(text.charAt(i))) {
      i++;
    }
    return i < text.length() && (text.charAt(i) == '<' || text.charAt(i) == '>')
        || text.startsWith("&>", at);
  }

  private void skipRedirection() throws TooClever {
    while (at < text.length() && "0123456789<>&|".indexOf(text.charAt(at)) >= 0) {
      if (text.startsWith("<<", at) || text.startsWith("<(", at) || text.startsWith(">(", at)) {
        throw new TooClever("it uses a here-document or process substitution");
      }
      at++;
    }
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    // 2>&1 has its target already, read as part of the operator.
    if (at < text.length()
        && !Character.isWhitespace(text.charAt(at))
        && OPERATORS.indexOf(text.charAt(at)) < 0
        && !Character.isDigit(text.charAt(at - 1))) {
      List<Argument> kept = command;
      command = new ArrayList<>();
      word();
      command = kept;
    }
  }

  private void endCommand() throws TooClever {
    List<Argument> words = command;
    command = new ArrayList<>();
    if (words.isEmpty()) {
      return;
    }
    String first = words.get(0).value();
    if (NOT_FOLLOWED.contains(first)
        || first.equals("set") && words.stream().anyMatch(w -> w.value().equals("--"))) {
      throw new TooClever("it uses " + first);
    }
    commands.add(words);
  }

  private void word() throws TooClever {
    int start = at;
    Word word = new Word();
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ' ' || c == '\t' || OPERATORS.indexOf(c) >= 0 || c == '<' || c == '>') {
        break;
      }
      switch (c) {
        case '\'' -> singleQuoted(word);
        case '"' -> doubleQuoted(word);
        case '\\' -> escaped(word);
        case '$' -> variable(word, false);
        case '`' -> throw new TooClever("it runs a command to make an argument");
        case '*', '?', '[', '~', '{' -> throw new TooClever("it uses a pattern");
        default -> {
          word.append(c);
          at++;
        }
      }
    }
    finish(word, text.substring(start, at));
  }

  private void finish(Word word, String written) throws TooClever {
    int equals = written.indexOf('=');
    boolean exporting = command.size() == 1 && command.get(0).value().equals("export");
    if ((command.isEmpty() || exporting)
        && equals > 0
        && written.substring(0, equals).matches("[A-Za-z_][A-Za-z0-9_]*")) {
      assign(word, exporting);
      return;
    }
    command.addAll(word.fields(script));
  }

  private void assign(Word word, boolean exporting) throws TooClever {
    String value = word.whole();
    String name = value.substring(0, value.indexOf('='));
    if (name.equals("IFS")) {
      throw new TooClever("it sets IFS");
    }
    environment.set(
        name,
        word.known()
            ? new Environment.Value.Known(value.substring(name.length() + 1))
            : new Environment.Value.Hidden());
    if (exporting) {
      command.clear();
    }
  }

  private void singleQuoted(Word word) throws TooClever {
    int end = text.indexOf('\'', at + 1);
    if (end < 0) {
      throw new TooClever("a quote isn't closed");
    }
    word.quoted(text.substring(at + 1, end));
    at = end + 1;
  }

  private void doubleQuoted(Word word) throws TooClever {
    at++;
    if (text.startsWith("$@\"", at)) {
      at += 3;
      word.parameters(positional());
      return;
    }
    word.quoted("");
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length() && "$`\"\\\n".indexOf(text.charAt(at + 1)) >= 0) {
        if (text.charAt(at + 1) != '\n') {
          word.append(text.charAt(at + 1));
        }
        at += 2;
      } else if (c == '$') {
        variable(word, true);
      } else if (c == '`') {
        throw new TooClever("it runs a command to make an argument");
      } else {
        word.append(c);
        at++;
      }
    }
    if (at >= text.length()) {
      throw new TooClever("a quote isn't closed");
    }
    at++;
  }

  private void escaped(Word word) {
    if (at + 1 < text.length()) {
      if (text.charAt(at + 1) != '\n') {
        word.quoted(String.valueOf(text.charAt(at + 1)));
      }
      at += 2;
    } else {
      word.append('\\');
      at++;
    }
  }

  private void variable(Word word, boolean quoted) throws TooClever {
    String name = variableName();
    if (name.isEmpty()) {
      word.append('$');
      at++;
      return;
    }
    Environment.Value value = environment.get(name);
    if (value instanceof Environment.Value.Known known) {
      if (quoted) {
        word.quoted(known.text());
      } else {
        word.split(known.text());
      }
    } else if (quoted) {
      // Unset in the manifest, it may still be set in the image.
      word.hidden("${" + name + "}");
    } else {
      throw new TooClever("the variable " + name + " isn't set in the manifest");
    }
  }

  /** Reads a variable's name and moves past it; empty when the dollar sign stands for itself. */
  private String variableName() throws TooClever {
    int i = at + 1;
    boolean braces = i < text.length() && text.charAt(i) == '{';
    int start = braces ? i + 1 : i;
    int end = start;
    while (end < text.length()
        && (text.charAt(end) == '_' || isAsciiAlphanumeric(text.charAt(end)))) {
      end++;
    }
    boolean named = end > start && !Character.isDigit(text.charAt(start));
    if (named && (!braces || text.startsWith("}", end))) {
      at = braces ? end + 1 : end;
      return text.substring(start, end);
    }
    if (i < text.length() && "({@*#?$!-0123456789".indexOf(text.charAt(i)) >= 0) {
      throw new TooClever("it uses an expansion");
    }
    return "";
  }

  private static boolean isAsciiAlphanumeric(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }

  private List<Argument> positional() {
    return parameters.isEmpty() ? List.of() : parameters.subList(1, parameters.size());
  }

  /** A word under way: one or more fields, since an unquoted variable splits. */
  private static final class Word {
    private final StringBuilder current = new StringBuilder();
    private final List<String> done = new ArrayList<>();
    private List<Argument> parameters = List.of();
    private boolean started;
    private boolean known = true;

    void append(char c) {
      current.append(c);
      started = true;
    }

    void quoted(String value) {
      current.append(value);
      started = true;
    }

    void hidden(String placeholder) {
      quoted(placeholder);
      known = false;
    }

    void parameters(List<Argument> values) throws TooClever {
      if (started) {
        throw new TooClever("it joins \"$@\" to something else");
      }
      parameters = values;
    }

    void split(String value) throws TooClever {
      if (value.matches("(?s).*[*?\\[].*")) {
        throw new TooClever("a variable holds a pattern");
      }
      for (int i = 0; i < value.length(); i++) {
        if (" \t\n".indexOf(value.charAt(i)) < 0) {
          append(value.charAt(i));
        } else if (started) {
          done.add(current.toString());
          current.setLength(0);
          started = false;
        }
      }
    }

    boolean known() {
      return known;
    }

    /** An assignment doesn't split. */
    String whole() {
      return done.isEmpty() ? current.toString() : String.join(" ", done) + " " + current;
    }

    List<Argument> fields(Argument script) throws TooClever {
      if (!parameters.isEmpty()) {
        if (started) {
          throw new TooClever("it joins \"$@\" to something else");
        }
        return parameters;
      }
      List<String> texts = new ArrayList<>(done);
      if (started) {
        texts.add(current.toString());
      }
      Resolution resolution = known ? Resolution.RESOLVED : Resolution.UNRESOLVED;
      return texts.stream()
          .map(value -> new Argument(value, resolution, script.place().notEditable()))
          .toList();
    }
  }
}
