package dev.plumbline.cli.output;

import java.util.stream.Collectors;

/** Wraps prose to a terminal's width; indented lines are code and stay as they are. */
public final class Paragraphs {

  private static final int WIDTH = 108;

  private Paragraphs() {}

  public static String wrap(String text) {
    return text.lines().map(Paragraphs::wrapLine).collect(Collectors.joining("\n"));
  }

  private static String wrapLine(String line) {
    if (line.startsWith(" ") || line.length() <= WIDTH) {
      return line;
    }
    StringBuilder out = new StringBuilder();
    int column = 0;
    for (String word : line.split(" ", -1)) {
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        out.append('\n');
        column = 0;
      } else if (column > 0) {
        out.append(' ');
        column++;
      }
      out.append(word);
      column += word.length();
    }
    return out.toString();
  }
}
