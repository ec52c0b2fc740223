package dev.plumbline.report.bundle;

/** Bytes that are no evidence bundle of this version. */
public final class InvalidBundleException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String why;

  InvalidBundleException(String why) {
    super(why, null, false, false);
    this.why = why;
  }

  /**
   * A phrase that continues the file's name, without a full stop. What it quotes of the file is fit
   * to be printed.
   */
  public String why() {
    return why;
  }
}
