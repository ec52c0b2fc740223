package dev.plumbline.collector.manifest;

import java.util.regex.Pattern;

/** Where a command substitution ends; what it runs is a shell of its own. */
final class ShellSubstitution {

  /** What makes a parenthesis in the text no end of a command, or is not a command at all. */
  private static final Pattern NOT_FOLLOWED = Pattern.compile("\\(\\(|<<|`|(^|\\s)#|\\bcase\\b");

  private ShellSubstitution() {}

  /**
   * Finds the end.
   *
   * @param start behind the opening parenthesis
   * @return behind the closing one
   */
  static int end(String text, int start) throws UnsupportedShellSyntax {
    int depth = text.startsWith("(", start) ? -1 : 1;
    int at = start;
    while (at < text.length() && depth > 0) {
      char c = text.charAt(at);
      if (c == '\'') {
        at = closing(text, at, c);
      } else if (c == '"') {
        at = quoted(text, at);
      } else if (c == '\\') {
        at++;
      } else if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      }
      at++;
    }
    if (depth != 0
        || at > text.length()
        || NOT_FOLLOWED.matcher(text.substring(start, at)).find()) {
      throw new UnsupportedShellSyntax("uses a command substitution that is not followed");
    }
    return at;
  }

  private static int closing(String text, int at, char quote) throws UnsupportedShellSyntax {
    int end = text.indexOf(quote, at + 1);
    if (end < 0) {
      throw new UnsupportedShellSyntax("has a quote that isn't closed");
    }
    return end;
  }

  /** Within double quotes, substitutions nest; one that is quoted again is not followed. */
  private static int quoted(String text, int at) throws UnsupportedShellSyntax {
    int end = closing(text, at, '"');
    String inner = text.substring(at + 1, end);
    if (inner.contains("$(") || inner.contains("\\")) {
      throw new UnsupportedShellSyntax("uses a command substitution within another");
    }
    return end;
  }
}
