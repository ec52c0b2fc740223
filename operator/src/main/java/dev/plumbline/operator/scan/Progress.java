package dev.plumbline.operator.scan;

import dev.plumbline.evidence.Evidence;

/** How far one Job is. */
sealed interface Progress {

  /**
   * It goes on.
   *
   * @param trouble what holds it up, for people; empty when nothing does
   */
  record Waiting(String trouble) implements Progress {}

  /** The node's evidence has arrived whole. */
  record Collected(Evidence evidence) implements Progress {}

  /**
   * It ended without evidence.
   *
   * @param why a sentence for people
   */
  record Broken(String why) implements Progress {}
}
