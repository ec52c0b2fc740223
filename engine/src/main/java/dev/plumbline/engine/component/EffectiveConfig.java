package dev.plumbline.engine.component;

import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.finding.EvidenceRef;

/** What one component runs with, as far as its arguments, environment and files show. */
public sealed interface EffectiveConfig {

  /** It runs, and these are the facts of its settings. */
  record Resolved(Facts facts) implements EffectiveConfig {}

  /** It exits at once with these arguments. */
  record Rejected(String why, EvidenceRef location) implements EffectiveConfig {}

  /** Something that decides all of it could not be determined. */
  record Unknown(String why, EvidenceRef location) implements EffectiveConfig {}
}
