package dev.plumbline.engine.component;

import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.finding.EvidenceRef;

/** What one component does, as far as its arguments tell. */
public sealed interface EffectiveConfig {

  /** It runs with these settings. */
  record Resolved(Facts facts) implements EffectiveConfig {}

  /** It exits at once with these arguments. */
  record Rejected(String why, EvidenceRef seen) implements EffectiveConfig {}

  /** Something that decides what it does can't be told. */
  record Unknown(String why, EvidenceRef seen) implements EffectiveConfig {}
}
