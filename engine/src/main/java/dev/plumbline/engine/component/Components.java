package dev.plumbline.engine.component;

import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.flags.EffectiveFlags;
import dev.plumbline.engine.flags.FlagParser;
import dev.plumbline.engine.flags.FlagTable;
import dev.plumbline.engine.flags.FlagUse;
import dev.plumbline.engine.flags.ParsedFlags;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Component.Source;
import java.util.List;
import java.util.Optional;

/**
 * Components as their arguments, environment and files make them. Expressions see each as these
 * variables:
 *
 * <ul>
 *   <li>{@code flags}: the value in force of every flag of the release, by name and of the flag's
 *       type, defaults included
 *   <li>{@code featureGates}: whether each is on
 *   <li>{@code config}: the fields in force of a kubelet's, kube-proxy's or scheduler's
 *       configuration, defaults and overriding flags included
 *   <li>{@code files}: the files that flags and fields name, each a list of {@code path}, {@code
 *       mode}, {@code owner}, {@code group}, {@code uid}, {@code gid}, {@code kind} and {@code
 *       certificates}; empty where nothing is named or there
 *   <li>{@code documents}: the content of files that flags name
 *   <li>{@code admissionPlugins}, {@code authorizers}, {@code authorizationSource}: the API
 *       server's
 * </ul>
 */
public final class Components {

  /** Why nothing else can be told of what only a configuration tells. */
  private static final String NOT_SAID = "is not set in this file, and is decided elsewhere";

  private Components() {}

  /**
   * What a component does.
   *
   * @param release the image or version that its arguments are for; empty when nothing tells
   */
  public static EffectiveConfig view(Component component, String release) {
    FlagTable table = FlagTable.of(component.name(), release);
    ParsedFlags parsed = FlagParser.parse(table, component.arguments());
    if (parsed instanceof ParsedFlags.Refused refused) {
      return refusal(component, refused.why(), at(component, refused.index()));
    }
    if (parsed instanceof ParsedFlags.Undecided undecided) {
      return new EffectiveConfig.Unknown(undecided.why(), at(component, undecided.index()));
    }
    ParsedFlags.Accepted flags = (ParsedFlags.Accepted) parsed;
    try {
      Facts.Builder facts = new Facts.Builder();
      EffectiveFlags effective = EffectiveFlags.of(table, component.name(), flags);
      describeFlags(component, flags, effective, facts);
      if (table.completeness() == FlagTable.Completeness.OTHER_RELEASE) {
        facts.untold(
            Facts.OTHERS,
            "which other flags this release has isn't known; the nearest release that is known is "
                + table.version());
      }
      describe(new Subject(component, table, flags, effective), facts);
      return new EffectiveConfig.Resolved(
          component.source() == Source.CONFIGURATION
              ? facts.build().saying(NOT_SAID)
              : facts.build());
    } catch (Refusal e) {
      return refusal(component, e.why, e.seen);
    } catch (Undecided e) {
      return new EffectiveConfig.Unknown(e.why, e.seen);
    }
  }

  /** What is known of a component before its own settings are looked at. */
  public record Subject(
      Component component, FlagTable table, ParsedFlags.Accepted parsed, EffectiveFlags flags) {

    /** The text that a flag gives; empty when it isn't set. */
    String text(String flag) {
      return flags.values().get(flag) instanceof String text ? text : "";
    }

    /** What can't be told of a flag can't be told of the field that it sets either. */
    void untold(String flag, String input, Facts.Builder facts) {
      Optional.ofNullable(flags.untold().get(flag)).ifPresent(why -> facts.untold(input, why));
    }

    EvidenceRef seen(String flag) {
      return parsed.lastUse(flag).map(use -> at(component, use.index())).orElse(start(component));
    }
  }

  /** It exits at once. */
  public static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final String why;
    private final transient EvidenceRef seen;

    Refusal(String why, EvidenceRef seen) {
      super(why, null, false, false);
      this.why = why;
      this.seen = seen;
    }
  }

  /** Nothing of it can be told. */
  public static final class Undecided extends Exception {
    private static final long serialVersionUID = 1L;
    private final String why;
    private final transient EvidenceRef seen;

    Undecided(String why, EvidenceRef seen) {
      super(why, null, false, false);
      this.why = why;
      this.seen = seen;
    }
  }

  private static void describe(Subject subject, Facts.Builder facts) throws Refusal, Undecided {
    for (String variable : List.of("featureGates", "config", "documents", "files")) {
      facts.declare(variable);
    }
    facts.variable("admissionPlugins", List.of());
    facts.variable("authorizers", List.of());
    facts.variable("authorizationSource", "");
    FeatureGates.describe(subject, facts);
    FileFacts.describe(subject, facts);
    switch (subject.component().name()) {
      case KubeApiserver.NAME -> KubeApiserver.describe(subject, facts);
      case "kubelet" -> Kubelet.describe(subject, facts);
      case "kube-scheduler" -> KubeScheduler.describe(subject, facts);
      case "kube-proxy" -> KubeProxy.describe(subject, facts);
      case "etcd" -> Etcd.describe(subject, facts);
      default -> {
        // Its flags and files say all.
      }
    }
  }

  private static void describeFlags(
      Component component,
      ParsedFlags.Accepted parsed,
      EffectiveFlags effective,
      Facts.Builder facts) {
    facts.declare("flags");
    effective.values().forEach((name, value) -> facts.put("flags", name, value));
    effective.untold().forEach((name, why) -> facts.untold("flags." + name, why));
    effective.given().forEach(name -> facts.given("flags." + name));
    for (FlagUse use : parsed.uses()) {
      for (int i = use.index(); i < use.index() + use.width(); i++) {
        facts.seen("flags." + use.flag(), at(component, i));
      }
    }
  }

  /**
   * What runs has started: if the parser says it can't have, then the parser knows another version.
   */
  private static EffectiveConfig refusal(Component component, String why, EvidenceRef seen) {
    return component.source() == Source.PROCESS
        ? new EffectiveConfig.Unknown(
            "it runs with arguments that a known version would refuse: " + why, seen)
        : new EffectiveConfig.Rejected(why, seen);
  }

  private static EvidenceRef at(Component component, int index) {
    if (index >= component.arguments().size()) {
      return start(component);
    }
    Argument argument = component.arguments().get(index);
    return EvidenceRef.at(argument.place(), argument.value());
  }

  /** The place to point at when no argument is. */
  public static EvidenceRef start(Component component) {
    return EvidenceRef.at(component.place(), component.name());
  }
}
