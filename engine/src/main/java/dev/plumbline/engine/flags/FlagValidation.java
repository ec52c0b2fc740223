package dev.plumbline.engine.flags;

import static dev.plumbline.engine.flags.ArgumentReader.quoted;

import dev.plumbline.evidence.Argument.Resolution;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a component requires of its flags once they are parsed, as far as the flag tables hold it.
 */
final class FlagValidation {

  private final FlagTable table;
  private final ParsedFlags.Accepted flags;
  private final boolean otherGates;

  FlagValidation(FlagTable table, ParsedFlags.Accepted flags) {
    this.table = table;
    this.flags = flags;
    this.otherGates =
        !table.isExact()
            || flags.uses().stream().anyMatch(use -> use.flag().equals("emulated-version"));
  }

  ParsedFlags outcome() {
    try {
      refuseExit();
      for (FlagUse use : flags.uses()) {
        if (use.resolution() == Resolution.RESOLVED) {
          validate(use);
        }
      }
      return flags;
    } catch (ParsingStopped stopped) {
      return stopped.outcome();
    }
  }

  /** A component that prints its help or its version does nothing else. */
  private void refuseExit() throws ParsingStopped {
    Map<String, FlagUse> last = new LinkedHashMap<>();
    flags.uses().forEach(use -> last.put(use.flag(), use));
    FlagUse help = last.get("help");
    if (help != null && GoValue.isTrue(help.value())) {
      throw refused(help, "--help prints the help and exits");
    }
    FlagUse version = last.get("version");
    if (version != null && (version.value().equals("raw") || GoValue.isTrue(version.value()))) {
      throw refused(version, "--version prints the version and exits");
    }
  }

  private void validate(FlagUse use) throws ParsingStopped {
    // etcd's own gates are not among those that a table lists.
    if (use.flag().equals("feature-gates") && !table.featureGates().isEmpty()) {
      featureGates(use);
    }
    if (use.flag().equals("runtime-config")) {
      runtimeConfig(use);
    }
    List<String> allowed = table.flag(use.flag()).map(FlagDefinition::values).orElse(List.of());
    if (!allowed.isEmpty() && table.isExact()) {
      for (String value : GoCsv.firstRecord(use.value()).orElse(List.of())) {
        if (!allowed.contains(value)) {
          throw refused(use, "--" + use.flag() + ": " + quoted(value) + " is unknown");
        }
      }
    }
  }

  /** Keys are {@code group/version} or {@code group/version/resource}. */
  private static void runtimeConfig(FlagUse use) throws ParsingStopped {
    for (String pair : use.value().split(",", -1)) {
      String key = GoText.trim(pair.split("=", 2)[0]);
      long parts = 1 + key.chars().filter(c -> c == '/').count();
      if (!key.isEmpty() && !key.equals("v1") && parts != 2 && parts != 3) {
        throw refused(use, "--runtime-config: invalid key " + quoted(key));
      }
    }
  }

  /** {@code Gate=bool}, separated by commas. */
  private void featureGates(FlagUse use) throws ParsingStopped {
    FlagDefinition flag = table.flag(use.flag()).orElseThrow();
    for (String pair : use.value().split(",", -1)) {
      String gate = flag.gate(pair);
      if (!gate.isEmpty() && !otherGates) {
        featureGate(use, gate);
      }
    }
  }

  private void featureGate(FlagUse use, String gate) throws ParsingStopped {
    int equals = gate.indexOf('=');
    String name = GoText.trim(equals < 0 ? gate : gate.substring(0, equals));
    if (equals < 0) {
      throw refused(use, "missing bool value for feature gate " + quoted(name));
    }
    String value = GoText.trim(gate.substring(equals + 1));
    if (GoValue.complaint("bool", value).isPresent()) {
      throw refused(use, "invalid value of feature gate " + quoted(gate));
    }
    if (table.gate(name).isEmpty()) {
      if (table.otherGates() == FlagTable.OtherGates.IGNORED) {
        return;
      }
      throw refused(use, "unrecognized feature gate: " + quoted(name));
    }
  }

  private static ParsingStopped refused(FlagUse use, String why) {
    return ParsingStopped.refused(use.index(), why);
  }
}
