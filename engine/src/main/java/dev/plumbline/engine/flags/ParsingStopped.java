package dev.plumbline.engine.flags;

/** Ends the parsing of an argument list with its outcome. */
final class ParsingStopped extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ParsedFlags outcome;

  private ParsingStopped(ParsedFlags outcome) {
    super("parsing ended", null, false, false);
    this.outcome = outcome;
  }

  static ParsingStopped refused(int index, String why) {
    return new ParsingStopped(new ParsedFlags.Refused(index, why));
  }

  static ParsingStopped undecided(int index, String why) {
    return new ParsingStopped(new ParsedFlags.Undecided(index, why));
  }

  ParsedFlags outcome() {
    return outcome;
  }
}
