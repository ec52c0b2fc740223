package dev.plumbline.collector.host;

import java.io.IOException;

/** A path that must not be used. */
final class UnreadablePathException extends IOException {
  private static final long serialVersionUID = 1L;
  private final String why;

  /**
   * @param why a phrase that continues the path
   */
  UnreadablePathException(String why) {
    super(why);
    this.why = why;
  }

  String why() {
    return why;
  }
}
