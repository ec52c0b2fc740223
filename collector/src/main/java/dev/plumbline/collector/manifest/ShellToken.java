package dev.plumbline.collector.manifest;

import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** A token of a shell script. */
sealed interface ShellToken {

  /** The operators that separate commands. */
  enum Operator implements ShellToken {
    SEMICOLON,
    NEWLINE,
    BACKGROUND,
    AND,
    OR,
    PIPE,
    OPEN,
    CLOSE
  }

  /** A redirection, whose target is the word that follows. */
  enum Redirection implements ShellToken {
    PORTABLE,
    /** {@code &>}: bash redirects both outputs, others end the command there. */
    BASH_ONLY
  }

  /** {@code {NAME}>}: bash gives the variable the number of the descriptor that it opens. */
  record NamedDescriptor(String name) implements ShellToken {}

  /** A word, as it is written. */
  record Word(List<Part> parts) implements ShellToken {

    private static final java.util.regex.Pattern ASSIGNMENT =
        java.util.regex.Pattern.compile(
            "([A-Za-z_][A-Za-z0-9_]*)=(.*)", java.util.regex.Pattern.DOTALL);

    public Word {
      parts = List.copyOf(parts);
    }

    /** The name that the word assigns a value to; empty when it is no assignment. */
    String assignedName() {
      Matcher matcher = ASSIGNMENT.matcher(prefix());
      return matcher.matches() ? matcher.group(1) : "";
    }

    /** The value of an assignment. */
    List<Part> assignedValue() {
      Text rest = new Text(prefix().substring(assignedName().length() + 1), Quoting.UNQUOTED);
      return Stream.concat(Stream.of(rest), parts.stream().skip(1)).toList();
    }

    /** What is written unquoted before any quote or variable. */
    private String prefix() {
      return !parts.isEmpty()
              && parts.get(0) instanceof Text text
              && text.quoting() == Quoting.UNQUOTED
          ? text.text()
          : "";
    }

    /** Whether the word is what is written, whatever the variables are. */
    boolean isLiteral() {
      return parts.stream().allMatch(Text.class::isInstance);
    }

    /** The word where it is written without quotes and variables; empty otherwise. */
    String keyword() {
      return parts.size() == 1 ? prefix() : "";
    }

    boolean isAppending() {
      return prefix().matches("(?s)[A-Za-z_][A-Za-z0-9_]*\\+=.*");
    }
  }

  /** A part of a word. */
  sealed interface Part {}

  record Text(String text, Quoting quoting) implements Part {}

  record Variable(String name, Quoting quoting) implements Part {}

  /**
   * {@code *}, <code>?</code>, {@code [}, {@code ~} or an opening brace, which may stand for
   * something else than themselves.
   */
  record Pattern(char character) implements Part {}

  /** The output of a command, which has to be run to know it. */
  record Substitution(Quoting quoting) implements Part {}

  /** {@code "$@"}, as the whole of a word. */
  record Parameters() implements Part {}

  /** Whether a value stays one field. */
  enum Quoting {
    QUOTED,
    UNQUOTED
  }
}
