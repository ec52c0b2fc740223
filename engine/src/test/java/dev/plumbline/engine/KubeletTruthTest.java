package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.collector.Collector;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.component.Components;
import dev.plumbline.engine.component.EffectiveConfig;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.engine.probe.ProbeOutcome;
import dev.plumbline.engine.probe.ProbedRequirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a real kubelet answers, at {@code /configz} and to probes, is what it logs of its settings
 * and what its arguments and files mean: {@code truth/configz} records the answers, {@code
 * cluster/truth} makes them.
 */
class KubeletTruthTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Catalogue CATALOGUE = Catalogue.load();

  @TempDir private Path temp;

  private static Map<String, JsonNode> logged() throws IOException {
    Map<String, JsonNode> logged = new HashMap<>();
    Path table = HostRoots.project().resolve("truth/settings/" + KubeletTruth.VERSION + ".json");
    for (JsonNode settings : JSON.readTree(table.toFile())) {
      if (settings.at("/row/component").asText().equals("kubelet")) {
        logged.put(settings.at("/row/name").asText(), settings.path("fields"));
      }
    }
    return logged;
  }

  @TestFactory
  Stream<DynamicTest> theOperatorReadsOfItsAnswerWhatItLogs() throws IOException {
    Map<String, JsonNode> logged = logged();
    List<DynamicTest> tests = new ArrayList<>();
    for (KubeletTruth.Row row : KubeletTruth.read().rows()) {
      row.live()
          .ifPresent(
              live -> {
                EffectiveConfig config =
                    Components.resolve(
                        live.component(), new Release.Known(KubeletTruth.VERSION, "the test"));
                JsonNode fields = Objects.requireNonNull(logged.get(row.name()));
                tests.add(
                    DynamicTest.dynamicTest(
                        row.name(), () -> assertSame(config, fields, row.row())));
              });
    }
    assertThat(tests).hasSizeGreaterThan(25);
    return tests.stream();
  }

  private static void assertSame(EffectiveConfig config, JsonNode logged, JsonNode row) {
    assertThat(config).isInstanceOf(EffectiveConfig.Resolved.class);
    Facts facts = ((EffectiveConfig.Resolved) config).facts();
    Map<String, Object> answered = new HashMap<>();
    facts.listed().keySet().stream()
        .filter(input -> input.isOf(InputRef.CONFIG))
        .forEach(
            input ->
                facts
                    .value(input)
                    .ifPresent(
                        value -> answered.put(input.name().toLowerCase(Locale.ROOT), value)));
    assertThat(logged).as(row.toString()).isNotEmpty();
    for (Map.Entry<String, JsonNode> field : logged.properties()) {
      assertThat(SettingsTruthTest.same(answered.get(field.getKey()), field.getValue().asText()))
          .as("%s is %s, not %s", field.getKey(), field.getValue(), answered.get(field.getKey()))
          .isTrue();
    }
  }

  @TestFactory
  Stream<DynamicTest> argumentsAndAnswersComeToTheSame() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (KubeletTruth.Row row : KubeletTruth.read().rows()) {
      for (Control control : CATALOGUE.controls()) {
        for (ProbedRequirement requirement : control.probes()) {
          List<ProbeOutcome> outcomes =
              row.probes().stream()
                  .filter(answers -> answers.probe() == requirement.probe())
                  .map(answers -> requirement.outcome(answers, Map.of()))
                  .toList();
          if (!outcomes.isEmpty()) {
            tests.add(
                DynamicTest.dynamicTest(
                    control.name() + ": " + row.name(),
                    () -> assertAgree(row, control, outcomes.get(0))));
          }
        }
      }
    }
    assertThat(tests).hasSizeGreaterThan(100);
    return tests.stream();
  }

  private void assertAgree(KubeletTruth.Row row, Control control, ProbeOutcome outcome)
      throws IOException {
    Finding finding = byArguments(row, control);
    boolean fails = finding.status() == Status.Fail;
    assertThat(outcome instanceof ProbeOutcome.Met && fails).as(finding.message()).isFalse();
    assertThat(outcome instanceof ProbeOutcome.Violated && !fails).as(finding.message()).isFalse();
  }

  private Finding byArguments(KubeletTruth.Row row, Control control) throws IOException {
    HostRoot host =
        SettingsTruthTest.host(Files.createTempDirectory(temp, "row"), row.row(), "kubelet");
    return Objects.requireNonNull(
        new Engine(List.of(control))
            .evaluate(
                new Collector(Duration.ofSeconds(20)).collectHost(host.root()),
                ReleaseHints.ofNode(KubeletTruth.VERSION))
            .get(control));
  }

  /** That a port is closed, nothing proves. */
  @ParameterizedTest
  @EnumSource(
      value = ProbedRequirement.class,
      names = {
        "KubeletRefusesAnonymousRequests",
        "KubeletAuthorizes",
        "KubeletForbidsWithoutRights",
        "KubeletReadOnlyPortClosed"
      })
  void realKubeletsMeetAndViolateEachRequirement(ProbedRequirement requirement) throws IOException {
    List<ProbeOutcome> outcomes =
        KubeletTruth.read().rows().stream()
            .flatMap(row -> row.probes().stream())
            .filter(answers -> answers.probe() == requirement.probe())
            .map(answers -> requirement.outcome(answers, Map.of()))
            .toList();
    assertThat(outcomes).hasAtLeastOneElementOfType(ProbeOutcome.Violated.class);
    if (requirement != ProbedRequirement.KubeletReadOnlyPortClosed) {
      assertThat(outcomes).hasAtLeastOneElementOfType(ProbeOutcome.Met.class);
    }
  }
}
