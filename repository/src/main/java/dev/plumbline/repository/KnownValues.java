package dev.plumbline.repository;

import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Argument.Resolution;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Arguments and settings without those whose value is not final, which become problems. */
final class KnownValues {

  private KnownValues() {}

  /**
   * The arguments with a known name. The value of one with a placeholder is unresolved, so that
   * nothing but its flag is unknown.
   */
  static List<Argument> of(String component, List<Argument> arguments, Problems problems) {
    List<Argument> known = new ArrayList<>();
    for (Argument argument : arguments) {
      String name = argument.value().split("=", 2)[0];
      boolean named = !Placeholder.isEncrypted(name) && !Placeholder.isTemplate(name);
      if (!named || Placeholder.isEncrypted(argument.value())) {
        why(named ? name : "an argument", argument.value())
            .ifPresent(why -> problems.add(new Problem(component, argument.place(), why)));
      } else if (Placeholder.isTemplate(argument.value())) {
        known.add(new Argument(argument.value(), Resolution.UNRESOLVED, argument.place()));
      } else {
        known.add(argument);
      }
    }
    return known;
  }

  static List<Setting> ofSettings(String component, List<Setting> settings, Problems problems) {
    List<Setting> known = new ArrayList<>();
    for (Setting setting : settings) {
      Optional<String> why = why(setting.path(), setting.value());
      why.ifPresent(reason -> problems.add(new Problem(component, setting.place(), reason)));
      if (why.isEmpty()) {
        known.add(setting);
      }
    }
    return known;
  }

  /** Why a value is not known; empty when it is. */
  private static Optional<String> why(String name, String value) {
    if (Placeholder.isEncrypted(value)) {
      return Optional.of(
          "has "
              + name
              + " encrypted with SOPS, so its value is unknown; check the decrypted file");
    }
    // The name of a setting may be one to be rendered too, such as that of a provider.
    return Placeholder.isTemplate(value) || Placeholder.isTemplate(name)
        ? Optional.of(
            "has a placeholder of a template in "
                + name
                + "; render the template and check the result")
        : Optional.empty();
  }
}
