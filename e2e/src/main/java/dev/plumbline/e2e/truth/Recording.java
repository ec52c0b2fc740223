package dev.plumbline.e2e.truth;

/** What is done with what real components do: {@code cluster/truth} and its options. */
public enum Recording {
  /** It is compared with what is recorded. */
  COMPARE,
  /** It is written in place of what is recorded. */
  ALL,
  /** Only rows that are not recorded are tried, and their results are added. */
  NEW;

  private static final String PROPERTY = "plumbline.truth.record";

  /** As {@code -Dplumbline.truth.record} has it: {@code false}, {@code true} or {@code new}. */
  public static Recording chosen() {
    return of(System.getProperty(PROPERTY, "false"));
  }

  static Recording of(String text) {
    return switch (text) {
      case "false" -> COMPARE;
      case "true" -> ALL;
      case "new" -> NEW;
      default ->
          throw new IllegalArgumentException(
              "-D" + PROPERTY + " is false, true or new, and not " + text);
    };
  }

  /** Whether rows that are recorded are left as they are. */
  public boolean keepsRecorded() {
    return this == NEW;
  }

  public boolean writes() {
    return this != COMPARE;
  }
}
