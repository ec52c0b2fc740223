package dev.plumbline.engine.component;

import dev.plumbline.engine.component.Authorization.Outcome;
import dev.plumbline.engine.finding.Seen;
import dev.plumbline.engine.flags.FlagParser;
import dev.plumbline.engine.flags.FlagTable;
import dev.plumbline.engine.flags.FlagUse;
import dev.plumbline.engine.flags.ParsedFlags;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Component.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kube-apiserver as its arguments make it. Controls see it as these facts:
 *
 * <ul>
 *   <li>{@code authorizers}: a list of maps, {@code type} (text) and {@code admitsEverybody} (bool)
 *   <li>{@code authorizationSource}: {@code default}, a flag, or the file that names the
 *       authorizers
 *   <li>{@code flags}: the values in force by flag name, each a list of texts
 * </ul>
 */
public final class KubeApiserver {

  public static final String NAME = "kube-apiserver";

  private KubeApiserver() {}

  /**
   * What a component does by its arguments.
   *
   * @param image the image that its arguments are for; a process doesn't tell it, its manifest does
   */
  public static ComponentView view(Component component, String image) {
    FlagTable table = FlagTable.forImage(NAME, image);
    ParsedFlags parsed = FlagParser.parse(table, component.arguments());
    if (parsed instanceof ParsedFlags.Refused refused) {
      return refusal(component, refused.why(), at(component, refused.index()));
    }
    if (parsed instanceof ParsedFlags.Undecided undecided) {
      return new ComponentView.Untold(undecided.why(), at(component, undecided.index()));
    }
    return settle(component, (ParsedFlags.Accepted) parsed);
  }

  /**
   * The authorizers of a component that starts.
   *
   * @param source the flag or file that says so, or {@code default}
   * @param typesByRule the types that let in only what they have a rule for
   * @param flags the arguments as parsed
   */
  public record Chain(String source, List<String> typesByRule, ParsedFlags.Accepted flags) {
    public Chain {
      typesByRule = List.copyOf(typesByRule);
    }
  }

  /** Empty when it doesn't start, or its authorizers can't be told. */
  public static Optional<Chain> chain(Component component) {
    FlagTable table = FlagTable.forImage(NAME, component.image());
    if (FlagParser.parse(table, component.arguments()) instanceof ParsedFlags.Accepted flags
        && new Authorization(component, flags).decide() instanceof Outcome.Chain chain) {
      List<String> types =
          chain.authorizers().stream()
              .filter(authorizer -> authorizer.admission() == Authorizer.Admission.BY_RULE)
              .map(Authorizer::type)
              .toList();
      return Optional.of(new Chain(chain.source(), types, flags));
    }
    return Optional.empty();
  }

  private static ComponentView settle(Component component, ParsedFlags.Accepted flags) {
    Outcome outcome = new Authorization(component, flags).decide();
    if (outcome instanceof Outcome.Refused refused) {
      return refusal(component, refused.why(), seen(component, flags, refused.flag()));
    }
    if (outcome instanceof Outcome.Untold untold) {
      return new ComponentView.Untold(untold.why(), seen(component, flags, untold.flag()));
    }
    Outcome.Chain chain = (Outcome.Chain) outcome;
    List<Map<String, Object>> authorizers =
        chain.authorizers().stream()
            .map(
                authorizer ->
                    Map.<String, Object>of(
                        "type",
                        authorizer.type(),
                        "admitsEverybody",
                        authorizer.admission() == Authorizer.Admission.EVERYBODY))
            .toList();
    return new ComponentView.Settled(
        Map.of(
            "authorizers", authorizers,
            "authorizationSource", chain.source(),
            "flags", flags.values()),
        places(component, flags));
  }

  /**
   * What runs has started: if the parser says it can't have, then the parser knows another version.
   */
  private static ComponentView refusal(Component component, String why, Seen seen) {
    return component.source() == Source.PROCESS
        ? new ComponentView.Untold(
            "it runs with arguments that a known version would refuse: " + why, seen)
        : new ComponentView.DoesNotStart(why, seen);
  }

  private static Map<String, List<Seen>> places(Component component, ParsedFlags.Accepted flags) {
    Map<String, List<Seen>> places = new HashMap<>();
    for (FlagUse use : flags.uses()) {
      List<Seen> all = places.computeIfAbsent(use.flag(), flag -> new ArrayList<>());
      for (int i = use.index(); i < use.index() + use.width(); i++) {
        all.add(at(component, i));
      }
    }
    return places;
  }

  private static Seen seen(Component component, ParsedFlags.Accepted flags, String flag) {
    return flags.lastUse(flag).map(use -> at(component, use.index())).orElse(start(component));
  }

  private static Seen at(Component component, int index) {
    if (index >= component.arguments().size()) {
      return start(component);
    }
    Argument argument = component.arguments().get(index);
    return new Seen(argument.place().file(), argument.place().line(), argument.value());
  }

  /** The place to point at when no argument is. */
  public static Seen start(Component component) {
    return new Seen(component.place().file(), component.place().line(), component.name());
  }
}
