package dev.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plumbline.distribution.Distributions;
import dev.plumbline.distribution.Recognition;
import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.BenchmarkChoice;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Platform;
import dev.plumbline.engine.probe.ProbedRequirement;
import dev.plumbline.report.model.ComplianceBenchmarkSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TailoredBenchmarkTest {

  private static final Catalogue SHIPPED = Catalogue.load();

  private static final YAMLMapper YAML = new YAMLMapper();

  private static TailoredBenchmark of(String spec) {
    try {
      return TailoredBenchmark.of(
          SHIPPED, "mine", YAML.readValue(spec, ComplianceBenchmarkSpec.class));
    } catch (JsonProcessingException e) {
      throw new AssertionError(spec, e);
    }
  }

  private static String error(String spec) {
    TailoredBenchmark tailored = of(spec);
    assertThat(tailored).isInstanceOf(TailoredBenchmark.Broken.class);
    return String.join("\n", ((TailoredBenchmark.Broken) tailored).errors());
  }

  private static String custom(String rest) {
    return """
        customControls:
        - id: C.1
          name: mine
          component: kubelet
          title: Mine
          severity: low
        """
        + rest.indent(2);
  }

  @Test
  void whatExtendsABenchmarkWasWrittenForTheSameAsThat() {
    TailoredBenchmark.Ready ready = (TailoredBenchmark.Ready) of("extends: k3s-cis-1.9");
    var base = SHIPPED.benchmark("k3s-cis-1.9").orElseThrow().heading();
    var heading = ready.catalogue().benchmark("mine").orElseThrow().heading();
    assertThat(heading.distribution()).isEqualTo("k3s");
    assertThat(heading.kubernetes()).isEqualTo(base.kubernetes()).isNotEmpty();
    // It is used by name alone, however well it fits.
    assertThat(
            BenchmarkChoice.of(
                    ready.catalogue(),
                    Platform.of(
                        "the cluster",
                        "v1.27.3+k3s1",
                        Distributions.recognize(Recognition.Node.ofVersion("v1.27.3+k3s1"))))
                .benchmark()
                .name())
        .isEqualTo("k3s-cis-1.9");
  }

  @Test
  void theExampleCanBeUsed() throws IOException {
    Path example =
        Path.of(System.getProperty("plumbline.root", "..")).resolve("examples/benchmark.yaml");
    JsonNode benchmark = YAML.readTree(Files.readString(example));
    TailoredBenchmark tailored =
        TailoredBenchmark.of(
            SHIPPED,
            benchmark.at("/metadata/name").asText(),
            YAML.treeToValue(benchmark.get("spec"), ComplianceBenchmarkSpec.class));

    assertThat(tailored).isInstanceOf(TailoredBenchmark.Ready.class);
    Catalogue catalogue = ((TailoredBenchmark.Ready) tailored).catalogue();
    Benchmark shop = catalogue.benchmark("shop").orElseThrow();
    assertThat(shop.controls())
        .containsEntry("S.1", "apiserver-request-log-verbosity-low")
        .containsEntry("1.2.6", "apiserver-authorization-mode-not-always-allow")
        .doesNotContainValue("apiserver-always-pull-images")
        .hasSize(SHIPPED.newest().controls().size());
    assertThat(shop.parameters().get("apiserver-audit-log-maxage")).containsEntry("days", "90");
    assertThat(SHIPPED.benchmark("shop")).isEmpty();
  }

  @Test
  void anErrorNamesControlLineAndColumn() {
    assertThat(error(custom("expression: |-\n  config.readOnlyPort == 0\n  && nonsense")))
        .contains("control mine, expression")
        .contains(":2:4")
        .contains("nonsense");
  }

  @Test
  void anExpressionMustBeTrueOrFalse() {
    assertThat(error(custom("expression: \"'text'\""))).contains("must be of type bool");
  }

  @Test
  void aVariableTakenWholeIsRefused() {
    assertThat(error(custom("expression: flags.exists(f, f == 'v')")))
        .contains("must be read by a name");
  }

  @Test
  void anExpressionTooLongIsRefused() {
    assertThat(error(custom("expression: \"" + "true && ".repeat(2000) + "true\"")))
        .contains("control mine");
  }

  @Test
  void unknownNamesAreSaid() {
    assertThat(error("extends: cis-99")).contains("extends", "The nearest name is cis-1.9");
    assertThat(error("extends: cis-1.12\ncontrols: {include: [nothing]}"))
        .contains("controls.include");
    assertThat(error("extends: cis-1.12\nparameters: [{control: nothing, name: a, value: b}]"))
        .contains("no control nothing");
    assertThat(
            error(
                "extends: cis-1.12\nparameters: [{control: apiserver-audit-log-maxage, name: weeks, value: '1'}]"))
        .contains("no parameter weeks")
        .contains("days");
    assertThat(
            error(
                "extends: cis-1.12\nparameters: [{control: apiserver-audit-log-maxage, name: days, value: many}]"))
        .contains("must be an integer");
    assertThat(error("title: Nothing")).contains("no controls");
  }

  @Test
  void shippedNamesAndNumbersStayWhatTheyAre() {
    assertThat(
            error(
                """
                extends: cis-1.12
                customControls:
                - {id: 1.2.6, name: mine, component: node, title: T, severity: low}
                - {id: C.1, name: pki-owner, component: node, title: T, severity: low}
                """))
        .contains("1.2.6 is already used")
        .contains("The name pki-owner belongs to a shipped control");
  }

  @Test
  void aControlOfItsOwnMayNameWhatProbesTellOfItsComponent() {
    String suites =
        """
        parameters: [{name: suites, type: list, default: TLS_X}]
        expression: "true"
        probes: [%s]
        """;
    TailoredBenchmark.Ready ready =
        (TailoredBenchmark.Ready) of(custom(suites.formatted("KubeletAcceptsStrongSuites")));
    assertThat(ready.catalogue().named("mine").orElseThrow().probes())
        .containsExactly(ProbedRequirement.KubeletAcceptsStrongSuites);
    assertThat(error(custom(suites.formatted("EtcdAcceptsStrongSuites"))))
        .contains(
            "Control mine: EtcdAcceptsStrongSuites is about etcd, and the control about kubelet.");
  }

  @Test
  void theExampleOfAProbedControlCanBeUsed() throws IOException {
    String page =
        Files.readString(
            Path.of(System.getProperty("plumbline.root", ".."))
                .resolve("docs/how-to/live-evidence.md"));
    String example =
        page.split("```yaml\napiVersion: plumbline.dev/v1alpha1\n", 2)[1].split("```", 2)[0];
    TailoredBenchmark.Ready ready =
        (TailoredBenchmark.Ready) of(YAML.writeValueAsString(YAML.readTree(example).get("spec")));
    assertThat(ready.catalogue().named("etcd-strong-ciphers").orElseThrow().probes())
        .containsExactly(ProbedRequirement.EtcdAcceptsStrongSuites);
  }
}
