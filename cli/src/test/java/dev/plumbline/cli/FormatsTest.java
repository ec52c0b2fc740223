package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.SurefireReportParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each format against its schema, or read by a library that reads it. */
class FormatsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path temp;

  private static String examples() {
    return Run.project().resolve("examples/repository").toString();
  }

  private static String written(String format) {
    return Run.of("check", examples(), "-o", format).out();
  }

  private static void fits(VersionFlag draft, String schema, String text) throws IOException {
    try (InputStream in = FormatsTest.class.getResourceAsStream(schema)) {
      JsonSchema known =
          JsonSchemaFactory.getInstance(draft).getSchema(Objects.requireNonNull(in, schema));
      assertThat(known.validate(JSON.readTree(text))).isEmpty();
      // A schema that takes anything would prove nothing.
      assertThat(known.validate(JSON.readTree("{}"))).isNotEmpty();
    }
  }

  @Test
  void sarifFitsItsSchemaAndPointsAtLines() throws IOException {
    String text = written("sarif");
    fits(VersionFlag.V7, "/schema/sarif-schema-2.1.0.json", text);
    List<String> places = new ArrayList<>();
    Set<String> fingerprints = new HashSet<>();
    JsonNode results = JSON.readTree(text).at("/runs/0/results");
    for (JsonNode result : results) {
      JsonNode place = result.at("/locations/0/physicalLocation");
      places.add(
          result.at("/ruleId").asText()
              + " "
              + result.at("/level").asText()
              + " "
              + place.at("/artifactLocation/uri").asText().replaceFirst(".*examples/", "")
              + ":"
              + place.at("/region/startLine").asInt()
              + ":"
              + place.at("/region/startColumn").asInt());
      fingerprints.add(result.at("/partialFingerprints/plumblineFinding~1v1").asText());
    }
    assertThat(places)
        .contains(
            "apiserver-authorization-mode-not-always-allow error"
                + " repository/kubeadm/cluster.yaml:8:14");
    assertThat(fingerprints).hasSize(results.size());
  }

  @Test
  void fingerprintsStayWhenLinesMove() throws IOException {
    Path file = temp.resolve("config.yaml");
    Files.writeString(file, "kube-apiserver-arg: [authorization-mode=AlwaysAllow]\n");
    JsonNode before = sarif(file);
    Files.writeString(file, "# more\n\nkube-apiserver-arg: [authorization-mode=AlwaysAllow]\n");
    JsonNode after = sarif(file);
    assertThat(after.at("/locations")).isNotEqualTo(before.at("/locations"));
    assertThat(after.at("/partialFingerprints")).isEqualTo(before.at("/partialFingerprints"));
  }

  private static JsonNode sarif(Path file) throws IOException {
    String text = Run.of("check", file.toString(), "--control", "1.2.6", "-o", "sarif").out();
    return JSON.readTree(text).at("/runs/0/results/0");
  }

  @Test
  void whatCouldNotBeToldIsOpenInSarifAndTheRunWasNotWhole() throws IOException {
    Path file = Files.writeString(temp.resolve("kube-apiserver.yaml"), "a: [");
    String text = Run.of("check", file.toString(), "--control", "1.2.6", "-o", "sarif").out();
    fits(VersionFlag.V7, "/schema/sarif-schema-2.1.0.json", text);
    JsonNode run = JSON.readTree(text).at("/runs/0");
    assertThat(run.at("/results/0/kind").asText()).isEqualTo("open");
    assertThat(run.at("/invocations/0/executionSuccessful").asBoolean()).isFalse();
  }

  @Test
  void oscalFitsItsSchema() throws IOException {
    String text = written("oscal");
    fits(VersionFlag.V7, "/schema/json/oscal-ar_schema.json", text);
    JsonNode result = JSON.readTree(text).at("/assessment-results/results/0");
    assertThat(result.at("/findings").findValuesAsText("state"))
        .contains("satisfied", "not-satisfied");
  }

  @Test
  void junitIsReadAsSurefireReadsIt() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("reports"));
    Files.writeString(folder.resolve("TEST-plumbline.xml"), written("junit"));
    List<ReportTestSuite> suites =
        new SurefireReportParser(List.of(folder.toFile()), new NullConsoleLogger())
            .parseXMLReportFiles();
    String xml = written("junit");
    int tests = suites.stream().mapToInt(ReportTestSuite::getNumberOfTests).sum();
    int failures = suites.stream().mapToInt(ReportTestSuite::getNumberOfFailures).sum();
    assertThat(xml).contains("tests=\"" + tests + "\" failures=\"" + failures + "\"");
    assertThat(failures).isPositive();
    assertThat(suites)
        .anySatisfy(
            suite -> {
              assertThat(suite.getFullClassName())
                  .isEqualTo("cis-2.0.apiserver-authorization-mode-not-always-allow");
              assertThat(suite.getNumberOfFailures()).isPositive();
            });
  }

  @Test
  void csvHasARowForEachFindingAndNoFormulas() throws IOException {
    Path file = Files.writeString(temp.resolve("=cmd.yaml"), "kubelet-arg: [anonymous-auth=true]");
    Run run = Run.of("check", examples(), file.toString(), "-o", "csv");
    List<CSVRecord> rows =
        CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .get()
            .parse(new StringReader(run.out()))
            .getRecords();
    assertThat(rows)
        .filteredOn(row -> row.get("id").equals("4.2.1") && row.get("status").equals("Fail"))
        .extracting(row -> row.get("line"))
        .contains("16", "22", "8", "1");
    assertThat(rows).allSatisfy(row -> row.forEach(c -> assertThat(c).doesNotStartWith("=")));
  }

  @Test
  void openReportsIsAClusterReport() throws IOException {
    JsonNode report = new YAMLMapper().readTree(written("openreports"));
    assertThat(report.at("/apiVersion").asText()).isEqualTo("openreports.io/v1alpha1");
    assertThat(report.at("/kind").asText()).isEqualTo("ClusterReport");
    assertThat(report.at("/results").size())
        .isEqualTo(
            report.at("/summary/pass").asInt()
                + report.at("/summary/fail").asInt()
                + report.at("/summary/warn").asInt()
                + report.at("/summary/error").asInt()
                + report.at("/summary/skip").asInt());
  }

  @Test
  void markdownLetsNoMarkupOfANodeThrough() throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("config.yaml"),
            "kubelet-arg: ['anonymous-auth=true', \"node-labels=a=<img src=x>```@everyone\","
                + " read-only-port=1]");
    String text = Run.of("check", file.toString(), "-o", "markdown").out();
    assertThat(text)
        .startsWith("<!-- plumbline -->\n## Plumbline: not compliant")
        .contains("| Fail | 4.2.1 ");
    // Within a fence, longer than any that stands in the line itself, nothing is markup.
    assertThat(text.replaceAll("(?ms)^(`{3,})\\w*$.*?^\\1$", ""))
        .isNotEqualTo(text)
        .doesNotContain("<img", "@everyone");
    assertThat(written("markdown").length()).isLessThan(65_536);
  }

  @Test
  void htmlNeedsNothingFromOutsideAndEscapesWhatNodesSay() throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("x<script>alert(1)<script>.yaml"), "kubelet-arg: [anonymous-auth=true]");
    String page = Run.of("check", file.toString(), "-o", "html").out();
    assertThat(page)
        .contains("Not compliant", "default-src 'none'", "x&lt;script&gt;alert(1)")
        .doesNotContain("<script>alert")
        .doesNotContainPattern("(src|href)=\"?(https?:)?//");
  }

  @Test
  void severalFormatsAtOnceGoToFiles() throws IOException {
    Path sarif = temp.resolve("a.sarif");
    Path html = temp.resolve("a.html");
    Run run =
        Run.of("check", examples(), "-o", "sarif=" + sarif, "-o", "html=" + html, "-o", "table");
    assertThat(run.out()).startsWith("Not compliant\n");
    assertThat(Files.readString(sarif, StandardCharsets.UTF_8)).contains("2.1.0");
    assertThat(html).isNotEmptyFile();
    assertThat(Run.of("check", examples(), "-o", "json", "-o", "csv").err())
        .contains("Only one format");
  }
}
