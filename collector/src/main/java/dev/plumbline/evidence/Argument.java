package dev.plumbline.evidence;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * One argument of a component.
 *
 * @param value the text as the program receives it; where it is only partly known, the unknown part
 *     is kept as written
 * @param resolution whether all of the text is known
 * @param place where it was read
 */
public record Argument(String value, Resolution resolution, SourceLocation place) {

  public static Argument known(String value, SourceLocation place) {
    return new Argument(value, Resolution.RESOLVED, place);
  }

  /** Stands for a whole command line that could not be determined. */
  public static Argument wholeCommandLine(SourceLocation place) {
    return new Argument("", Resolution.UNRESOLVED, place);
  }

  /** Whether it stands for a whole command line of which nothing is known. */
  @JsonIgnore
  public boolean isWholeCommandLine() {
    return value.isEmpty() && resolution == Resolution.UNRESOLVED;
  }

  /** How much of an argument is known. */
  public enum Resolution {
    RESOLVED,
    /**
     * A value that only the running container has, such as a field of its own status, is a part of
     * it.
     */
    UNRESOLVED
  }
}
