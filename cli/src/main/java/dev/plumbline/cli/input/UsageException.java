package dev.plumbline.cli.input;

/** Something that was given can't be used; the message says what to do. */
public final class BadInput extends Exception {
  private static final long serialVersionUID = 1L;

  BadInput(String message) {
    super(message, null, false, false);
  }
}
