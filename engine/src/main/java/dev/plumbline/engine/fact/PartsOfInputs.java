package dev.plumbline.engine.fact;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The facts of inputs of which only parts are known, such as single settings of a file. */
final class PartsOfInputs {

  private final Map<InputRef, Fact> facts;

  /** What there are parts of. Most inputs have none, so this spares a walk through all facts. */
  private volatile @Nullable Set<InputRef> wholes;

  PartsOfInputs(Map<InputRef, Fact> facts) {
    this.facts = facts;
  }

  /** The parts of an input that are known; empty when none is. */
  Map<InputRef, Fact> of(InputRef input) {
    if (!wholes().contains(input)) {
      return Map.of();
    }
    Map<InputRef, Fact> parts = new LinkedHashMap<>();
    facts.forEach(
        (part, fact) -> {
          if (input.covers(part)) {
            parts.put(part, fact);
          }
        });
    return parts;
  }

  private Set<InputRef> wholes() {
    Set<InputRef> known = wholes;
    if (known == null) {
      known = new HashSet<>();
      for (InputRef input : facts.keySet()) {
        InputRef whole = input;
        while (!whole.path().isEmpty() && known.add(whole.parent())) {
          whole = whole.parent();
        }
      }
      wholes = known;
    }
    return known;
  }
}
