package dev.plumbline.evidence;

/** Whether something could be observed. */
public enum Visibility {
  OBSERVED,
  NOT_OBSERVED
}
