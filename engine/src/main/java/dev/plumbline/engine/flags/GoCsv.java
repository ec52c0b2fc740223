package dev.plumbline.engine.flags;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The first record of a text, as Go's {@code encoding/csv} reads it: that is what pflag makes of a
 * value of a list flag. What follows on further lines does not count.
 */
final class GoCsv {

  private final String text;
  private final List<String> fields = new ArrayList<>();
  private int at;

  private GoCsv(String text) {
    this.text = text;
  }

  /**
   * @return the fields; an empty list for an empty text; empty when the reader reports an error
   */
  static Optional<List<String>> firstRecord(String text) {
    if (text.isEmpty()) {
      return Optional.of(List.of());
    }
    GoCsv csv = new GoCsv(withGoLineEnds(text));
    return csv.read() ? Optional.of(csv.fields) : Optional.empty();
  }

  /**
   * A record as Go's writer writes it, without the end of its line.
   *
   * @see <a
   *     href="https://github.com/golang/go/blob/go1.25.0/src/encoding/csv/writer.go">fieldNeedsQuotes</a>
   */
  static String written(List<String> fields) {
    return fields.stream()
        .map(field -> needsQuotes(field) ? '"' + field.replace("\"", "\"\"") + '"' : field)
        .collect(Collectors.joining(","));
  }

  private static boolean needsQuotes(String field) {
    return !field.isEmpty()
        && (field.equals("\\.")
            || field.chars().anyMatch(c -> "\",\r\n".indexOf(c) >= 0)
            || Character.isWhitespace(field.codePointAt(0))
            || Character.isSpaceChar(field.codePointAt(0)));
  }

  /**
   * A carriage return counts as a part of the line's end before a line feed and at the very end.
   */
  private static String withGoLineEnds(String text) {
    String lines = text.replace("\r\n", "\n");
    return lines.endsWith("\r") ? lines.substring(0, lines.length() - 1) : lines;
  }

  private boolean read() {
    while (at < text.length() && text.charAt(at) == '\n') {
      at++;
    }
    if (at >= text.length()) {
      return false;
    }
    while (true) {
      boolean read = at < text.length() && text.charAt(at) == '"' ? quotedField() : plainField();
      if (!read) {
        return false;
      }
      if (at >= text.length() || text.charAt(at) == '\n') {
        return true;
      }
      at++;
    }
  }

  private boolean plainField() {
    int start = at;
    while (at < text.length() && ",\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String field = text.substring(start, at);
    fields.add(field);
    return field.indexOf('"') < 0;
  }

  private boolean quotedField() {
    StringBuilder field = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '"') {
        field.append(c);
      } else if (at < text.length() && text.charAt(at) == '"') {
        field.append('"');
        at++;
      } else {
        fields.add(field.toString());
        return at >= text.length() || ",\n".indexOf(text.charAt(at)) >= 0;
      }
    }
    return false;
  }
}
