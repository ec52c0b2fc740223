package dev.plumbline.engine.component;

import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.finding.Printable;
import dev.plumbline.engine.flags.FlagDefinition;
import dev.plumbline.engine.flags.FlagTable;
import dev.plumbline.engine.flags.FlagUse;
import dev.plumbline.engine.flags.FlagValues;
import dev.plumbline.evidence.Argument.Resolution;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The value in force of every flag of a component, explicit or by default. */
final class FlagFacts {

  private FlagFacts() {}

  static void describe(ParsedComponent component) {
    if (component.isLive()) {
      LiveFlagFacts.describe(component);
      return;
    }
    for (FlagDefinition flag : component.table().flags()) {
      InputRef input = InputRef.flag(flag.name());
      component
          .facts()
          .put(
              input,
              component.isExplicit(flag.name())
                  ? explicit(component, flag)
                  : byDefault(component, flag));
    }
    // A release that has no table may have flags that no table has.
    for (FlagUse use : component.parsed().uses()) {
      if (component.flag(use.flag()).isEmpty()) {
        component
            .facts()
            .explicit(InputRef.flag(use.flag()), use.value(), locations(component, use.flag()));
      }
    }
    component.facts().rest(InputRef.FLAGS, input -> unlisted(component, input));
  }

  private static Fact explicit(ParsedComponent component, FlagDefinition flag) {
    List<EvidenceRef> locations = locations(component, flag.name());
    Optional<FlagUse> unresolved =
        component.parsed().usesOf(flag.name()).stream()
            .filter(use -> use.resolution() == Resolution.UNRESOLVED)
            .findFirst();
    List<FlagUse> uses = component.parsed().usesOf(flag.name());
    Optional<Embedding> embedding =
        Embedding.of(component.component())
            .filter(e -> Embedding.isBuiltIn(component.component(), uses));
    if (embedding.isPresent()) {
      return builtIn(component, flag, embedding.get(), unresolved.isPresent());
    }
    return unresolved.isPresent()
        ? new Fact.Unknown(unresolved(flag.name(), unresolved.get().value()), locations)
        : new Fact.Explicit(
            FlagValues.typed(flag, component.parsed().values(flag.name())), locations);
  }

  /** What a program gives the component within it is its default: people can give another. */
  private static Fact builtIn(
      ParsedComponent component, FlagDefinition flag, Embedding embedding, boolean unknown) {
    return unknown
        ? Fact.unknown(
            embedding.program()
                + " gives --"
                + flag.name()
                + " by itself, and its value could not be determined")
        : new Fact.Default(
            FlagValues.typed(flag, component.parsed().values(flag.name())),
            embedding.basis(component.table()));
  }

  /** A template's placeholder is filled in before the component is installed, others in its pod. */
  static String unresolved(String flag, String value) {
    return value.contains("${") || value.contains("{{")
        ? "--" + flag + " is set to the placeholder " + Printable.argument(value)
        : "the value of --" + flag + " is known only where the component runs";
  }

  /** Every argument that is part of a use of the flag. */
  private static List<EvidenceRef> locations(ParsedComponent component, String flag) {
    return component.parsed().usesOf(flag).stream()
        .flatMapToInt(use -> IntStream.range(use.index(), use.index() + use.width()))
        .mapToObj(index -> ParsedComponent.at(component.component(), index))
        .toList();
  }

  /** Of a release without a table, a default counts only when all known releases agree on it. */
  private static Fact byDefault(ParsedComponent component, FlagDefinition flag) {
    Function<FlagTable, Object> question =
        table -> table.flag(flag.name()).map(FlagDefinition::defaultValue);
    return component.table().agree(question)
        ? new Fact.Default(FlagValues.printed(flag, flag.defaultValue()), component.table().basis())
        : component.unknownDefault("--" + flag.name());
  }

  static Fact unlisted(ParsedComponent component, InputRef input) {
    return component.isExactRelease()
        ? new Fact.Absent(component.table().basis() + " has no flag --" + input.name())
        : Fact.unknown(
            "whether this release has a flag --"
                + input.name()
                + " is not known; the known releases are "
                + component.table().known()
                + " (use a version of Plumbline that knows the release)");
  }
}
