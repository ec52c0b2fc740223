package dev.plumbline.evidence;

/** Whether something could be looked at. */
public enum Visibility {
  OBSERVED,
  NOT_OBSERVED
}
