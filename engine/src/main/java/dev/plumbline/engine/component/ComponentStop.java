package dev.plumbline.engine.component;

import dev.plumbline.engine.finding.EvidenceRef;

/** Ends the description of a component: it exits at once, or nothing of it can be determined. */
final class ComponentStop extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient EffectiveConfig outcome;

  private ComponentStop(String why, EffectiveConfig outcome) {
    super(why, null, false, false);
    this.outcome = outcome;
  }

  static ComponentStop rejected(String why, EvidenceRef location) {
    return new ComponentStop(why, new EffectiveConfig.Rejected(why, location));
  }

  static ComponentStop unknown(String why, EvidenceRef location) {
    return new ComponentStop(why, new EffectiveConfig.Unknown(why, location));
  }

  EffectiveConfig outcome() {
    return outcome;
  }
}
