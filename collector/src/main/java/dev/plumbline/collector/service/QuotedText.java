package dev.plumbline.collector.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Text as unit files and environment files quote it. */
final class QuotedText {

  private QuotedText() {}

  /**
   * The words of a setting such as {@code Environment=}: apart by blanks, with quotes around a
   * whole word or a part of it.
   *
   * @return empty when it has an escape, a specifier or a quote that doesn't end
   */
  static Optional<List<String>> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' || c == '%') {
        return Optional.empty();
      }
      boolean blank = Character.isWhitespace(c);
      if (quote == 0 && blank && inWord) {
        words.add(word.toString());
        word.setLength(0);
        inWord = false;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        inWord = true;
      } else if (c == quote) {
        quote = 0;
      } else if (quote != 0 || !blank) {
        word.append(c);
        inWord = true;
      }
    }
    if (inWord) {
      words.add(word.toString());
    }
    return quote == 0 ? Optional.of(words) : Optional.empty();
  }

  /**
   * The value of a line of an environment file: in quotes, or all of it.
   *
   * @return empty when it has an escape, or quotes that are not around the whole
   */
  static Optional<String> value(String text) {
    String stripped = text.strip();
    boolean quoted =
        stripped.length() >= 2
            && (stripped.startsWith("\"") || stripped.startsWith("'"))
            && stripped.charAt(0) == stripped.charAt(stripped.length() - 1);
    String value = quoted ? stripped.substring(1, stripped.length() - 1) : stripped;
    return value.chars().anyMatch(c -> c == '"' || c == '\'' || c == '\\')
        ? Optional.empty()
        : Optional.of(value);
  }
}
