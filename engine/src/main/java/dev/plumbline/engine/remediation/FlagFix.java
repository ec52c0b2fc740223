package dev.plumbline.engine.remediation;

import dev.plumbline.engine.catalogue.FixSpec;
import dev.plumbline.engine.component.Components;
import dev.plumbline.engine.component.Components.AcceptedArguments;
import dev.plumbline.engine.flags.FlagDefinition;
import dev.plumbline.engine.flags.ParsedFlags;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.engine.remediation.Remedies.Remedy;
import dev.plumbline.evidence.Component;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Gives a manifest's arguments the flags that a control asks for. */
final class FlagFix {

  private FlagFix() {}

  static Optional<Remedy> of(Component component, FixSpec fix, Release release) {
    Optional<AcceptedArguments> accepted = Components.accepted(component, release);
    if (accepted.isEmpty()) {
      return Optional.empty();
    }
    ParsedFlags.Accepted flags = accepted.get().flags();
    FlagEdits edits = new FlagEdits(component, flags);
    fix.unset().stream().filter(flag -> !flags.usesOf(flag).isEmpty()).forEach(edits::unset);
    fix.flags().forEach(edits::set);
    if (isConfiguredByFlags(component, flags)) {
      for (var setting : fix.config().entrySet()) {
        Optional<FlagDefinition> flag = accepted.get().table().flagOf(setting.getKey());
        if (flag.isEmpty()) {
          return Optional.empty();
        }
        edits.set(flag.get().name(), FixSpec.asFlag(setting.getValue()));
      }
    }
    fix.add().forEach((flag, elements) -> elements(edits, flags, flag, elements, true));
    fix.remove().forEach((flag, elements) -> elements(edits, flags, flag, elements, false));
    return edits.remedy();
  }

  /** The arguments of a kubelet without a configuration file are where its settings belong. */
  private static boolean isConfiguredByFlags(Component component, ParsedFlags.Accepted flags) {
    return component.source() == Component.Source.ARGUMENT_FILE && flags.usesOf("config").isEmpty();
  }

  private static void elements(
      FlagEdits edits, ParsedFlags.Accepted flags, String flag, String elements, boolean add) {
    Set<String> all = new LinkedHashSet<>(flags.values(flag));
    boolean changed =
        add ? all.addAll(Arrays.asList(elements.split(",", -1))) : all.remove(elements);
    if (!changed) {
      return;
    }
    if (all.isEmpty()) {
      edits.unset(flag);
    } else {
      edits.set(flag, String.join(",", all));
    }
  }
}
