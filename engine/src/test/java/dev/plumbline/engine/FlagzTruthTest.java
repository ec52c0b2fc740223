package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.component.Components;
import dev.plumbline.engine.component.EffectiveConfig;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.engine.flags.FlagDefinition;
import dev.plumbline.engine.flags.FlagTable;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.Scope;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.Visibility;
import dev.plumbline.live.Flagz;
import dev.plumbline.live.LiveComponent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What a real kube-apiserver prints at {@code /flagz} is read as what its arguments mean: {@code
 * truth/flagz} records the former, {@code cluster/truth} makes it.
 */
class FlagzTruthTest {

  private static final String VERSION = "v1.36.3";
  private static final String NAME = "kube-apiserver";
  private static final String URL = "https://192.0.2.1:6443/flagz";
  private static final SourceLocation MANIFEST = SourceLocation.line("/manifest.yaml", 1);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the recorder gives every server, so that it runs beside others. */
  private static final List<String> RECORDERS =
      List.of(
          "--etcd-servers=http://127.0.0.1:2379",
          "--etcd-prefix=/registry-of-a-row",
          "--bind-address=127.0.0.1",
          "--secure-port=6443",
          "--cert-dir={dir}/certs",
          "--endpoint-reconciler-type=none",
          "--service-cluster-ip-range=10.96.0.0/16",
          "--service-account-issuer=https://truth.invalid",
          "--service-account-signing-key-file={dir}/sa.key",
          "--service-account-key-file={dir}/sa.key",
          "--token-auth-file={dir}/administrators.csv",
          "--advertise-address=192.0.2.1");

  /** What the server fills in by itself before it serves, where nothing is given. */
  private static final Set<String> FILLED_IN = Set.of("authorization-mode", "external-hostname");

  /** The certificate of a server that was given none, and a map that is not recorded. */
  private static final Set<String> MADE_BY_ITSELF =
      Set.of("tls-cert-file", "tls-private-key-file", "watch-cache-sizes");

  /** What has several forms, of which the server prints one. */
  private static final Set<String> IN_ONE_FORM =
      Set.of("feature-gates", "runtime-config", "service-node-port-range");

  /** Where what is printed could have been given in several ways. */
  private static final Map<String, Set<String>> AMBIGUOUS =
      Map.of(
          "required claims with commas", Set.of("oidc-required-claim"),
          "a text like the mark of what is classified", Set.of("oidc-groups-claim"));

  private static JsonNode table() throws IOException {
    return JSON.readTree(HostRoots.project().resolve("truth/flagz/" + VERSION + ".json").toFile());
  }

  @TestFactory
  Stream<DynamicTest> everyValueIsReadBack() throws IOException {
    return rows((row, given, live) -> assertValues(row.get("name").asText(), given, live));
  }

  @TestFactory
  Stream<DynamicTest> everyControlComesToTheSame() throws IOException {
    return rows(FlagzTruthTest::assertVerdicts);
  }

  private interface Check {
    void of(JsonNode row, Component given, Component live);
  }

  private static Stream<DynamicTest> rows(Check check) throws IOException {
    JsonNode rows = table().get("rows");
    assertThat(rows).hasSizeGreaterThan(20);
    return StreamSupport.stream(rows.spliterator(), false)
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.get("name").asText(),
                    () -> check.of(row, given(row), live(rows.get(0), row))));
  }

  private static Component given(JsonNode row) {
    List<Argument> arguments = new ArrayList<>();
    RECORDERS.forEach(one -> arguments.add(Argument.known(one, MANIFEST)));
    row.get("arguments").forEach(one -> arguments.add(Argument.known(one.asText(), MANIFEST)));
    return new Component(
        NAME,
        Component.Source.PROCESS,
        MANIFEST,
        "",
        arguments,
        List.of(),
        Visibility.OBSERVED,
        Map.of(),
        List.of(),
        Excerpt.none());
  }

  private static Component live(JsonNode first, JsonNode row) {
    Map<String, String> flags = new TreeMap<>();
    for (JsonNode part : List.of(first, row)) {
      part.get("flags").properties().forEach(f -> flags.put(f.getKey(), f.getValue().asText()));
    }
    return LiveComponent.of(NAME, URL, new Flagz.Answered(flags)).component();
  }

  private static Facts facts(Component component) {
    EffectiveConfig config = Components.resolve(component, new Release.Known(VERSION, "the test"));
    assertThat(config).isInstanceOf(EffectiveConfig.Resolved.class);
    return ((EffectiveConfig.Resolved) config).facts();
  }

  private static void assertValues(String row, Component given, Component live) {
    Facts byArguments = facts(given);
    Facts byAnswer = facts(live);
    for (FlagDefinition flag :
        FlagTable.all(NAME).stream()
            .filter(table -> table.version().equals(VERSION))
            .findFirst()
            .orElseThrow()
            .flags()) {
      InputRef input = InputRef.flag(flag.name());
      Fact fact = byAnswer.of(input);
      if (MADE_BY_ITSELF.contains(flag.name())
          || AMBIGUOUS.getOrDefault(row, Set.of()).contains(flag.name())) {
        assertThat(fact).as("--" + flag.name()).isInstanceOf(Fact.Unknown.class);
        continue;
      }
      boolean filledIn =
          FILLED_IN.contains(flag.name()) && byArguments.of(input) instanceof Fact.Default;
      if (!filledIn && !IN_ONE_FORM.contains(flag.name()) && !isReset(flag.name(), byAnswer)) {
        assertThat(fact.inForce()).as("--" + flag.name()).isEqualTo(byArguments.value(input));
      }
    }
    for (InputRef input : byArguments.listed().keySet()) {
      if (input.isOf(InputRef.FEATURE_GATES) || input.isOf(InputRef.ADMISSION_PLUGINS)) {
        assertThat(byAnswer.value(input)).as(input.toString()).isEqualTo(byArguments.value(input));
      }
    }
  }

  /** A server that allows everything turns anonymous requests off, whatever its arguments say. */
  private static boolean isReset(String flag, Facts live) {
    Object modes = live.value(InputRef.flag("authorization-mode")).orElse("");
    return flag.equals("anonymous-auth")
        && modes instanceof List<?> all
        && all.contains("AlwaysAllow");
  }

  private static void assertVerdicts(JsonNode row, Component given, Component live) {
    boolean reset = isReset("anonymous-auth", facts(live));
    Map<Control, Finding> byArguments = evaluate(given);
    Map<Control, Finding> byAnswer = evaluate(live);
    int same = 0;
    for (Map.Entry<Control, Finding> one : byArguments.entrySet()) {
      String name = one.getKey().name();
      if (one.getKey().component().equals(NAME)
          && one.getValue().status() != Status.Error
          && !name.equals("apiserver-tls-certificate")
          && !(reset && name.contains("anonymous"))) {
        Finding answered = Objects.requireNonNull(byAnswer.get(one.getKey()));
        assertThat(answered.status())
            .as(name + ": " + answered.message())
            .isEqualTo(one.getValue().status());
        same++;
      }
    }
    assertThat(same).isGreaterThan(20);
  }

  private static Map<Control, Finding> evaluate(Component component) {
    Evidence evidence =
        new Evidence(
            Evidence.SCHEMA_VERSION,
            new Scope(Scope.Origin.NODE, Visibility.OBSERVED, List.of("/")),
            List.of(component),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    return new Engine(Catalogue.load().controls())
        .evaluate(evidence, ReleaseHints.requested(VERSION));
  }
}
