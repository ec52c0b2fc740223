package dev.plumbline.engine.component;

import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.flags.FlagParser;
import dev.plumbline.engine.flags.FlagTable;
import dev.plumbline.engine.flags.OpenShiftBuild;
import dev.plumbline.engine.flags.ParsedFlags;
import dev.plumbline.engine.flags.PrintedFlags;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Components as their arguments, environment and files make them. Expressions see each as these
 * variables:
 *
 * <ul>
 *   <li>{@code flags}: the value in force of every flag of the release, by name and of the flag's
 *       type
 *   <li>{@code featureGates}, {@code admissionPlugins}: whether each is on
 *   <li>{@code config}: the fields in force of a kubelet's, kube-proxy's or scheduler's
 *       configuration, overriding flags included
 *   <li>{@code files}: the files that flags and fields name, each a list of {@code path}, {@code
 *       mode}, {@code owner}, {@code group}, {@code uid}, {@code gid}, {@code kind} and {@code
 *       certificates}
 *   <li>{@code documents}: the content of files that flags name
 *   <li>{@code authorizers}, {@code authorizationSource}: the API server's
 * </ul>
 */
public final class Components {

  private Components() {}

  /**
   * What a component runs with.
   *
   * @param release the release that its arguments are for; where it is unknown, only that is known
   *     which all releases agree on that take the arguments
   */
  public static EffectiveConfig resolve(Component component, Release release) {
    try {
      return agreed(component, release);
    } catch (StackOverflowError e) {
      return new EffectiveConfig.Unknown(
          "its arguments or files nest too deep to be evaluated", start(component));
    }
  }

  private static EffectiveConfig agreed(Component given, Release release) {
    Optional<Embedding> embedding = Embedding.of(given);
    Component component = embedding.map(e -> e.within(given, release)).orElse(given);
    Map<String, Facts> possible = new LinkedHashMap<>();
    EffectiveConfig first = null;
    for (FlagTable table : tables(component, candidates(component, release, embedding))) {
      EffectiveConfig config = by(table, component);
      first = first == null ? config : first;
      if (config instanceof EffectiveConfig.Unknown) {
        return config;
      }
      if (config instanceof EffectiveConfig.Resolved resolved) {
        possible.put(table.version(), resolved.facts());
      }
    }
    if (possible.isEmpty()) {
      return runs(component, release) && first instanceof EffectiveConfig.Rejected r
          ? new EffectiveConfig.Unknown(
              "it runs with arguments that a known release would refuse: " + r.why(), r.location())
          : java.util.Objects.requireNonNull(first);
    }
    return new EffectiveConfig.Resolved(Facts.agreed(possible, input -> differs(input, possible)));
  }

  /** Whether it has started with its arguments, by the release in question. */
  private static boolean runs(Component component, Release release) {
    boolean planned =
        release instanceof Release.Known known && known.runs() == Release.Runs.AFTER_AN_UPGRADE;
    return ParsedComponent.isRunning(component) && !planned;
  }

  /** Of a program whose release is not known, those whose own arguments are. */
  private static List<FlagTable> candidates(
      Component component, Release release, Optional<Embedding> embedding) {
    List<FlagTable> all = FlagTable.candidates(component.name(), release);
    List<FlagTable> known =
        all.stream().filter(t -> embedding.filter(e -> !e.isPossible(t)).isEmpty()).toList();
    return release instanceof Release.Known || known.isEmpty() ? all : known;
  }

  private static String differs(InputRef input, Map<String, Facts> possible) {
    List<String> versions = List.copyOf(possible.keySet());
    return "the release is not known, and "
        + input.name()
        + " differs between "
        + versions.get(versions.size() - 1)
        + " and "
        + versions.get(0)
        + " (name the release with --kubernetes-version)";
  }

  /**
   * A component's arguments as the newest release parses them that takes them.
   *
   * @return empty when none takes them
   */
  public static Optional<AcceptedArguments> accepted(Component component, Release release) {
    return tables(component, FlagTable.candidates(component.name(), release)).stream()
        .flatMap(
            table ->
                FlagParser.parse(table, component.arguments()) instanceof ParsedFlags.Accepted flags
                    ? Optional.of(new AcceptedArguments(table, flags)).stream()
                    : Optional.<AcceptedArguments>empty().stream())
        .findFirst();
  }

