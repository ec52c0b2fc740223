package dev.plumbline.engine.finding;

/**
 * Text from a node, fit to be shown: a terminal obeys control characters, and a report has limits.
 */
public final class Printable {

  /** Longer than any argument people write. */
  private static final int MAX_ARGUMENT = 300;

  private Printable() {}

  /** The text with every control character replaced. */
  public static String of(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(Character.isISOControl(c) ? '\uFFFD' : c));
    return out.toString();
  }

  /** The same, cut where nobody reads on. */
  public static String argument(String text) {
    return of(text.length() > MAX_ARGUMENT ? text.substring(0, MAX_ARGUMENT) + "…" : text);
  }
}
