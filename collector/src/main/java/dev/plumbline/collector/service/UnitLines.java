package dev.plumbline.collector.service;

import java.util.ArrayList;
import java.util.List;

/**
 * The assignments of one section of a unit file.
 *
 * @see <a href="https://www.freedesktop.org/software/systemd/man/latest/systemd.syntax.html">
 *     systemd.syntax(7)</a>
 */
record UnitLines(List<Assignment> assignments) {

  UnitLines {
    assignments = List.copyOf(assignments);
  }

  /** {@code key=value}; an empty value takes back what was assigned before. */
  record Assignment(String key, String value) {}

  static UnitLines of(String text, String section) {
    List<Assignment> assignments = new ArrayList<>();
    String current = "";
    for (String line : joined(text)) {
      int equals = line.indexOf('=');
      if (line.startsWith("[")) {
        current = line;
      } else if (equals > 0 && current.equals("[" + section + "]")) {
        assignments.add(
            new Assignment(line.substring(0, equals).strip(), line.substring(equals + 1).strip()));
      }
    }
    return new UnitLines(assignments);
  }

  /** A line that ends in a backslash goes on with the next that is no comment. */
  private static List<String> joined(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    for (String raw : text.lines().toList()) {
      String line = raw.strip();
      if (line.startsWith("#") || line.startsWith(";")) {
        continue;
      }
      if (line.endsWith("\\")) {
        open.append(line, 0, line.length() - 1).append(' ');
      } else {
        lines.add(open.append(line).toString());
        open.setLength(0);
      }
    }
    lines.add(open.toString());
    return lines;
  }
}