  private static List<FlagTable> tables(Component component, List<FlagTable> tables) {
    return OpenShift.isBuildOf(component)
        ? tables.stream().map(OpenShiftBuild::extend).toList()
        : tables;
  }

  /** Parsed arguments, and the table that they were parsed by. */
  public record AcceptedArguments(FlagTable table, ParsedFlags.Accepted flags) {}

  private static EffectiveConfig by(FlagTable table, Component component) {
    if (component.arguments().stream().anyMatch(Argument::isWholeCommandLine)) {
      return new EffectiveConfig.Unknown(
          "what it is started with could not be determined", start(component));
    }
    if (ParsedComponent.isLive(component)) {
      return described(table, component, PrintedFlags.of(table, component.arguments()).inForce());
    }
    ParsedFlags parsed = FlagParser.parse(table, component.arguments());
    if (parsed instanceof ParsedFlags.Accepted accepted && OpenShift.hasConfig(accepted)) {
      OpenShift.Merged merged = OpenShift.merge(component, accepted);
      return merged instanceof OpenShift.Merged.Arguments all
          ? described(table, all.component(), FlagParser.parse(table, all.component().arguments()))
          : ((OpenShift.Merged.Stopped) merged).outcome();
    }
    return described(table, component, parsed);
  }

  private static EffectiveConfig described(
      FlagTable table, Component component, ParsedFlags parsed) {
    if (parsed instanceof ParsedFlags.Refused refused) {
      return new EffectiveConfig.Rejected(
          refused.why(), ParsedComponent.at(component, refused.index()));
    }
    if (parsed instanceof ParsedFlags.Undecided undecided) {
      return new EffectiveConfig.Unknown(
          undecided.why(), ParsedComponent.at(component, undecided.index()));
    }
    try {
      ParsedComponent described =
          new ParsedComponent(component, table, (ParsedFlags.Accepted) parsed, new Facts.Builder());
      describe(described);
      Facts all = described.facts().build();
      Facts facts = described.isInstallersConfig() ? ofInstaller(component, all) : all;
      return new EffectiveConfig.Resolved(
          component.name().equals(KubeApiserver.NAME) ? Authentication.settled(facts) : facts);
    } catch (ComponentStop stop) {
      return stop.outcome();
    }
  }

  private static Facts ofInstaller(Component component, Facts all) {
    Facts explicit = all.onlyExplicit(Components::decidedElsewhere);
    return component.name().equals("etcd") ? EtcdUrls.ofInstaller(explicit) : explicit;
  }

  private static String decidedElsewhere(InputRef input) {
    String name =
        switch (input.variable()) {
          case InputRef.FLAGS -> "--" + input.name();
          case InputRef.ADMISSION_PLUGINS -> "--enable-admission-plugins";
          case InputRef.FEATURE_GATES -> "the feature gate " + input.name();
          case "authorizers", "authorizationSource" -> "--authorization-mode";
          default -> input.name();
        };
    return name + " is not set in this file, and is decided elsewhere";
  }

  private static void describe(ParsedComponent component) throws ComponentStop {
    FlagFacts.describe(component);
    FileFacts.describe(component);
    component.facts().rest(InputRef.CONFIG, Components::notSet);
    switch (component.name()) {
      case KubeApiserver.NAME -> {
        FeatureGates.describe(component);
        KubeApiserver.describe(component);
      }
      // The files of these may set feature gates too.
      case "kubelet" -> Kubelet.describe(component);
      case "kube-scheduler" -> KubeScheduler.describe(component);
      case "kube-proxy" -> KubeProxy.describe(component);
      case "etcd" -> {
        FeatureGates.describe(component);
        Etcd.describe(component);
      }
      // Its flags and files are all that it has.
      default -> FeatureGates.describe(component);
    }
  }

  private static Fact notSet(InputRef input) {
    return new Fact.Absent(input.name() + " is not set");
  }

  /** The location to point at when no argument is. */
  public static EvidenceRef start(Component component) {
    return ParsedComponent.start(component);
  }
}
