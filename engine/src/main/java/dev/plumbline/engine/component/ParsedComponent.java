package dev.plumbline.engine.component;

import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.flags.FlagDefinition;
import dev.plumbline.engine.flags.FlagTable;
import dev.plumbline.engine.flags.FlagTable.Completeness;
import dev.plumbline.engine.flags.ParsedFlags;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Component.Source;
import dev.plumbline.evidence.SourceLocation;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A component whose arguments one release's table takes, and the facts gathered of it so far.
 *
 * @param table the release's flags
 */
record ParsedComponent(
    Component component, FlagTable table, ParsedFlags.Accepted parsed, Facts.Builder facts) {

  String name() {
    return component.name();
  }

  boolean isExplicit(String flag) {
    return parsed.isUsed(flag);
  }

  /** The text that a flag has in force; empty when it has none, or none that is known. */
  String text(String flag) {
    return facts.text(InputRef.flag(flag));
  }

  /** The value that a flag has in force. */
  Optional<Object> value(String flag) {
    return facts.get(InputRef.flag(flag)).flatMap(Fact::inForce);
  }

  /** Why a flag's value could not be determined; empty when it could. */
  Optional<Fact> undetermined(String flag) {
    return facts.get(InputRef.flag(flag)).filter(Fact::isUndetermined);
  }

  /** It has started with its arguments and files, whatever these are by now. */
  boolean isRunning() {
    return isRunning(component);
  }

  static boolean isRunning(Component component) {
    return component.source() == Source.PROCESS || isLive(component);
  }

  /** Its flags are the values in force as it prints them, and not what it was started with. */
  boolean isLive() {
    return isLive(component);
  }

  static boolean isLive(Component component) {
    return component.source() == Source.LIVE;
  }

  boolean isInstallersConfig() {
    return component.source() == Source.CONFIGURATION;
  }

  /** Whether a file of the node describes it, which has a mode and an owner. */
  boolean isOnDisk() {
    return component.source() == Source.MANIFEST || component.source() == Source.ARGUMENT_FILE;
  }

  /** Whether the table is of the component's own release. */
  boolean isExactRelease() {
    return table.isExact();
  }

  /**
   * Whether a default of the table is that of the release: the table is the release's own, or the
   * releases before and after agree. Beyond the known releases nothing confirms it.
   */
  boolean isKnown(Function<FlagTable, Object> byDefault) {
    return table.completeness() != Completeness.OTHER_RELEASE && table.agree(byDefault);
  }

  /** A default that could not be determined, and what to do. */
  Fact unknownDefault(String subject) {
    return Fact.unknown(
        subject
            + " is not set, and its default in this release is not known; the known releases are "
            + table.known()
            + " (set it explicitly, or use a version of Plumbline that knows the release)");
  }

  /** Where a flag is given; the component's start when it is not. */
  EvidenceRef location(String flag) {
    return parsed.lastUse(flag).map(use -> at(component, use.index())).orElse(start(component));
  }

  List<EvidenceRef> locations(String flag) {
    return isExplicit(flag) ? List.of(location(flag)) : List.of();
  }

  Optional<FlagDefinition> flag(String name) {
    return table.flag(name);
  }

  static EvidenceRef at(Component component, int index) {
    if (index >= component.arguments().size()) {
      return start(component);
    }
    Argument argument = component.arguments().get(index);
    return argument.place().style() == SourceLocation.Style.BUILT_IN
        ? start(component)
        : EvidenceRef.at(argument.place(), argument.value());
  }

  /** The location to point at when no argument is. */
  static EvidenceRef start(Component component) {
    return EvidenceRef.at(component.place(), component.name());
  }
}
