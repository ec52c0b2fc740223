package dev.plumbline.engine.remediation;

import dev.plumbline.engine.catalogue.FixSpec;
import dev.plumbline.engine.component.Components;
import dev.plumbline.engine.component.Components.AcceptedArguments;
import dev.plumbline.engine.component.KubeApiserver;
import dev.plumbline.engine.flags.FlagUse;
import dev.plumbline.engine.flags.ParsedFlags;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.engine.remediation.Remedies.Remedy;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.SourceLocation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives an installer's configuration other values for the flags that it sets. A flag that it leaves
 * out isn't added: where it would stand differs with each installer.
 */
final class InstallerConfigFix {

  private static final String MODE = "authorization-mode";

  private final Component component;
  private final ParsedFlags.Accepted flags;
  private final List<TextEdit> edits = new ArrayList<>();
  private final List<Argument> arguments;

  private InstallerConfigFix(Component component, ParsedFlags.Accepted flags) {
    this.component = component;
    this.flags = flags;
    this.arguments = new ArrayList<>(component.arguments());
  }

  /** For a control about authorizers: those that let in by rule, with Node and RBAC. */
  static Optional<Remedy> ofAuthorizers(Component component, Release release) {
    return KubeApiserver.chain(component, release)
        .flatMap(
            chain -> {
              Set<String> types = new LinkedHashSet<>(List.of("Node", "RBAC"));
              types.addAll(chain.typesByRule());
              return new InstallerConfigFix(component, chain.flags())
                  .to(Map.of(MODE, String.join(",", types)));
            });
  }

  /**
   * For the edits that a control names; a field of a configuration file by the flag that sets it.
   */
  static Optional<Remedy> of(Component component, FixSpec fix, Release release) {
    Optional<AcceptedArguments> accepted = Components.accepted(component, release);
    if (accepted.isEmpty()) {
      return Optional.empty();
    }
    ParsedFlags.Accepted flags = accepted.get().flags();
    Map<String, String> wanted = new LinkedHashMap<>(fix.flags());
    fix.remove()
        .forEach(
            (flag, element) -> {
              List<String> left = new ArrayList<>(flags.values(flag));
              left.remove(element);
              wanted.put(flag, String.join(",", left));
            });
    fix.config()
        .forEach(
            (field, value) ->
                accepted
                    .get()
                    .table()
                    .flagOf(field)
                    .ifPresent(flag -> wanted.put(flag.name(), FixSpec.asFlag(value))));
    return wanted.isEmpty()
        ? Optional.empty()
        : new InstallerConfigFix(component, flags).to(wanted);
  }

  private Optional<Remedy> to(Map<String, String> wanted) {
    for (Map.Entry<String, String> flag : wanted.entrySet()) {
      if (!set(flag.getKey(), flag.getValue())) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new Remedy(component.excerpt(), edits, component.with(arguments, component.files())));
  }

  private boolean set(String flag, String value) {
    List<FlagUse> uses = flags.usesOf(flag);
    if (uses.size() != 1 || value.isEmpty() || value.contains("'") || value.contains("\"")) {
      return false;
    }
    int index = uses.get(0).index();
    Argument old = arguments.get(index);
    Optional<String> written =
        written(old.place())
            .flatMap(text -> replaced(text, old.value().substring(flag.length() + 3), value));
    if (written.isEmpty()) {
      return false;
    }
    SourceLocation at = old.place();
    edits.add(new TextEdit(at.line(), at.column(), at.endLine(), at.endColumn(), written.get()));
    arguments.set(index, Argument.known("--" + flag + "=" + value, at));
    return true;
  }

  /** The scalar as it stands in the file, its quotes with it. */
  private Optional<String> written(SourceLocation place) {
    if (!place.file().equals(component.excerpt().file())) {
      return Optional.empty();
    }
    return component.excerpt().lines().stream()
        .filter(line -> line.number() == place.line() && place.endLine() == place.line())
        .map(Excerpt.Line::text)
        .filter(text -> place.endColumn() <= text.length())
        .map(text -> text.substring(place.column(), place.endColumn()))
        .findFirst();
  }

  /**
   * The same with another value, in the same quotes. Without quotes a word stays a word, and a
   * boolean or a number one of its kind: another kind might be refused.
   */
  private static Optional<String> replaced(String written, String old, String value) {
    String quote =
        written.startsWith("\"") || written.startsWith("'") ? written.substring(0, 1) : "";
    String inner = written.substring(quote.length(), written.length() - quote.length());
    boolean fits = !quote.isEmpty() || inner.endsWith("=" + old) || isWord(old) == isWord(value);
    if (!fits || !inner.equals(old) && !inner.endsWith("=" + old)) {
      return Optional.empty();
    }
    String before = inner.substring(0, inner.length() - old.length());
    return Optional.of(quote + before + value + quote);
  }

  private static boolean isWord(String value) {
    return !value.matches("true|false|-?\\d+")
        && Arrays.stream(value.split(",", -1)).noneMatch(String::isEmpty);
  }
}
