package dev.plumbline.engine.component;

import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.flags.FlagDefinition;
import dev.plumbline.engine.flags.FlagTable;
import dev.plumbline.engine.flags.FlagTable.Gate;
import dev.plumbline.engine.flags.FlagTable.Stage;
import dev.plumbline.engine.flags.FlagUse;
import dev.plumbline.engine.flags.GoValue;
import dev.plumbline.evidence.Argument.Resolution;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which feature gates are on, as Kubernetes' own package featuregate decides it: a gate that is
 * named has the value that is given last; AllAlpha and AllBeta set the gates of their stage that
 * are not named; the others have their default.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/component-base/featuregate/feature_gate.go">
 *     featuregate</a>
 */
final class FeatureGates {

  static final String FLAG = "feature-gates";

  private static final Map<String, Stage> OF_A_STAGE =
      Map.of("AllAlpha", Stage.ALPHA, "AllBeta", Stage.BETA);

  /** Flags that make a component behave as another release. */
  private static final Set<String> EMULATION =
      Set.of("emulated-version", "min-compatibility-version");

  /** Up to 1.30 these take each use of the flag by itself; the others merge all uses first. */
  private static final Set<String> ONE_BY_ONE =
      Set.of(KubeApiserver.NAME, "kube-controller-manager", "kube-scheduler");

  private final ParsedComponent component;

  /** Gates that are named, AllAlpha and AllBeta among them, by what is given last. */
  private final Map<String, Fact.Explicit> named = new LinkedHashMap<>();

  /** What AllAlpha and AllBeta do to gates that are not named. */
  private final Map<Stage, Fact.Explicit> stages = new HashMap<>();

  /** Why a gate that is not named is not known. */
  private Optional<Fact> undetermined = Optional.empty();

  private FeatureGates(ParsedComponent component) {
    this.component = component;
  }

  /** The gates that flags alone set. */
  static void describe(ParsedComponent component) throws ComponentStop {
    FeatureGates gates = new FeatureGates(component);
    gates.readFlags();
    gates.describe();
  }

  /**
   * The gates that a configuration file sets, and over these the flags'.
   *
   * @param why why the file is not known; empty when it is
   */
  static void describe(
      ParsedComponent component, Map<String, Fact.Explicit> ofFile, Optional<Fact> why)
      throws ComponentStop {
    FeatureGates gates = new FeatureGates(component);
    gates.undetermined = why;
    ofFile.forEach(gates::set);
    // kube-proxy ignores the flag once it is given a file; what a kubelet answers has the flag's.
    boolean ignored = component.name().equals("kube-proxy") && component.isExplicit("config");
    if (!ignored && !component.isLive()) {
      gates.readFlags();
    }
    gates.describe();
  }

  private void readFlags() throws ComponentStop {
    for (FlagUse use : component.parsed().usesOf(FLAG)) {
      if (use.resolution() == Resolution.UNRESOLVED) {
        named.clear();
        stages.clear();
        undetermined =
            Optional.of(
                new Fact.Unknown(
                    "the value of --feature-gates is known only where the component runs",
                    component.locations(FLAG)));
        continue;
      }
      EvidenceRef location = ParsedComponent.at(component.component(), use.index());
      Map<Stage, Fact.Explicit> earlier = Map.copyOf(stages);
      gates(use.value()).forEach((gate, on) -> set(gate, new Fact.Explicit(on, List.of(location))));
      if (takesUsesOneByOne()) {
        refuseWhatTheReleaseRefuses();
        // The gates that an earlier AllBeta set are then as good as named.
        stages.putAll(earlier);
      }
    }
    emulation();
  }

  private boolean takesUsesOneByOne() {
    return ONE_BY_ONE.contains(component.name())
        && component.flag(FLAG).map(FlagDefinition::type).equals(Optional.of("mapStringBool"));
  }

  private void set(String gate, Fact.Explicit on) {
    named.put(gate, on);
    if (OF_A_STAGE.containsKey(gate)) {
      stages.put(OF_A_STAGE.get(gate), on);
    }
  }

  /** Stages and defaults are those of the emulated release, which may be any of several. */
  private void emulation() {
    for (String flag : EMULATION) {
      String own = component.table().minor();
      String value = component.text(flag);
      if (component.isExplicit(flag) && !value.equals(own) && !value.equals("kube=" + own)) {
        undetermined =
            Optional.of(
                new Fact.Unknown(
                    "--" + flag + " is set, and which gates are enabled by default then is unknown",
                    component.locations(flag)));
      }
    }
  }

