package dev.plumbline.evidence;

import java.util.List;

/**
 * Lines of a file, just enough to write a patch for it. Holds no line that could carry a secret, so
 * it may have gaps.
 *
 * @param file the file's path
 * @param lines in ascending order
 */
public record Excerpt(String file, List<Line> lines) {

  public Excerpt {
    lines = List.copyOf(lines);
  }

  /**
   * One line.
   *
   * @param number from 1
   * @param text without its end
   */
  public record Line(int number, String text) {}

  public static Excerpt none() {
    return new Excerpt("", List.of());
  }
}
