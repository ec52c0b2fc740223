package dev.plumbline.collector.k3s;

import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.SourceLocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The arguments of one component: what k3s gives it, and what people add. An argument replaces that
 * of k3s; one whose name ends in {@code +} is given after it, in {@code -} before it.
 *
 * @see <a href="https://github.com/k3s-io/k3s/blob/v1.36.3%2Bk3s1/pkg/util/args.go">GetArgs</a>,
 *     the same from v1.29 on
 */
final class ExtraArguments {

  private static final String HYPHENS = "--";

  private final Map<String, Argument> initial = new HashMap<>();

  /** By name, as k3s sorts them. */
  private final Map<String, List<Argument>> merged = new TreeMap<>();

  private ExtraArguments(Map<String, String> builtIn, SourceLocation place) {
    builtIn.forEach(
        (name, value) -> initial.put(name, BuiltInArguments.argument(name, value, place)));
  }

  /**
   * @param builtIn what k3s itself gives, by name
   * @param place what stands for the place of those
   * @param extra what people add, in order
   */
  static List<Argument> merge(
      Map<String, String> builtIn, SourceLocation place, List<Option> extra) {
    ExtraArguments arguments = new ExtraArguments(builtIn, place);
    extra.forEach(arguments::add);
    arguments.initial.forEach((name, argument) -> arguments.merged.put(name, List.of(argument)));
    return arguments.merged.values().stream().flatMap(List::stream).toList();
  }

  private void add(Option option) {
    String[] parts = name(option).split("=", 2);
    String value = parts.length == 2 ? parts[1] : "true";
    String name = parts[0].replaceFirst("[-+]+$", "");
    Argument argument = Argument.known(HYPHENS + name + "=" + value, option.place());
    List<Argument> values = new ArrayList<>(merged.getOrDefault(name, List.of()));
    Argument own = initial.remove(name);
    if (parts[0].endsWith("-")) {
      if (own != null) {
        values.add(0, own);
      }
      values.add(0, argument);
    } else {
      if (own != null && parts[0].endsWith("+")) {
        values.add(0, own);
      }
      values.add(argument);
    }
    merged.put(name, values);
  }

  private static String name(Option option) {
    String text = option.value();
    return text.startsWith(HYPHENS) ? text.substring(HYPHENS.length()) : text;
  }

  /** The value that a flag is given, as k3s itself looks for it; empty when it is not given. */
  static String value(String flag, List<Option> extra) {
    for (Option option : extra) {
      String[] parts = name(option).split("=", 2);
      if (parts[0].equals(flag) && parts.length == 2) {
        return parts[1];
      }
    }
    return "";
  }
}
