package dev.plumbline.engine.catalogue;

import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.finding.Listed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Predicate;

/** Inputs in words: what each is, and whether it is so by default. */
final class FindingMessages {

  /** More files or elements than anybody reads in a line. */
  private static final int MAX_ITEMS = 6;

  /** As {@code stat} prints a mode. */
  private static final int MODE_DIGITS = 3;

  private static final Set<String> STARTS = Set.of("the", "no", "whether", "which", "its");

  private final Predicate<Map<?, ?>> offends;

  /**
   * @param offends files that are not as they should be: where there are any, only they are named
   */
  FindingMessages(Predicate<Map<?, ?>> offends) {
    this.offends = offends;
  }

  /** One sentence for each input. */
  String of(Collection<InputRef> inputs, Facts facts) {
    StringJoiner sentences = new StringJoiner(" ");
    for (InputRef input : inputs) {
      if (!reportedByItsFlag(input, inputs)) {
        sentences.add(sentence(of(input, facts)));
      }
    }
    return sentences.toString();
  }

  /** Names of flags, fields, files and programs keep their first letter. */
  private static String sentence(String clause) {
    boolean word = STARTS.contains(clause.substring(0, Math.max(0, clause.indexOf(' '))));
    String start = word ? Character.toUpperCase(clause.charAt(0)) + clause.substring(1) : clause;
    return start.endsWith(".") ? start : start + ".";
  }

  /** That a document isn't there, its flag says; whether a value is explicit, the value. */
  private static boolean reportedByItsFlag(InputRef input, Collection<InputRef> inputs) {
    return input.isOf(InputRef.EXPLICIT)
        || input.isOf(InputRef.DOCUMENTS) && inputs.contains(InputRef.flag(input.name()));
  }

  private String of(InputRef input, Facts facts) {
    Fact fact = facts.of(input);
    if (fact instanceof Fact.Unknown unknown) {
      return unknown.why();
    }
    if (fact instanceof Fact.OutOfScope outOfScope) {
      return outOfScope.why();
    }
    if (fact instanceof Fact.Absent absent) {
      return absent.whereLooked();
    }
    if (input.isOf(InputRef.FILES)) {
      return files(input.name(), fact.inForce());
    }
    String byDefault = fact instanceof Fact.Default d ? ", the default of " + d.basis() : "";
    return value(input, fact.inForce().orElse("")) + byDefault;
  }

  private static String value(InputRef input, Object value) {
    return switch (input.variable()) {
      case InputRef.FLAGS -> "--" + input.name() + " is " + text(value);
      case InputRef.FEATURE_GATES -> "the feature gate " + input.name() + " is " + text(value);
      case InputRef.ADMISSION_PLUGINS ->
          "the admission plugin "
              + input.name()
              + (Boolean.TRUE.equals(value) ? " is enabled" : " is not enabled");
      case InputRef.DOCUMENTS -> "--" + input.name() + " names a file";
      default -> input.name() + " is " + text(value);
    };
  }

  private String files(String name, Optional<Object> value) {
    if (!(value.orElse(null) instanceof List<?> files) || files.isEmpty()) {
      return "no " + name.replace('-', ' ') + " was found";
    }
    List<Map<?, ?>> all = new ArrayList<>();
    files.forEach(file -> all.add((Map<?, ?>) file));
    List<Map<?, ?>> offending = all.stream().filter(offends).toList();
    return Listed.first(
        (offending.isEmpty() ? all : offending).stream().map(FindingMessages::file).toList(),
        MAX_ITEMS);
  }

  private static String file(Map<?, ?> file) {
    String mode = Long.toOctalString(file.get("mode") instanceof Long number ? number : 0L);
    return file.get("path")
        + " has mode "
        + "0".repeat(Math.max(0, MODE_DIGITS - mode.length()))
        + mode
        + " and owner "
        + file.get("owner")
        + ":"
        + file.get("group");
  }

  private static String text(Object value) {
    if (value instanceof List<?> list) {
      return list.isEmpty()
          ? "empty"
          : Listed.first(list.stream().map(Objects::toString).toList(), MAX_ITEMS);
    }
    if (value instanceof Duration duration) {
      return duration.isZero() ? "0s" : duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }
    return value.equals("") ? "empty" : value.toString();
  }
}
