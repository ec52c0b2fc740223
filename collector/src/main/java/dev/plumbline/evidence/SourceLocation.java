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
public record SourceLocation(
    String file, int line, int column, int endLine, int endColumn, Style style) {

  /** A place that names a line and nothing finer. */
  public static SourceLocation line(String file, int line) {
    return new SourceLocation(file, line, 0, line, 0, Style.NOT_EDITABLE);
  }

  /** What no file holds: a program gives it to the component that it runs within itself. */
  public static SourceLocation builtInto(String program) {
    return new SourceLocation(program, 1, 0, 1, 0, Style.BUILT_IN);
  }

  /** A copy that no edit may touch. */
  public SourceLocation notEditable() {
    return new SourceLocation(file, line, column, endLine, endColumn, Style.NOT_EDITABLE);
  }

  /** Whether something else begins in the same place. */
  public boolean beginsWhere(SourceLocation other) {
    return line == other.line && column == other.column && file.equals(other.file);
  }

  /** How an item is written in its file. */
  public enum Style {
    /** An item of a block list, {@code - item}, alone on its lines. */
    BLOCK,
    /** An item of a flow list, {@code [item, item]}; JSON is of this style. */
    FLOW,
    /** Alone on a line of a file that holds nothing but arguments. */
    LINE,
    /** A part of something else, such as a shell script, or not in a file that people edit. */
    NOT_EDITABLE,
    /** In no file; the location's file is the name of the program that gives it by itself. */
    BUILT_IN
  }
}
