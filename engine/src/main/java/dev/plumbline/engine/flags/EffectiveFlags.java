package dev.plumbline.engine.flags;

import dev.plumbline.evidence.Argument.Resolution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The value in force of every flag of a component, given or by default.
 *
 * @param values by flag name: a boolean, a long, a double, a duration, a list of texts, or a text
 * @param given the flags that the arguments set
 * @param untold flags whose value can't be told, and why
 */
public record EffectiveFlags(
    Map<String, Object> values, Set<String> given, Map<String, String> untold) {

  public EffectiveFlags {
    values = Map.copyOf(values);
    given = Set.copyOf(given);
    untold = Map.copyOf(untold);
  }

  public static EffectiveFlags of(FlagTable table, String component, ParsedFlags.Accepted parsed) {
    Map<String, Object> values = new HashMap<>();
    Map<String, String> untold = new HashMap<>();
    Set<String> given = new HashSet<>();
    for (FlagDefinition flag : table.flags()) {
      List<FlagUse> uses = parsed.usesOf(flag.name());
      if (uses.isEmpty()) {
        defaultValue(table, component, flag)
            .ifPresentOrElse(
                value -> values.put(flag.name(), value),
                () -> untold.put(flag.name(), unknownDefault(flag, table)));
      } else {
        given.add(flag.name());
        values.put(flag.name(), typed(flag, parsed.values(flag.name())));
        if (uses.stream().anyMatch(use -> use.resolution() == Resolution.UNRESOLVED)) {
          untold.put(
              flag.name(), "the value of --" + flag.name() + " is only known in the container");
        }
      }
    }
    // A release that has no table may have flags that no table has.
    for (FlagUse use : parsed.uses()) {
      if (table.flag(use.flag()).isEmpty()) {
        given.add(use.flag());
        values.put(use.flag(), use.value());
      }
    }
    return new EffectiveFlags(values, given, untold);
  }

  private static String unknownDefault(FlagDefinition flag, FlagTable table) {
    return "--"
        + flag.name()
        + " isn't set, and its default isn't known for this release (known up to "
        + table.version()
        + ")";
  }

  /** Of another release than the tables', a default counts only when they all agree on it. */
  private static Optional<Object> defaultValue(
      FlagTable table, String component, FlagDefinition flag) {
    boolean agreed =
        table.completeness() == FlagTable.Completeness.SAME_RELEASE
            || FlagTable.all(component).stream()
                .allMatch(
                    other ->
                        other
                            .flag(flag.name())
                            .map(FlagDefinition::defaultValue)
                            .filter(flag.defaultValue()::equals)
                            .isPresent());
    return agreed ? Optional.of(printed(flag, flag.defaultValue())) : Optional.empty();
  }

  /**
   * The value that pflag prints as this text: lists stand in brackets, and an address that isn't
   * there is {@code <nil>}.
   */
  public static Object printed(FlagDefinition flag, String text) {
    return typed(flag, texts(flag, text));
  }

  private static List<String> texts(FlagDefinition flag, String text) {
    if (flag.isList() || flag.isArray()) {
      String items = text.replaceAll("^\\[|\\]$", "");
      return GoCsv.firstRecord(items).orElse(List.of(items));
    }
    return List.of(text.equals("<nil>") ? "" : text);
  }

  /** What pflag makes of the last value, or of all of a list's. */
  public static Object typed(FlagDefinition flag, List<String> texts) {
    if (flag.isList() || flag.isArray()) {
      return new ArrayList<>(texts);
    }
    String text = texts.isEmpty() ? "" : texts.get(texts.size() - 1);
    return switch (flag.type()) {
      case "bool" -> GoValue.isTrue(text);
      case "int", "int32", "int64", "uint", "uint64" ->
          GoValue.complaint("int64", text).isEmpty() ? GoValue.integer(text) : 0L;
      case "float32", "float64" -> number(text);
      case "duration" -> GoValue.duration(text);
      case "ipport" -> withPort(text, flag.defaultValue());
      default -> text;
    };
  }

  /** An address alone keeps the port of the default. */
  private static String withPort(String address, String byDefault) {
    boolean alone =
        address.matches("[0-9.]+")
            || address.contains(":") && !address.matches(".*(\\]|\\.\\d+):\\d+");
    String port = byDefault.substring(byDefault.lastIndexOf(':') + 1);
    return alone && !address.isEmpty() ? address + ":" + port : address;
  }

  private static double number(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    try {
      return Double.parseDouble(lower.replaceFirst("inf(inity)?", "Infinity"));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
