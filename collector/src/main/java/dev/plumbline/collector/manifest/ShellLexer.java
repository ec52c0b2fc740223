package dev.plumbline.collector.manifest;

import dev.plumbline.collector.manifest.ShellToken.Operator;
import dev.plumbline.collector.manifest.ShellToken.Quoting;
import dev.plumbline.collector.manifest.ShellToken.Redirection;
import dev.plumbline.collector.manifest.ShellToken.Text;
import dev.plumbline.collector.manifest.ShellToken.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The tokens of a shell script. What has to be run to know what it is, such as a command
 * substitution, is refused, and so is what shells read differently.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html">Shell
 *     Command Language</a>
 */
final class ShellLexer {

  private static final String OPERATORS = ";&|()\n";
  private static final String CONTINUATION = "\\\n";

  /** bash alone knows it; for others this is the name of a program, which nothing has. */
  private static final Pattern DESCRIPTOR = Pattern.compile("\\{[A-Za-z_][A-Za-z0-9_]*\\}(?=[<>])");

  private final String text;
  private final List<ShellToken> tokens = new ArrayList<>();
  private int at;

  private ShellLexer(String text) {
    this.text = text;
  }

  static List<ShellToken> tokens(String text) throws UnsupportedShellSyntax {
    ShellLexer lexer = new ShellLexer(text);
    while (lexer.at < text.length()) {
      lexer.token();
    }
    return lexer.tokens;
  }

  private void token() throws UnsupportedShellSyntax {
    char c = text.charAt(at);
    if (c == ' ' || c == '\t') {
      at++;
    } else if (text.startsWith(CONTINUATION, at)) {
      at += CONTINUATION.length();
    } else if (c == '#') {
      while (at < text.length() && text.charAt(at) != '\n') {
        at++;
      }
    } else if (redirects()) {
      redirection();
    } else if (c == '{' && DESCRIPTOR.matcher(text).region(at, text.length()).lookingAt()) {
      int end = text.indexOf('}', at);
      tokens.add(new ShellToken.NamedDescriptor(text.substring(at + 1, end)));
      at = end + 1;
    } else if (OPERATORS.indexOf(c) >= 0) {
      operator(c);
    } else {
      tokens.add(word());
    }
  }

  /** A redirection may begin with the number of a descriptor. */
  private boolean redirects() {
    int i = at;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i < text.length() && (text.charAt(i) == '<' || text.charAt(i) == '>')
        || text.startsWith("&>", at);
  }

  private void redirection() throws UnsupportedShellSyntax {
    boolean both = text.charAt(at) == '&';
    while (text.charAt(at) != '<' && text.charAt(at) != '>') {
      at++;
    }
    char direction = text.charAt(at++);
    char next = next();
    if (next == '(' || direction == '<' && next == '<') {
      throw new UnsupportedShellSyntax("uses a here-document or process substitution");
    }
    if (next == '&' || next == direction || next == '|' && direction == '>' || next == '>') {
      at++;
    }
    tokens.add(both ? Redirection.BASH_ONLY : Redirection.PORTABLE);
  }

  /** The next character, which may belong to the operator before it. */
  private char next() throws UnsupportedShellSyntax {
    if (text.startsWith(CONTINUATION, at)
        && at + 2 < text.length()
        && "<>&|(;\\".indexOf(text.charAt(at + 2)) >= 0) {
      throw new UnsupportedShellSyntax("continues an operator on the next line");
    }
    return at < text.length() ? text.charAt(at) : '\n';
  }

  private void operator(char c) throws UnsupportedShellSyntax {
    at++;
    char next = next();
    boolean doubled = next == c && (c == '&' || c == '|');
    if (c == ';' && (next == ';' || next == '&') || c == '|' && next == '&') {
      throw new UnsupportedShellSyntax("uses an operator that is not followed");
    }
    at += doubled ? 1 : 0;
    tokens.add(
        switch (c) {
          case ';' -> Operator.SEMICOLON;
          case '&' -> doubled ? Operator.AND : Operator.BACKGROUND;
          case '|' -> doubled ? Operator.OR : Operator.PIPE;
          case '(' -> Operator.OPEN;
          case ')' -> Operator.CLOSE;
          default -> Operator.NEWLINE;
        });
  }

