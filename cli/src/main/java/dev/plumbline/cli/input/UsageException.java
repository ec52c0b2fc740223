package dev.plumbline.cli.input;

/** An argument names something that is not there or can't be used. The message is a sentence. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message, null, false, false);
  }
}
