package dev.plumbline.engine.catalogue;

import dev.plumbline.engine.fact.Facts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Inputs in words: what each is, and whether it is so by default. */
final class FindingMessages {

  /** More files or elements than anybody reads in a line. */
  private static final int MAX_ITEMS = 6;

  private final Predicate<Map<?, ?>> offends;

  /**
   * @param offends files that are not as they should be: where there are any, only they are named
   */
  FindingMessages(Predicate<Map<?, ?>> offends) {
    this.offends = offends;
  }

  String of(Collection<String> inputs, Facts facts) {
    return inputs.stream()
        .filter(input -> !saidByItsFlag(input, inputs))
        .map(input -> of(input, facts))
        .collect(Collectors.joining("; "));
  }

  /** That a document isn't there, its flag says. */
  private static boolean saidByItsFlag(String input, Collection<String> inputs) {
    return input.startsWith("documents.")
        && inputs.contains("flags." + input.substring("documents.".length()));
  }

  private String of(String input, Facts facts) {
    int dot = input.indexOf('.');
    String variable = dot < 0 ? input : input.substring(0, dot);
    String name = input.substring(dot + 1);
    Optional<Object> value = facts.value(input);
    String byDefault = facts.given().contains(input) ? "" : ", the default";
    return switch (variable) {
      case "flags" ->
          value
              .map(v -> "--" + name + " is " + text(v) + byDefault)
              .orElse("this release has no --" + name);
      case "config" ->
          value.map(v -> name + " is " + text(v) + byDefault).orElse(name + " isn't set");
      case "featureGates" ->
          value
              .map(v -> "the feature gate " + name + " is " + text(v) + byDefault)
              .orElse("this release has no feature gate " + name);
      case "files" -> files(name, value);
      case "documents" ->
          value.isPresent() ? "--" + name + " names a file" : "--" + name + " isn't set";
      case "admissionPlugins" ->
          "admission plugins that are on: " + value.map(FindingMessages::all).orElse("");
      default -> value.map(v -> input + " is " + text(v)).orElse("there is no " + input);
    };
  }

  private String files(String name, Optional<Object> value) {
    if (!(value.orElse(null) instanceof List<?> files) || files.isEmpty()) {
      return "there is no " + name.replace('-', ' ') + " here";
    }
    List<Map<?, ?>> all = new ArrayList<>();
    files.forEach(file -> all.add((Map<?, ?>) file));
    List<Map<?, ?>> offending = all.stream().filter(offends).toList();
    return shortened(
        (offending.isEmpty() ? all : offending).stream().map(FindingMessages::file).toList());
  }

  private static String file(Map<?, ?> file) {
    long mode = file.get("mode") instanceof Long number ? number : 0L;
    return String.format(
        Locale.ROOT,
        "%s is %03o %s:%s",
        file.get("path"),
        mode,
        file.get("owner"),
        file.get("group"));
  }

  private static String text(Object value) {
    if (value instanceof List<?> list) {
      return list.isEmpty() ? "empty" : shortened(list.stream().map(Objects::toString).toList());
    }
    if (value instanceof Duration duration) {
      return duration.isZero() ? "0s" : duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }
    return value.equals("") ? "empty" : value.toString();
  }

  private static String all(Object list) {
    return list instanceof List<?> items
        ? items.stream().map(Objects::toString).collect(Collectors.joining(", "))
        : text(list);
  }

  private static String shortened(List<String> items) {
    String shown = String.join(", ", items.subList(0, Math.min(MAX_ITEMS, items.size())));
    return items.size() > MAX_ITEMS
        ? shown + " and " + (items.size() - MAX_ITEMS) + " more"
        : shown;
  }
}
