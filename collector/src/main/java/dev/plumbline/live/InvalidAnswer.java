package dev.plumbline.live;

/** An answer that is not one of the endpoint that was asked. */
final class InvalidAnswer extends Exception {

  private static final long serialVersionUID = 1;

  private final String why;

  /**
   * @param why continues the endpoint's URL; quotes nothing of the answer
   */
  InvalidAnswer(String why) {
    super(why, null, false, false);
    this.why = why;
  }

  String why() {
    return why;
  }
}
