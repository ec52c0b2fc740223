package dev.plumbline.report.signature;

import dev.plumbline.engine.finding.Printable;

/**
 * One thing that was to be verified.
 *
 * @param what a few words
 * @param found a sentence
 */
public record Check(Result result, String what, String found) {

  /** Long enough for a sentence with names in it. */
  private static final int MAX_CHARACTERS = 1000;

  /** A report is anybody's text, and this is printed. */
  public Check {
    found = Printable.cut(Printable.of(found), MAX_CHARACTERS);
  }

  /** What it comes to. */
  public enum Result {
    VERIFIED,
    /** It is not so, or could not be determined. */
    NOT_VERIFIED,
    /** It can't be verified by what there is, and nothing says that it is not so. */
    NOT_CHECKED
  }

  static Check verified(String what, String found) {
    return new Check(Result.VERIFIED, what, found);
  }

  static Check notVerified(String what, String found) {
    return new Check(Result.NOT_VERIFIED, what, found);
  }

  static Check notChecked(String what, String found) {
    return new Check(Result.NOT_CHECKED, what, found);
  }
}
