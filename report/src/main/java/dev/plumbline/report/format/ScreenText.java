package dev.plumbline.report.format;

import dev.plumbline.engine.finding.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Text for a terminal. Whatever is written into it, from a node, a repository or a cluster, only
 * the colours chosen here reach the terminal as control characters.
 */
public final class ScreenText {

  /** What a piece of text is, and with that how it looks. */
  public enum Look {
    PLAIN(""),
    STRONG("1"),
    FAINT("2"),
    BAD("1;31"),
    WARNING("1;33"),
    GOOD("32"),
    REVIEW("1;34"),
    PLACE("36"),
    ADDED("32"),
    REMOVED("31");

    private final String code;

    Look(String code) {
      this.code = code;
    }
  }

  /** A list's item begins a line of its own. */
  private static final Pattern ITEM = Pattern.compile("[-*] |\\d{1,3}\\. ");

  private final Screen screen;
  private final StringBuilder out = new StringBuilder();

  public ScreenText(Screen screen) {
    this.screen = screen;
  }

  /** The text without what a terminal obeys, by the rule of {@link Printable}. A tab stays. */
  public static String safe(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> safe.appendCodePoint(c != '\t' && Printable.isObeyed(c) ? '\uFFFD' : c));
    return safe.toString();
  }

  /** An empty line. */
  public ScreenText blank() {
    out.append('\n');
    return this;
  }

  /** A line with an empty one before it. */
  public ScreenText heading(Look look, String text) {
    blank();
    return line(0, look, text);
  }

  /** One line, however long. */
  public ScreenText line(int indent, Look look, String text) {
    return line(indent, new Piece(look, text));
  }

  /** One line of several pieces. */
  ScreenText line(int indent, Piece... pieces) {
    out.append(" ".repeat(indent));
    for (Piece piece : pieces) {
      out.append(painted(piece.look(), safe(piece.text())));
    }
    while (out.length() > 0 && out.charAt(out.length() - 1) == ' ') {
      out.setLength(out.length() - 1);
    }
    out.append('\n');
    return this;
  }

  /** A piece of a line. */
  record Piece(Look look, String text) {}

  /** Prose, wrapped; lines that begin with a space are code and stay as they are. */
  public ScreenText prose(int indent, Look look, String text) {
    for (String line : wrapped(text, screen.width() - indent)) {
      line(indent, look, line);
    }
    return this;
  }

  /** A word before prose that is wrapped behind it. */
  public ScreenText labelled(int indent, String label, int column, String text) {
    List<String> lines = wrapped(text, screen.width() - indent - column);
    for (int i = 0; i < lines.size(); i++) {
      String before = i == 0 ? label : "";
      line(
          indent,
          new Piece(Look.FAINT, before + " ".repeat(Math.max(1, column - before.length()))),
          new Piece(Look.PLAIN, lines.get(i)));
    }
    return this;
  }

  /** Code, with what a diff adds and removes in colour. */
  public ScreenText diff(int indent, String text) {
    text.lines()
        .forEach(
            line ->
                line(
                    indent,
                    line.startsWith("+")
                        ? Look.ADDED
                        : line.startsWith("-") ? Look.REMOVED : Look.PLAIN,
                    line));
    return this;
  }

  /** The beginning of a text that fits into some columns. */
  static String cut(String text, int columns) {
    return text.length() <= columns ? text : Printable.cut(text, Math.max(1, columns) - 1);
  }

  /** The end of a text that fits into some columns: of a path, what tells it from others. */
  static String cutStart(String text, int columns) {
    if (text.length() <= columns) {
      return text;
    }
    int start = text.length() - Math.max(1, columns) + 1;
    // Half of a character is none.
    boolean within = start < text.length() && Character.isLowSurrogate(text.charAt(start));
    return "…" + text.substring(within ? start + 1 : start);
  }

  int width() {
    return screen.width();
  }

  private String painted(Look look, String text) {
    return !screen.colours() || look.code.isEmpty() || text.isBlank()
        ? text
        : "\u001b[" + look.code + "m" + text + "\u001b[0m";
  }

  /**
   * Lines of a width. A word that is longer stays whole, since it may be a path to copy. Lines of a
   * paragraph are joined, since they were broken for another width.
   *
   * @param width in columns
   */
  static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder paragraph = new StringBuilder();
    for (String line : text.lines().map(String::stripTrailing).toList()) {
      if (line.isEmpty() || line.startsWith(" ") || ITEM.matcher(line).lookingAt()) {
        wrap(paragraph, width, lines);
      }
      if (line.isEmpty() || line.startsWith(" ")) {
        lines.add(line);
      } else {
        paragraph.append(paragraph.length() == 0 ? "" : " ").append(line);
      }
    }
    wrap(paragraph, width, lines);
    return lines.isEmpty() ? List.of("") : lines;
  }

  private static void wrap(StringBuilder paragraph, int width, List<String> into) {
    if (paragraph.length() == 0) {
      return;
    }
    StringBuilder current = new StringBuilder();
    for (String word : paragraph.toString().split(" ", -1)) {
      if (current.length() > 0 && current.length() + 1 + word.length() > width) {
        into.add(current.toString());
        current.setLength(0);
      } else if (current.length() > 0) {
        current.append(' ');
      }
      current.append(word);
    }
    into.add(current.toString());
    paragraph.setLength(0);
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
