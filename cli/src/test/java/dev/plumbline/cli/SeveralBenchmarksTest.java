package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.SurefireReportParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code check} by several benchmarks, in each format. */
class SeveralBenchmarksTest {

  private static final String CONTROL = "apiserver-authorization-mode-not-always-allow";

  @TempDir private Path temp;

  private static Run check(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "check",
                "--host-root",
                Run.sample("control-plane-2"),
                "--control",
                CONTROL,
                "--benchmark",
                "cis-1.6",
                "--benchmark",
                "cis-2.0"));
    arguments.addAll(List.of(more));
    return Run.of(arguments.toArray(String[]::new));
  }

  @Test
  void tableHasAVerdictForEachAndTellsOneCauseOnce() {
    Run run = check();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .containsSubsequence(
            "cis-1.6: Not compliant", "cis-2.0: Not compliant", "cis-1.6 1.2.7, cis-2.0 1.2.6 ")
        .containsOnlyOnce("+++ b/");
  }

  @Test
  void jsonAndYamlAreAListAsKubectlPrintsIt() throws IOException {
    JsonNode json = new ObjectMapper().readTree(check("-o", "json").out());
    JsonNode yaml = new YAMLMapper().readTree(check("-o", "yaml").out());
    assertThat(json.get("kind").asText()).isEqualTo("ComplianceReportList");
    assertThat(json.get("apiVersion").asText()).isEqualTo("plumbline.dev/v1alpha1");
    assertThat(json.at("/items").findValuesAsText("benchmark"))
        .containsExactly("cis-1.6", "cis-2.0");
    assertThat(json.at("/items/0/metadata/name").asText()).isEqualTo("check-cis-1.6");
    assertThat(json.at("/items/0/status/controls/0/id").asText()).isEqualTo("1.2.7");
    assertThat(json.at("/items/1/status/controls/0/id").asText()).isEqualTo("1.2.6");
    assertThat(yaml.at("/items/1/status/controls")).isEqualTo(json.at("/items/1/status/controls"));
  }

  @Test
  void sarifHasARunForEachWithAnIdOfItsOwn() throws IOException {
    JsonNode runs = new ObjectMapper().readTree(check("-o", "sarif").out()).at("/runs");
    assertThat(runs).hasSize(2);
    assertThat(runs.findValues("automationDetails"))
        .extracting(details -> details.get("id").asText())
        .containsExactly("plumbline/cis-1.6/", "plumbline/cis-2.0/");
    assertThat(runs.findValues("results")).allSatisfy(results -> assertThat(results).isNotEmpty());
  }

  @Test
  void junitHasASuiteForEach() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("reports"));
    Files.writeString(folder.resolve("TEST-plumbline.xml"), check("-o", "junit").out());
    List<ReportTestSuite> suites =
        new SurefireReportParser(List.of(folder.toFile()), new NullConsoleLogger())
            .parseXMLReportFiles();
    assertThat(suites)
        .filteredOn(suite -> suite.getNumberOfFailures() == 1)
        .extracting(ReportTestSuite::getFullClassName)
        .containsExactly("cis-1.6." + CONTROL, "cis-2.0." + CONTROL);
  }

  @Test
  void csvHasOneHeadingAndMarkdownOneMarker() {
    assertThat(check("-o", "csv").out())
        .containsOnlyOnce("benchmark,id,control")
        .contains("\r\ncis-1.6,1.2.7,", "\r\ncis-2.0,1.2.6,");
    assertThat(check("-o", "markdown").out())
        .containsOnlyOnce("<!-- plumbline -->")
        .contains("Benchmark: `cis-1.6`", "Benchmark: `cis-2.0`");
  }

  @Test
  void openReportsAreADocumentForEach() throws IOException {
    try (var documents =
        new YAMLMapper().readerFor(JsonNode.class).readValues(check("-o", "openreports").out())) {
      assertThat(documents.readAll())
          .extracting(document -> ((JsonNode) document).at("/metadata/name").asText())
          .containsExactly("plumbline-check-cis-1.6", "plumbline-check-cis-2.0");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"html", "oscal"})
  void formatsForOneBenchmarkNeedAFileForEach(String format) {
    Run refused = check("-o", format);
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).contains(format + "=report-{benchmark}");
    Run written = check("-o", format + "=" + temp.resolve("{benchmark}.out"));
    assertThat(written.exit()).isEqualTo(1);
    assertThat(temp.resolve("cis-1.6.out")).content().contains("cis-1.6").doesNotContain("cis-2.0");
    assertThat(temp.resolve("cis-2.0.out")).content().contains("cis-2.0");
  }

  @Test
  void oneBenchmarkIsPrintedAsBefore() {
    String host = Run.sample("control-plane-2");
    Run run = Run.of("check", "--host-root", host, "--control", CONTROL, "--benchmark", "cis-2.0");
    assertThat(run.out()).startsWith("Not compliant\n").doesNotContain("cis-2.0 1.2.6");
  }

  @Test
  void benchmarksOfAScanAreEvaluatedAndThoseOfTheOptionsComeFirst() throws IOException {
    Path scan =
        Files.writeString(
            temp.resolve("scan.yaml"),
            """
            apiVersion: plumbline.dev/v1alpha1
            kind: ComplianceScan
            metadata: {name: cis}
            spec:
              benchmarks: [mine, cis-2.0]
              controls: {include: [apiserver-authorization-mode-not-always-allow]}
            ---
            apiVersion: plumbline.dev/v1alpha1
            kind: ComplianceBenchmark
            metadata: {name: mine}
            spec: {extends: cis-1.12}
            """);
    String host = Run.sample("control-plane-2");
    assertThat(Run.of("check", "--host-root", host, "--scan", scan.toString()).out())
        .containsSubsequence("mine: Not compliant", "cis-2.0: Not compliant");
    assertThat(
            Run.of(
                    "check",
                    "--host-root",
                    host,
                    "--scan",
                    scan.toString(),
                    "--benchmark",
                    "cis-1.6")
                .out())
        .startsWith("Not compliant\n");
  }

  @ParameterizedTest
  @CsvSource({
    "'benchmark: cis-2.0\n  benchmarks: [cis-1.12]', 'Set either benchmark or benchmarks, not both.'",
    "'benchmarks: [cis-2.0, cis-2.0]', The benchmark cis-2.0 is named twice."
  })
  void scanThatTheApiServerWouldRefuseIsRefused(String spec, String why) throws IOException {
    Path scan =
        Files.writeString(
            temp.resolve("scan.yaml"),
            "apiVersion: plumbline.dev/v1alpha1\nkind: ComplianceScan\nmetadata: {name: cis}\n"
                + "spec:\n  "
                + spec
                + "\n");
    Run run =
        Run.of("check", "--host-root", Run.sample("control-plane-2"), "--scan", scan.toString());
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("--scan: spec.benchmarks: " + why).hasLineCount(1);
  }

  @Test
  void optionsThatContradictAreOneLine() {
    assertThat(check("--benchmark", "cis-2.0").err())
        .isEqualTo("plumbline: --benchmark: The benchmark cis-2.0 is named twice.\n");
    assertThat(Run.of("check", "--benchmark", "cis-20").err())
        .isEqualTo(
            "plumbline: --benchmark: There is no benchmark \"cis-20\". The nearest name is cis-2.0;"
                + " \"plumbline benchmarks\" lists them.\n");
  }

  private static Run manifest(Path folder, String version, String... more) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("kube-apiserver.yaml"),
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: kube-apiserver, namespace: kube-system}
            spec:
              containers:
                - name: kube-apiserver
                  image: registry.k8s.io/kube-apiserver:%s
                  command: [kube-apiserver, --authorization-mode=RBAC]
            """
                .formatted(version));
    List<String> arguments =
        new ArrayList<>(List.of("check", file.toString(), "--control", CONTROL));
    arguments.addAll(List.of(more));
    return Run.of(arguments.toArray(String[]::new));
  }

  @Test
  void benchmarkForAnotherReleaseIsSaidWithTheOptionThatDecides() throws IOException {
    Run run = manifest(temp, "v1.27.3", "--benchmark", "cis-2.0");
    assertThat(run.exit()).isZero();
    assertThat(run.err())
        .hasLineCount(1)
        .contains("The benchmark cis-2.0 was written for Kubernetes 1.34-1.")
        .endsWith(
            "kube-apiserver.yaml is of 1.27. --benchmark chooses another, such as cis-1.9.\n");
    assertThat(run.out()).contains("The benchmark cis-2.0 was written for Kubernetes 1.34-1.");
    assertThat(manifest(temp, "v1.27.3", "--benchmark", "cis-1.9").err()).isEmpty();
  }

  @Test
  void benchmarkForAnotherDistributionIsSaid() throws IOException {
    assertThat(manifest(temp, "v1.26.3", "--benchmark", "rke2-cis-1.24").err())
        .hasLineCount(1)
        .contains("The benchmark rke2-cis-1.24 was written for ", "--benchmark chooses another");
  }

  @Test
  void releaseThatNothingNamesIsAskedFor() throws IOException {
    assertThat(manifest(temp, "latest").err())
        .hasLineCount(1)
        .contains("is not known", "--kubernetes-version names it.");
    assertThat(manifest(temp, "latest", "--kubernetes-version", "v1.34.1").err()).isEmpty();
    Run wrong = manifest(temp, "latest", "--kubernetes-version", "newest");
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err())
        .isEqualTo(
            "plumbline: --kubernetes-version: \"newest\" is not a release such as v1.36.3.\n");
  }
}
