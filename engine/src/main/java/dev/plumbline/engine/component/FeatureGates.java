package dev.plumbline.engine.component;

import dev.plumbline.engine.component.Components.Subject;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.flags.FlagTable;
import dev.plumbline.engine.flags.FlagUse;
import dev.plumbline.engine.flags.GoValue;
import dev.plumbline.evidence.Argument.Resolution;
import java.util.HashMap;
import java.util.Map;

/**
 * Which feature gates are on.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/">feature
 *     gates</a>
 */
final class FeatureGates {

  static final String FLAG = "feature-gates";

  private FeatureGates() {}

  static void describe(Subject subject, Facts.Builder facts) {
    subject.table().featureGates().forEach((name, on) -> facts.put("featureGates", name, on));
    if (subject.table().completeness() == FlagTable.Completeness.OTHER_RELEASE) {
      facts.untold(
          "featureGates", "the release isn't known, and with it what its feature gates are");
    }
    for (FlagUse use : subject.parsed().usesOf(FLAG)) {
      if (use.resolution() == Resolution.UNRESOLVED) {
        facts.untold("featureGates", "the value of --feature-gates is only known in the container");
      }
      given(use.value())
          .forEach(
              (name, on) -> {
                facts.put("featureGates", name, on);
                facts.given("featureGates." + name);
                facts.seen("featureGates." + name, subject.seen(FLAG));
              });
    }
  }

  /** {@code Gate=bool} or {@code kube:Gate=bool}, separated by commas. */
  private static Map<String, Boolean> given(String value) {
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
