package dev.plumbline.cli.example;

import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.catalogue.FixSpec;
import dev.plumbline.engine.flags.FlagTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a control asks a component to be started with, as far as that is a value to be set.
 *
 * @param component its name
 * @param flags values by flag
 * @param config values by field of the component's configuration file, as YAML
 */
record Wanted(String component, Map<String, String> flags, Map<String, String> config) {

  /** An argument in a code block of a remediation. */
  private static final Pattern ARGUMENT =
      Pattern.compile("(?m)^ +- --([a-z0-9-]{1,60})=(\\S{1,500})$");

  Wanted {
    flags = Map.copyOf(flags);
    config = Map.copyOf(config);
  }

  /**
   * The control's own edits; of a control without any, the arguments that its remediation shows.
   *
   * @param table of the release that the examples are for
   */
  static Wanted of(Control control, FlagTable table) {
    Map<String, String> flags = new LinkedHashMap<>(control.fix().flags());
    control.fix().add().forEach(flags::putIfAbsent);
    Map<String, String> config = new LinkedHashMap<>(control.fix().config());
    if (flags.isEmpty() && config.isEmpty()) {
      Matcher shown = ARGUMENT.matcher(control.remediation());
      while (shown.find()) {
        flags.putIfAbsent(shown.group(1), shown.group(2));
      }
    }
    control
        .fix()
        .config()
        .forEach(
            (field, value) ->
                table
                    .flagOf(field)
                    .ifPresent(flag -> flags.putIfAbsent(flag.name(), FixSpec.asFlag(value))));
    return new Wanted(control.component(), flags, config);
  }

  /** The flags with their values, by their names. */
  List<String> arguments(String prefix) {
    return new TreeMap<>(flags)
        .entrySet().stream().map(flag -> prefix + flag.getKey() + "=" + flag.getValue()).toList();
  }

  boolean isEmpty() {
    return flags.isEmpty() && config.isEmpty();
  }

  /** The newest release of which there is a table of the component. */
  static Optional<FlagTable> newest(String component) {
    return FlagTable.all(component).stream().reduce((first, second) -> second);
  }
}
