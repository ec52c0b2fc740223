package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.collector.Collector;
import dev.plumbline.engine.component.Components;
import dev.plumbline.engine.component.EffectiveConfig;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.flags.FlagDefinition;
import dev.plumbline.engine.flags.FlagTable;
import dev.plumbline.engine.flags.FlagValues;
import dev.plumbline.engine.flags.GoValue;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.evidence.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The settings in force are what real components say of themselves: {@code truth/settings} records
 * that, {@code cluster/truth} makes it.
 */
class SettingsTruthTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DIR = "/etc/kubernetes/row";

  /** What the recorder gives every kubelet, so that it touches nothing. */
  private static final Set<String> RECORDERS =
      Set.of(
          "root-dir",
          "cert-dir",
          "container-runtime-endpoint",
          "fail-cgroupv1",
          "v",
          // Printed in another form than it is given in; FeatureGates reads it.
          "feature-gates",
          // Their defaults are filled in behind the parser, and no control asks for them.
          "detect-local-mode",
          "proxy-mode",
          // Without a file, drop-ins are merged into what the flags are bound to.
          "pod-max-pids");

  @TempDir private Path temp;

  @TestFactory
  Stream<DynamicTest> settingsAreWhatTheComponentSays() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> tables = Files.list(HostRoots.project().resolve("truth/settings"))) {
      for (Path table : tables.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        String version = table.getFileName().toString().replace(".json", "");
        JsonNode rows = JSON.readTree(table.toFile());
        assertThat(rows).hasSizeGreaterThan(70);
        for (JsonNode recorded : rows) {
          JsonNode row = recorded.get("row");
          String name =
              version + " " + row.get("component").asText() + " " + row.get("name").asText();
          tests.add(DynamicTest.dynamicTest(name, () -> assertRow(recorded, version)));
        }
      }
    }
    return tests.stream();
  }

  /**
   * An API server prints its flags before it turns anonymous requests off, where it allows
   * everything.
   */
  private static boolean isTurnedOffAfterwards(String flag, Facts facts) {
    return flag.equals("anonymous-auth")
        && facts.value(InputRef.AUTHORIZERS).toString().contains("AlwaysAllow");
  }

  private void assertRow(JsonNode recorded, String version) throws IOException {
    String component = recorded.at("/row/component").asText();
    EffectiveConfig view = view(recorded.get("row"), component, version);
    if (recorded.has("refused")) {
      assertNothingFromFilesIsKnown(view);
      return;
    }
    assertThat(view).isInstanceOf(EffectiveConfig.Resolved.class);
    Facts facts = ((EffectiveConfig.Resolved) view).facts();
    FlagTable table = FlagTable.candidates(component, release(component, version)).get(0);
    for (FlagDefinition flag : table.flags()) {
      JsonNode text = recorded.path("flags").path(flag.name());
      if (text.isTextual()
          && !RECORDERS.contains(flag.name())
          && !isTurnedOffAfterwards(flag.name(), facts)) {
        Object told = facts.value(InputRef.flag(flag.name())).orElse("nothing");
        assertThat(told).as("--" + flag.name()).isEqualTo(printed(flag, text.asText()));
      }
    }
    Map<String, Object> fields = new HashMap<>();
    facts.listed().keySet().stream()
        .filter(input -> input.isOf(InputRef.CONFIG))
        .forEach(
            input ->
                facts
                    .value(input)
                    .ifPresent(value -> fields.put(input.name().toLowerCase(Locale.ROOT), value)));
    recorded
        .path("fields")
        .properties()
        .forEach(
            field ->
                assertThat(same(fields.get(field.getKey()), field.getValue().asText()))
                    .as(
                        field.getKey()
                            + " is "
                            + field.getValue()
                            + ", not "
                            + fields.get(field.getKey()))
                    .isTrue());
  }

  /** A file that the component refuses is no evidence of what is in force. */
  private static void assertNothingFromFilesIsKnown(EffectiveConfig view) {
    if (view instanceof EffectiveConfig.Resolved resolved) {
      assertThat(resolved.facts().listed().entrySet())
          .filteredOn(fact -> fact.getKey().isOf(InputRef.CONFIG))
          .isNotEmpty()
          .allMatch(fact -> fact.getValue().isUndetermined());
    }
  }

  private static Release release(String component, String version) {
    return Release.of(component, version, "the table's name").orElseThrow();
  }

  private static Object printed(FlagDefinition flag, String text) {
    return FlagValues.printed(flag, text.replace("{dir}", DIR));
  }

  private EffectiveConfig view(JsonNode row, String component, String version) throws IOException {
    HostRoot host =
        host(
            temp.resolve(version + component + row.get("name").asText().hashCode()),
            row,
            component);
    Component seen =
        new Collector(Duration.ofSeconds(20)).collectHost(host.root()).components().get(0);
    return Components.resolve(seen, release(component, version));
  }

  /** A node where a component runs as a row has it. */
  static HostRoot host(Path root, JsonNode row, String component) throws IOException {
    HostRoot host = HostRoot.in(root);
    if (row.has("config")) {
      host.file(DIR + "/config.yaml", row.get("config").asText().replace("{dir}", DIR));
    }
    for (var dropIn : row.path("dropIns").properties()) {
      host.file(
          DIR + "/drop-ins/" + dropIn.getKey(), dropIn.getValue().asText().replace("{dir}", DIR));
    }
    List<String> argv = new ArrayList<>(List.of("/usr/bin/" + component));
    row.get("arguments").forEach(a -> argv.add(a.asText().replace("{dir}", DIR)));
    return host.process(100, "0", "0::/system.slice/x.service", argv.toArray(String[]::new));
  }

  /** Whether a value is the one that a component has logged. */
  static boolean same(@org.jspecify.annotations.Nullable Object told, String recorded)
      throws AssertionError {
    if (told instanceof Duration duration) {
      return duration.equals(GoValue.duration(recorded));
    }
    if (told instanceof List<?> list) {
      String none = list.isEmpty() ? "null" : "";
      return recorded.equals(none)
          || recorded.equals(
              list.stream().map(i -> "\"" + i + "\"").toList().toString().replace(", ", ","));
    }
    return String.valueOf(told).replace(DIR, "{dir}").equals(recorded);
  }
}
