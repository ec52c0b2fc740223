package dev.plumbline.evidence;

/**
 * Something that should have been readable and wasn't.
 *
 * @param component the component whose arguments could not be determined, or empty when it could be
 *     any
 * @param place the file, and the line where there is one
 * @param why a phrase that continues the file's name; quotes nothing of the file
 */
public record Problem(String component, SourceLocation place, String why) {

  /** The problem as a sentence that begins with the file's name. */
  public String sentence() {
    String line = place.line() > 1 ? " line " + place.line() : "";
    return place.file() + line + " " + why + (why.endsWith(".") ? "" : ".");
  }
}
