package dev.plumbline.engine.component;

import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.flags.FlagUse;
import dev.plumbline.engine.flags.GoValue;
import dev.plumbline.evidence.Argument.Resolution;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which feature gates are on.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/">feature
 *     gates</a>
 */
final class FeatureGates {

  static final String FLAG = "feature-gates";

  /** They change every gate of a stage, and the tables do not have the gates' stages. */
  private static final Set<String> OF_A_STAGE = Set.of("AllAlpha", "AllBeta");

  private FeatureGates() {}

  static void describe(ParsedComponent component) {
    component
        .table()
        .featureGates()
        .forEach(
            (gate, on) ->
                component
                    .facts()
                    .put(
                        InputRef.featureGate(gate),
                        component.isExactRelease()
                            ? new Fact.Default(on, component.table().basis())
                            : unknownDefault(gate)));
    component.facts().rest(InputRef.FEATURE_GATES, input -> unlisted(component, input));
    boolean unresolved =
        component.parsed().usesOf(FLAG).stream()
            .anyMatch(use -> use.resolution() == Resolution.UNRESOLVED);
    if (unresolved) {
      unknownUnlessExplicit(
          component,
          new Fact.Unknown(
              "the value of --feature-gates is known only where the component runs",
              component.locations(FLAG)));
    }
    for (FlagUse use : component.parsed().usesOf(FLAG)) {
      set(component, gates(use.value()), List.of(component.location(FLAG)));
    }
  }

  /** Sets gates that one source gives; they count more than any before. */
  static void set(
      ParsedComponent component, Map<String, Boolean> gates, List<EvidenceRef> locations) {
    for (String stage : OF_A_STAGE) {
      if (gates.containsKey(stage)) {
        unknownUnlessExplicit(
            component,
            new Fact.Unknown(
                "the feature gate " + stage + " is set, and which gates it changes is not known",
                locations));
      }
    }
    gates.forEach(
        (gate, on) -> component.facts().explicit(InputRef.featureGate(gate), on, locations));
  }

  /**
   * Leaves every gate that is not explicit undetermined, for the reason that a fact gives; but for
   * those that are locked to their default, which no setting changes.
   */
  static void unknownUnlessExplicit(ParsedComponent component, Fact why) {
    for (String gate : component.table().featureGates().keySet()) {
      InputRef input = InputRef.featureGate(gate);
      boolean explicit = component.facts().get(input).orElse(null) instanceof Fact.Explicit;
      if (!explicit && !component.table().isLocked(gate)) {
        component.facts().put(input, why);
      }
    }
  }

  private static Fact unknownDefault(String gate) {
    return Fact.unknown(
        "the feature gate " + gate + " is not set, and its default in this release is not known");
  }

  private static Fact unlisted(ParsedComponent component, InputRef input) {
    return component.isExactRelease()
        ? new Fact.Absent(component.table().basis() + " has no feature gate " + input.name())
        : Fact.unknown("whether this release has a feature gate " + input.name() + " is not known");
  }

  /** {@code Gate=bool} or {@code kube:Gate=bool}, separated by commas. */
  private static Map<String, Boolean> gates(String value) {
    Map<String, Boolean> gates = new HashMap<>();
    for (String pair : value.split(",", -1)) {
      String[] parts = pair.substring(pair.indexOf(':') + 1).strip().split("=", 2);
      if (parts.length == 2) {
        gates.put(parts[0].strip(), GoValue.isTrue(parts[1].strip()));
      }
    }
    return gates;
  }
}