  private void describe() throws ComponentStop {
    refuseWhatTheReleaseRefuses();
    for (Gate gate : component.table().featureGates().values()) {
      component.facts().put(InputRef.featureGate(gate.name()), fact(gate));
    }
    named.forEach((gate, on) -> component.facts().put(InputRef.featureGate(gate), on));
    component.facts().rest(InputRef.FEATURE_GATES, this::unlisted);
    refuseMissingDependencies();
  }

  /** A gate that the table has, and that nothing names. */
  private Fact fact(Gate gate) {
    boolean locked = component.table().isLocked(gate.name());
    if (undetermined.isPresent() && !locked) {
      return undetermined.get();
    }
    Fact byStage = stages.get(gate.stage());
    boolean sameStage = component.isKnown(table -> table.gate(gate.name()).map(Gate::stage));
    if (sameStage && byStage != null && !OF_A_STAGE.containsKey(gate.name())) {
      return byStage;
    }
    if (!sameStage && !stages.isEmpty()) {
      return Fact.unknown(
          "AllAlpha or AllBeta is set, and the stage of "
              + gate.name()
              + " in this release is not known (set "
              + gate.name()
              + " explicitly)");
    }
    return component.isKnown(table -> table.gate(gate.name()).map(Gate::defaultValue))
        ? new Fact.Default(gate.defaultValue(), component.table().basis())
        : component.unknownDefault("the feature gate " + gate.name());
  }

  /** Of another release than the table's nothing is known to be refused. */
  private boolean isRefusalKnown() {
    return component.isExactRelease() && undetermined.isEmpty();
  }

  private void refuseWhatTheReleaseRefuses() throws ComponentStop {
    if (isRefusalKnown() && !component.table().featureGates().isEmpty()) {
      for (Map.Entry<String, Fact.Explicit> one : named.entrySet()) {
        refuse(one.getKey(), one.getValue());
      }
    }
  }

  private void refuse(String name, Fact.Explicit on) throws ComponentStop {
    Optional<Gate> gate = component.table().gate(name);
    if (gate.isEmpty() && component.table().otherGates() == FlagTable.OtherGates.IGNORED) {
      return;
    }
    if (gate.isEmpty()) {
      throw ComponentStop.rejected("unrecognized feature gate: " + name, location(on));
    }
    if (gate.get().stage() == Stage.PRE_ALPHA) {
      throw ComponentStop.rejected(
          "feature gate " + name + " cannot be set in this release", location(on));
    }
    if (gate.get().lockToDefault() && !on.value().equals(gate.get().defaultValue())) {
      throw ComponentStop.rejected(
          "feature gate " + name + " is locked to " + gate.get().defaultValue(), location(on));
    }
  }

  /** Since 1.35 a gate that is on needs others to be on; this is checked once any gate is set. */
  private void refuseMissingDependencies() throws ComponentStop {
    if (named.isEmpty() || !isRefusalKnown()) {
      return;
    }
    EvidenceRef location = location(named.values().iterator().next());
    for (Gate gate : component.table().featureGates().values()) {
      for (String other : gate.needs()) {
        if (isOn(gate.name()) && !isOn(other)) {
          throw ComponentStop.rejected(
              "feature gate " + gate.name() + " is on and " + other + ", which it needs, is off",
              location);
        }
      }
    }
  }

  private boolean isOn(String gate) {
    return component.facts().get(InputRef.featureGate(gate)).filter(f -> f.is(true)).isPresent();
  }

  private EvidenceRef location(Fact.Explicit fact) {
    return fact.locations().stream().findFirst().orElse(component.location(FLAG));
  }

  private Fact unlisted(InputRef input) {
    return component.isExactRelease()
        ? new Fact.Absent(component.table().basis() + " has no feature gate " + input.name())
        : Fact.unknown("whether this release has a feature gate " + input.name() + " is not known");
  }

  /** {@code Gate=bool}, separated by commas. */
  private Map<String, Boolean> gates(String value) {
    FlagDefinition flag = component.flag(FLAG).orElseThrow();
    Map<String, Boolean> gates = new LinkedHashMap<>();
    for (String pair : value.split(",", -1)) {
      String[] parts = flag.gate(pair).split("=", 2);
      if (parts.length == 2) {
        gates.put(parts[0].strip(), GoValue.isTrue(parts[1].strip()));
      }
    }
    return gates;
  }
}
