package dev.plumbline.operator.run;

/** The log of a pod that has ended. */
sealed interface PodLog {

  /** It is being read. */
  record Reading() implements PodLog {}

  record Read(String text) implements PodLog {}

  /**
   * Each attempt to read it failed.
   *
   * @param why a clause for people
   */
  record Unreadable(String why) implements PodLog {}
}
