package dev.plumbline.operator.live;

/** A component has not answered, or has answered with something else than HTTP. */
final class NoAnswer extends Exception {

  private static final long serialVersionUID = 1;

  private final String why;

  /**
   * @param why continues the endpoint's URL; quotes nothing of an answer
   */
  NoAnswer(String why) {
    super(why, null, false, false);
    this.why = why;
  }

  String why() {
    return why;
  }
}
