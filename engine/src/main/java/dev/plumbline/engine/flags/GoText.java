package dev.plumbline.engine.flags;

/** Text as Go's strings package sees it. */
final class GoText {

  /** What unicode.IsSpace takes for space, and Java does not. */
  private static final String MORE_SPACE = "\u0085\u00a0\u2007\u202f";

  private GoText() {}

  /** As strings.TrimSpace. */
  static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isSpace(char c) {
    // Java also takes four control characters, the separators of files and records, for space.
    boolean separator = c >= '\u001c' && c <= '\u001f';
    return Character.isWhitespace(c) && !separator || MORE_SPACE.indexOf(c) >= 0;
  }
}
