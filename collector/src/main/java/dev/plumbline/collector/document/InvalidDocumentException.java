package dev.plumbline.collector.document;

/** A document that its reader refuses, or that parsers read differently. Quotes nothing of it. */
public final class InvalidDocumentException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final String why;

  public InvalidDocumentException(int line, String why) {
    super("line " + line + ": " + why, null, false, false);
    this.line = line;
    this.why = why;
  }

  /** From 1. */
  public int line() {
    return line;
  }

  public String why() {
    return why;
  }
}