  private ShellToken.Word word() throws UnsupportedShellSyntax {
    ShellWordBuilder parts = new ShellWordBuilder();
    while (at < text.length()) {
      char c = text.charAt(at);
      if (" \t<>".indexOf(c) >= 0 || OPERATORS.indexOf(c) >= 0) {
        break;
      }
      switch (c) {
        case '\'' -> singleQuoted(parts);
        case '"' -> doubleQuoted(parts);
        case '\\' -> escaped(parts);
        case '$' -> variable(parts, Quoting.UNQUOTED);
        case '`' -> throw new UnsupportedShellSyntax("uses command substitution");
        case '*', '?', '[', '~', '{' -> pattern(parts, c);
        default -> {
          parts.unquoted(c);
          at++;
        }
      }
    }
    return parts.word();
  }

  /** A bracket or brace that is a word of its own is a command or a reserved word. */
  private void pattern(ShellWordBuilder parts, char c) {
    at++;
    boolean ends = at == text.length() || Character.isWhitespace(text.charAt(at));
    if ((c == '[' || c == '{') && parts.isEmpty() && ends) {
      parts.unquoted(c);
    } else {
      parts.add(new ShellToken.Pattern(c));
    }
  }

  private void singleQuoted(ShellWordBuilder parts) throws UnsupportedShellSyntax {
    int end = text.indexOf('\'', at + 1);
    if (end < 0) {
      throw new UnsupportedShellSyntax("has a quote that isn't closed");
    }
    parts.add(new Text(text.substring(at + 1, end), Quoting.QUOTED));
    at = end + 1;
  }

  private void doubleQuoted(ShellWordBuilder parts) throws UnsupportedShellSyntax {
    at++;
    if (text.startsWith("$@\"", at)) {
      at += 3;
      parts.add(new ShellToken.Parameters());
      return;
    }
    parts.add(new Text("", Quoting.QUOTED));
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length() && "$`\"\\\n".indexOf(text.charAt(at + 1)) >= 0) {
        escaped(parts);
      } else if (c == '$') {
        variable(parts, Quoting.QUOTED);
      } else if (c == '`') {
        throw new UnsupportedShellSyntax("uses command substitution");
      } else {
        parts.add(new Text(String.valueOf(c), Quoting.QUOTED));
        at++;
      }
    }
    if (at >= text.length()) {
      throw new UnsupportedShellSyntax("has a quote that isn't closed");
    }
    at++;
  }

  private void escaped(ShellWordBuilder parts) {
    boolean last = at + 1 == text.length();
    if (last || text.charAt(at + 1) != '\n') {
      parts.add(new Text(last ? "\\" : String.valueOf(text.charAt(at + 1)), Quoting.QUOTED));
    }
    at = Math.min(at + 2, text.length());
  }

  private void variable(ShellWordBuilder parts, Quoting quoting) throws UnsupportedShellSyntax {
    if (text.startsWith("$(", at)) {
      at = ShellSubstitution.end(text, at + 2);
      parts.add(new ShellToken.Substitution(quoting));
      return;
    }
    int i = at + 1;
    boolean braces = text.startsWith("{", i);
    int start = braces ? i + 1 : i;
    int end = start;
    while (end < text.length() && isNameCharacter(text.charAt(end))) {
      end++;
    }
    boolean named = end > start && !Character.isDigit(text.charAt(start));
    if (text.startsWith(CONTINUATION, end)) {
      throw new UnsupportedShellSyntax("continues a variable on the next line");
    }
    if (named && (!braces || text.startsWith("}", end))) {
      parts.add(new Variable(text.substring(start, end), quoting));
      at = braces ? end + 1 : end;
      return;
    }
    String special = quoting == Quoting.QUOTED ? "({@*#?$!-0123456789" : "({@*#?$!-0123456789'\"";
    if (i < text.length() && special.indexOf(text.charAt(i)) >= 0) {
      throw new UnsupportedShellSyntax("uses an expansion that is not followed");
    }
    parts.add(new Text("$", Quoting.QUOTED));
    at++;
  }

  private static boolean isNameCharacter(char c) {
    return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }
}
