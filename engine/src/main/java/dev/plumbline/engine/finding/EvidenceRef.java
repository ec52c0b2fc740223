package dev.plumbline.engine.finding;

import dev.plumbline.evidence.SourceLocation;
import java.util.Objects;

/**
 * Something that a finding rests on.
 *
 * @param file as the node sees it
 * @param line from 1
 * @param column from 1; 1 where nothing finer than a line is known
 * @param text the argument or the entry, and nothing around it
 */
public record EvidenceRef(String file, int line, int column, String text) {
  public EvidenceRef {
    file = Printable.of(file);
    text = Printable.argument(text);
  }

  /** A line, and nothing finer. */
  public EvidenceRef(String file, int line, String text) {
    this(file, line, 1, text);
  }

  /** A place of the evidence. */
  public static EvidenceRef at(SourceLocation place, String text) {
    return new EvidenceRef(place.file(), place.line(), place.column() + 1, text);
  }

  /** Written out, for the reason that InputRef gives. */
  @Override
  public int hashCode() {
    return Objects.hash(file, line, column, text);
  }
}
