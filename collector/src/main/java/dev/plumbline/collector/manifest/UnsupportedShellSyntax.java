package dev.plumbline.collector.manifest;

/**
 * A script that can't be followed without running it; the message is a phrase that continues "it".
 */
final class UnsupportedShellSyntax extends Exception {
  private static final long serialVersionUID = 1L;

  private final String why;

  UnsupportedShellSyntax(String why) {
    super(why, null, false, false);
    this.why = why;
  }

  String why() {
    return why;
  }
}
