package dev.plumbline.report.format;

/**
 * What a report is printed on.
 *
 * @param width how many columns it has
 * @param colours whether it shows colours
 * @param all whether what passes and what is not applicable is printed too
 */
public record Screen(int width, boolean colours, boolean all) {

  /** Narrower than this nothing can be laid out. */
  private static final int MIN_WIDTH = 40;

  /** Longer lines are hard to read. */
  private static final int MAX_WIDTH = 120;

  /** A file, or a pipe. */
  public static final Screen PLAIN = new Screen(100, false, false);

  public Screen {
    width = Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, width));
  }

  public Screen withAll(boolean everything) {
    return new Screen(width, colours, everything);
  }
}
