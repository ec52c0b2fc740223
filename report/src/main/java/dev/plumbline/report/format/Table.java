package dev.plumbline.report.format;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Columns as {@code kubectl get} prints them: padded to the widest cell, three spaces between. */
public final class Table {

  private Table() {}

  /**
   * Renders rows.
   *
   * @param rows the first is the heading; all are of the same length
   */
  public static String render(List<List<String>> rows) {
    return lines(rows).stream().collect(Collectors.joining("\n", "", "\n"));
  }

  /** The same, a line for each row, without the line ends. */
  static List<String> lines(List<List<String>> rows) {
    int columns = rows.get(0).size();
    List<Integer> widths =
        IntStream.range(0, columns)
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .boxed()
            .toList();
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, List<Integer> widths) {
    String line =
        IntStream.range(0, row.size())
            .mapToObj(i -> row.get(i) + " ".repeat(widths.get(i) - row.get(i).length()))
            .collect(Collectors.joining("   "));
    return line.stripTrailing();
  }
}
