package dev.plumbline.report.plan;

import dev.plumbline.engine.component.Components;
import dev.plumbline.engine.component.Components.AcceptedArguments;
import dev.plumbline.engine.flags.FlagUse;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Excerpt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The arguments of an installer's configuration in the place of those of the same flags that a node
 * has. So every installer does that is read: what its configuration names takes the place of what
 * it would set by itself. What the configuration leaves out is the installer's choice, of which the
 * node's own arguments are all that is known.
 */
final class LaidArguments {

  private LaidArguments() {}

  static Component over(Component own, Component file, Release release) {
    Set<String> flags =
        file.arguments().stream()
            .map(LaidArguments::flag)
            .filter(flag -> !flag.isEmpty())
            .collect(Collectors.toSet());
    List<Argument> arguments = new ArrayList<>(without(flags, own, release));
    arguments.addAll(file.arguments());
    boolean released = Release.of(own.name(), file.image(), "").isPresent();
    return new Component(
        own.name(),
        own.source(),
        own.place(),
        released ? file.image() : own.image(),
        arguments,
        own.environment(),
        own.surroundings(),
        own.attributes(),
        LaidManifest.files(own, file),
        Excerpt.none());
  }

  /** A component's arguments but for those that set some flags. */
  private static List<Argument> without(Set<String> flags, Component own, Release release) {
    Optional<AcceptedArguments> accepted = Components.accepted(own, release);
    Set<Integer> left =
        accepted.isPresent() ? parsed(flags, accepted.get()) : written(flags, own.arguments());
    List<Argument> kept = new ArrayList<>();
    for (int i = 0; i < own.arguments().size(); i++) {
      if (!left.contains(i)) {
        kept.add(own.arguments().get(i));
      }
    }
    return kept;
  }

  private static Set<Integer> parsed(Set<String> flags, AcceptedArguments accepted) {
    Set<Integer> left = new HashSet<>();
    for (FlagUse use : accepted.flags().uses()) {
      if (flags.contains(use.flag())) {
        for (int i = 0; i < use.width(); i++) {
          left.add(use.index() + i);
        }
      }
    }
    return left;
  }

  /** Of arguments that no release takes: the component is refused whatever is laid over it. */
  private static Set<Integer> written(Set<String> flags, List<Argument> arguments) {
    Set<Integer> left = new HashSet<>();
    for (int i = 0; i < arguments.size(); i++) {
      if (flags.contains(flag(arguments.get(i)))) {
        left.add(i);
      }
    }
    return left;
  }

  /** The flag that an argument sets, as the component names it; empty when it sets none. */
  static String flag(Argument argument) {
    String text = argument.value();
    if (!text.startsWith("-")) {
      return "";
    }
    return text.substring(text.startsWith("--") ? 2 : 1).split("=", 2)[0].replace('_', '-');
  }
}
