package dev.plumbline.engine.component;

import dev.plumbline.engine.finding.Seen;
import java.util.List;
import java.util.Map;

/** What one component does, as far as its arguments tell. */
public sealed interface ComponentView {

  /**
   * It runs with these settings.
   *
   * @param facts the variables that a control's expressions see, by name
   * @param flags where each flag is used, by its name
   */
  record Settled(Map<String, Object> facts, Map<String, List<Seen>> flags)
      implements ComponentView {
    public Settled {
      facts = Map.copyOf(facts);
      flags = Map.copyOf(flags);
    }
  }

  /** It exits at once with these arguments. */
  record DoesNotStart(String why, Seen seen) implements ComponentView {}

  /** Something that decides what it does can't be told. */
  record Untold(String why, Seen seen) implements ComponentView {}
}
