package dev.plumbline.engine.component;

import dev.plumbline.engine.finding.Seen;

/** What one component does, as far as its arguments tell. */
public sealed interface ComponentView {

  /** It runs with these settings. */
  record Settled(Facts facts) implements ComponentView {}

  /** It exits at once with these arguments. */
  record DoesNotStart(String why, Seen seen) implements ComponentView {}

  /** Something that decides what it does can't be told. */
  record Untold(String why, Seen seen) implements ComponentView {}
}
