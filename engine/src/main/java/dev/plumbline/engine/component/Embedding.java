package dev.plumbline.engine.component;

import dev.plumbline.engine.flags.FlagTable;
import dev.plumbline.engine.flags.FlagUse;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Argument.Resolution;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.SourceLocation.Style;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A component that runs within another program, which gives it arguments that are written nowhere.
 *
 * @param program the program, such as {@code k3s}
 */
public record Embedding(String program) {

  /**
   * The releases whose own arguments are known, by program; see BuiltInArguments of the collector.
   */
  private static final Map<String, List<String>> RELEASES =
      Map.of("k3s", List.of("1.29", "1.30", "1.31", "1.32", "1.33", "1.34", "1.35", "1.36"));

  /** Empty for a component that runs by itself. */
  public static Optional<Embedding> of(Component component) {
    return component.arguments().stream()
        .filter(Embedding::isBuiltIn)
        .findFirst()
        .map(argument -> new Embedding(argument.place().file()));
  }

  private static boolean isBuiltIn(Argument argument) {
    return argument.place().style() == Style.BUILT_IN;
  }

  /** Whether every use of a flag is the program's own. */
  static boolean isBuiltIn(Component component, List<FlagUse> uses) {
    return !uses.isEmpty()
        && uses.stream()
            .allMatch(
                use ->
                    use.index() < component.arguments().size()
                        && isBuiltIn(component.arguments().get(use.index())));
  }

  /** The component as far as the program's own arguments are known for the release. */
  Component within(Component component, Release release) {
    boolean known =
        !(release instanceof Release.Known one) || isKnown("v" + one.version().replace("v", ""));
    return known || component.name().equals("etcd")
        ? component
        : component.with(
            component.arguments().stream().map(Embedding::withoutValue).toList(),
            component.files());
  }

  private static Argument withoutValue(Argument argument) {
    return isBuiltIn(argument)
        ? new Argument(argument.value(), Resolution.UNRESOLVED, argument.place())
        : argument;
  }

  /** Whether a release that the component may be is one of those that are known. */
  boolean isPossible(FlagTable table) {
    return isKnown(table.version());
  }

  private boolean isKnown(String version) {
    return RELEASES.getOrDefault(program, List.of()).stream()
        .anyMatch(minor -> version.startsWith("v" + minor + "."));
  }

  /** What gives the values, for people. */
  String basis(FlagTable table) {
    return program + " " + table.version().replaceFirst("^(v\\d+\\.\\d+).*", "$1");
  }
}
