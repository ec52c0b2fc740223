package dev.plumbline.report;

import java.util.List;

/**
 * Names of nodes with {@code *} for any text. Matched piece by piece from the left, without going
 * back, since the author of a scan chooses the pattern.
 */
public record NodePattern(List<String> pieces) {

  public NodePattern {
    pieces = List.copyOf(pieces);
  }

  public static NodePattern of(String pattern) {
    return new NodePattern(List.of(pattern.split("\\*", -1)));
  }

  public boolean matches(String name) {
    String first = pieces.get(0);
    String last = pieces.get(pieces.size() - 1);
    if (pieces.size() == 1) {
      return name.equals(first);
    }
    int end = name.length() - last.length();
    if (!name.startsWith(first) || !name.endsWith(last) || end < first.length()) {
      return false;
    }
    int from = first.length();
    for (String piece : pieces.subList(1, pieces.size() - 1)) {
      int found = name.indexOf(piece, from);
      if (found < 0 || found + piece.length() > end) {
        return false;
      }
      from = found + piece.length();
    }
    return true;
  }
}
