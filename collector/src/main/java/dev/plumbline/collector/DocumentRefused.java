package dev.plumbline.collector;

/** A document that its reader refuses, or that parsers read differently. Quotes nothing of it. */
final class DocumentRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final String why;

  DocumentRefused(int line, String why) {
    super("line " + line + ": " + why, null, false, false);
    this.line = line;
    this.why = why;
  }

  /** From 1. */
  int line() {
    return line;
  }

  String why() {
    return why;
  }
}
