package dev.plumbline.report;

import java.util.List;

/** Whether all waivers of a scan take effect. */
sealed interface WaiverStatus {

  /** No waiver applies to the scan. */
  record None() implements WaiverStatus {}

  /** Each accepts a failure. */
  record InEffect(int count) implements WaiverStatus {}

  /**
   * Some accept nothing.
   *
   * @param reason the condition's reason
   * @param sentences one for each of them
   */
  record NotInEffect(String reason, List<String> sentences) implements WaiverStatus {
    public NotInEffect {
      sentences = List.copyOf(sentences);
    }
  }
}
