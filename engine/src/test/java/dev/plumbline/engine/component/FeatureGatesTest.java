package dev.plumbline.engine.component;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.engine.oracle.OracleRow;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.Visibility;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gates are on as Kubernetes' own package featuregate has them. */
class FeatureGatesTest {

  private static final String KCM = "kube-controller-manager";

  @Test
  void gatesAreOnAsTheReleasesOwnRegistryHasThem() throws IOException {
    List<OracleRow> rows = OracleRow.recorded("gates.jsonl");
    assertThat(rows).filteredOn(OracleRow::isRefused).hasSizeGreaterThan(40);
    assertThat(rows).filteredOn(row -> !row.isRefused()).hasSizeGreaterThan(200);

    assertThat(rows.stream().flatMap(row -> differences(row).stream())).isEmpty();
  }

  private static List<String> differences(OracleRow row) {
    EffectiveConfig config = resolve(row.component(), "v" + row.release() + ".0", row.gates());
    String what = row.component() + " v" + row.release() + " " + row.gates() + ": ";
    if (row.isRefused() || !(config instanceof EffectiveConfig.Resolved resolved)) {
      boolean both = row.isRefused() && config instanceof EffectiveConfig.Rejected;
      return both ? List.of() : List.of(what + row.refused() + " but " + why(config));
    }
    return row.enabled().entrySet().stream()
        .filter(
            gate ->
                !resolved.facts().value(gate(gate.getKey())).equals(Optional.of(gate.getValue())))
        .map(gate -> what + gate + " but " + resolved.facts().of(gate(gate.getKey())))
        .toList();
  }

  private static String why(EffectiveConfig config) {
    return config instanceof EffectiveConfig.Rejected rejected ? rejected.why() : "accepted";
  }

  private static InputRef gate(String name) {
    return InputRef.featureGate(name);
  }

  /** Review B6. The gate is beta and on by default in every one of these releases. */
  @ParameterizedTest
  @CsvSource({
    "AllBeta=false, false",
    "AllBeta=true, true",
    "AllAlpha=true, true",
    "'AllBeta=false,RotateKubeletServerCertificate=true', true",
    "'RotateKubeletServerCertificate=true,AllBeta=false', true",
    "'AllBeta=true,RotateKubeletServerCertificate=false', false",
  })
  void aGateThatIsNotNamedFollowsItsStage(String gates, boolean on) {
    assertThat(
            facts(resolve(KCM, "v1.34.1", List.of(gates)))
                .value(InputRef.featureGate("RotateKubeletServerCertificate")))
        .contains(on);
  }

  @Test
  void whatAStageSetsIsExplicitAndPointsAtTheFlag() {
    Fact fact =
        facts(resolve(KCM, "v1.34.1", List.of("AllBeta=false")))
            .of(InputRef.featureGate("RotateKubeletServerCertificate"));
    assertThat(fact).isInstanceOf(Fact.Explicit.class);
    assertThat(((Fact.Explicit) fact).locations()).isNotEmpty();
  }

  @Test
  void anEmulatedReleaseLeavesGatesOpenThatAreNotNamed() {
    Facts facts =
        facts(
            resolveArguments(
                KCM,
                "v1.36.3",
                List.of("--emulated-version=1.34", "--feature-gates=ContextualLogging=false")));
    assertThat(facts.of(InputRef.featureGate("RotateKubeletServerCertificate")))
        .isInstanceOf(Fact.Unknown.class);
    assertThat(facts.value(InputRef.featureGate("ContextualLogging"))).contains(false);
  }

  @Test
  void theStageOfAGateInAReleaseBeyondTheKnownOnesIsNotKnown() {
    Fact fact =
        facts(resolve(KCM, "v1.99.0", List.of("AllBeta=false")))
            .of(InputRef.featureGate("RotateKubeletServerCertificate"));
    assertThat(fact).isInstanceOf(Fact.Unknown.class);
    assertThat(((Fact.Unknown) fact).why()).contains("explicitly");
  }

  private static Facts facts(EffectiveConfig config) {
    assertThat(config).isInstanceOf(EffectiveConfig.Resolved.class);
    return ((EffectiveConfig.Resolved) config).facts();
  }

  private static EffectiveConfig resolve(String component, String version, List<String> uses) {
    List<String> arguments = new ArrayList<>();
    uses.forEach(use -> arguments.add("--feature-gates=" + use));
    return resolveArguments(component, version, arguments);
  }

  private static EffectiveConfig resolveArguments(
      String component, String version, List<String> texts) {
    List<Argument> arguments =
        texts.stream().map(text -> Argument.known(text, SourceLocation.line("test", 1))).toList();
    return Components.resolve(
        component(component, arguments), Release.of(component, version, "the test").orElseThrow());
  }

  private static Component component(String name, List<Argument> arguments) {
    return new Component(
        name,
        Component.Source.MANIFEST,
        SourceLocation.line("test", 1),
        "",
        arguments,
        List.of(),
        Visibility.OBSERVED,
        Map.of(),
        List.of(),
        Excerpt.none());
  }
}
