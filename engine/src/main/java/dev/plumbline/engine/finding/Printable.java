package dev.plumbline.engine.finding;

/** Text from a node, fit to be shown: a terminal obeys some characters, and a report has limits. */
public final class Printable {

  /** Longer than any argument people write. */
  private static final int MAX_ARGUMENT = 300;

  private static final int ARABIC_LETTER_MARK = 0x061C;

  private Printable() {}

  /** The text with every character replaced that is obeyed and not shown. */
  public static String of(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(isObeyed(c) ? '\uFFFD' : c));
    return out.toString();
  }

  /**
   * Whether a terminal, an editor or a browser obeys a character: control characters, the ends of
   * lines and paragraphs, and Unicode's bidirectional controls, with which a line can be made to
   * show what is not in it.
   *
   * @param c a code point
   * @see <a href="https://www.unicode.org/reports/tr9/">the bidirectional algorithm</a>
   */
  public static boolean isObeyed(int c) {
    return Character.isISOControl(c)
        || c == ARABIC_LETTER_MARK
        // The marks of both directions, the separators, embeddings and overrides.
        || c == 0x200E
        || c == 0x200F
        || c >= 0x2028 && c <= 0x202E
        // Isolates.
        || c >= 0x2066 && c <= 0x2069;
  }

  /** The same, cut where nobody reads on. */
  public static String argument(String text) {
    return of(cut(text, MAX_ARGUMENT));
  }

  /**
   * The beginning of a text and an ellipsis, or the text where it is short enough.
   *
   * @param max how many UTF-16 units may stand before the ellipsis; a character that takes two is
   *     never halved
   */
  public static String cut(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    boolean within = max > 0 && Character.isHighSurrogate(text.charAt(max - 1));
    return text.substring(0, within ? max - 1 : max) + "…";
  }
}
