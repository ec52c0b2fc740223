package dev.plumbline.evidence;

/**
 * Where something was read, and whether it can be edited there.
 *
 * @param file absolute path as the node sees it, or the path that was given to the command
 * @param line the first line, from 1
 * @param column the first character's offset in its line, from 0
 * @param endLine the last line, from 1
 * @param endColumn the offset behind the last character
 * @param style how it is written
 */
public record Place(String file, int line, int column, int endLine, int endColumn, Style style) {

  /** A place that names a line and nothing finer. */
  public static Place line(String file, int line) {
    return new Place(file, line, 0, line, 0, Style.OPAQUE);
  }

  /** A copy that no edit may touch. */
  public Place opaque() {
    return new Place(file, line, column, endLine, endColumn, Style.OPAQUE);
  }

  /** How a list item is written in its file. */
  public enum Style {
    /** An item of a block list, {@code - item}, alone on its lines. */
    BLOCK,
    /** An item of a flow list, {@code [item, item]}; JSON is of this style. */
    FLOW,
    /** A part of something else, such as a shell script, or not in a file that people edit. */
    OPAQUE
  }
}
