package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.format.OutputFormat;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import dev.plumbline.report.model.ComplianceReportStatus.Summary;
import dev.plumbline.report.model.ComplianceScanStatus.Nodes;
import dev.plumbline.report.model.Condition;
import dev.plumbline.report.model.NotEvaluated;
import dev.plumbline.report.model.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.SurefireReportParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every format has the nodes that a report is not about, apart from its findings. */
class UnevaluatedNodesFormatsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TIME = "2026-11-23T12:00:00Z";

  @TempDir private Path temp;

  /** One control that passes on a node, and 13 nodes that were not evaluated. */
  private static Report report(String reason) {
    return report("cis-2.0", reason);
  }

  private static Report report(String benchmark, String reason) {
    NodeFinding pass =
        new NodeFinding(
            Status.Pass,
            Reason.RequirementMet,
            "It is so.",
            List.of("cp-1"),
            1,
            List.of(),
            List.of(),
            List.of());
    return Report.named(
        "cis",
        new ComplianceReportStatus(
            List.of(
                new Condition("Compliant", "Unknown", "NodesNotEvaluated", "m", 1L, TIME),
                new Condition("NodesEvaluated", "False", reason, "m", 1L, TIME)),
            benchmark,
            "run",
            TIME,
            TIME,
            new Summary(1, 0, 0, 0, 0, 0, 100),
            new Nodes(
                14,
                1,
                13,
                List.of(
                    new NotEvaluated(
                        NotEvaluated.Reason.Fargate,
                        12,
                        List.of(new NotEvaluated.Node("fargate-1", "It is a <microVM>."))),
                    new NotEvaluated(
                        NotEvaluated.Reason.NotReady,
                        1,
                        List.of(new NotEvaluated.Node("worker-1", "It is not ready."))))),
            List.of(
                new ControlResult(
                    "1.2.6", "control", "Title", Severity.high, Status.Pass, "r", List.of(pass))),
            List.of()));
  }

  private static final Report UNKNOWN = report("SomeNotEvaluated");
  private static final Report TOLERATED = report("Tolerated");

  /** Checklists are of STIGs only. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ckl", "cklb"})
  void everyFormatNamesThemWithTheReasonAndTheCount(OutputFormat format) {
    String text = format.render(UNKNOWN);
    assertThat(text).contains("fargate-1", "worker-1", "Fargate", "NotReady");
    assertThat(text).containsPattern("\\b12\\b");
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ckl", "cklb"})
  void noFormatHasThemWhereEveryNodeWasEvaluated(OutputFormat format) {
    ComplianceReportStatus status = UNKNOWN.status();
    Report all =
        Report.named(
            "cis",
            new ComplianceReportStatus(
                List.of(),
                status.benchmark(),
                status.run(),
                TIME,
                TIME,
                status.summary(),
                Nodes.allEvaluated(1),
                status.controls(),
                List.of()));
    assertThat(format.render(all)).doesNotContainIgnoringCase("not evaluated");
  }

  private static JsonNode valid(VersionFlag draft, String schema, String text) throws IOException {
    try (InputStream in = UnevaluatedNodesFormatsTest.class.getResourceAsStream(schema)) {
      JsonNode tree = JSON.readTree(text);
      assertThat(
              JsonSchemaFactory.getInstance(draft)
                  .getSchema(Objects.requireNonNull(in, schema))
                  .validate(tree))
          .isEmpty();
      return tree;
    }
  }

  @Test
  void sarifHasThemAsNotificationsAndTheRunWasNotWholeUnlessTolerated() throws IOException {
    JsonNode run =
        valid(VersionFlag.V7, "/schema/sarif-schema-2.1.0.json", OutputFormat.sarif.render(UNKNOWN))
            .at("/runs/0");
    assertThat(run.at("/results")).isEmpty();
    assertThat(run.at("/invocations/0/executionSuccessful").asBoolean()).isFalse();
    assertThat(run.at("/invocations/0/toolExecutionNotifications").findValuesAsText("level"))
        .containsExactly("error", "error");
    JsonNode tolerated = JSON.readTree(OutputFormat.sarif.render(TOLERATED)).at("/runs/0");
    assertThat(tolerated.at("/invocations/0/executionSuccessful").asBoolean()).isTrue();
    assertThat(tolerated.at("/invocations/0/toolExecutionNotifications").findValuesAsText("level"))
        .containsExactly("note", "note");
  }

  @Test
  void oscalHasThemAsObservations() throws IOException {
    JsonNode result =
        valid(
                VersionFlag.V7,
                "/schema/json/oscal-ar_schema.json",
                OutputFormat.oscal.render(UNKNOWN))
            .at("/assessment-results/results/0");
    assertThat(result.at("/observations")).hasSize(3);
    assertThat(result.at("/local-definitions/inventory-items").findValuesAsText("description"))
        .containsExactly("cp-1", "fargate-1", "worker-1");
    assertThat(result.at("/findings")).hasSize(1);
  }

  private ReportTestSuite nodes(Report report) throws IOException {
    Path folder = Files.createTempDirectory(temp, "reports");
    Files.writeString(folder.resolve("TEST-plumbline.xml"), OutputFormat.junit.render(report));
    return new SurefireReportParser(List.of(folder.toFile()), new NullConsoleLogger())
        .parseXMLReportFiles().stream()
            .filter(suite -> suite.getFullClassName().endsWith(".nodes"))
            .findFirst()
            .orElseThrow();
  }

  @Test
  void junitHasThemAsErrorsOrSkipsThemWhereTolerated() throws IOException {
    assertThat(nodes(UNKNOWN).getNumberOfErrors()).isEqualTo(2);
    assertThat(nodes(TOLERATED).getNumberOfErrors()).isZero();
    assertThat(nodes(TOLERATED).getNumberOfSkipped()).isEqualTo(2);
    assertThat(OutputFormat.junit.render(UNKNOWN))
        .contains("tests=\"3\" failures=\"0\" errors=\"2\" skipped=\"0\"");
    assertThat(OutputFormat.junit.render(TOLERATED))
        .contains("tests=\"3\" failures=\"0\" errors=\"0\" skipped=\"2\"");
  }

  @Test
  void openReportsHasThemAsResultsOfARuleOfTheirOwn() throws IOException {
    JsonNode report = new YAMLMapper().readTree(OutputFormat.openreports.render(UNKNOWN));
    assertThat(report.at("/summary/error").asInt()).isEqualTo(2);
    assertThat(report.at("/results/0/rule").asText()).isEqualTo("nodes-evaluated");
    assertThat(report.at("/results/0/resources/0/name").asText()).isEqualTo("fargate-1");
    JsonNode tolerated = new YAMLMapper().readTree(OutputFormat.openreports.render(TOLERATED));
    assertThat(tolerated.at("/summary/skip").asInt()).isEqualTo(2);
  }

  @Test
  void checklistsHaveThemInTheCommentOfTheTarget() {
    Report stig = report("stig-kubernetes-v2r6", "SomeNotEvaluated");
    for (OutputFormat format : List.of(OutputFormat.ckl, OutputFormat.cklb)) {
      assertThat(format.render(stig)).contains("12 nodes were not evaluated (Fargate)", "worker-1");
    }
  }

  @Test
  void csvHasARowForEachReason() throws IOException {
    List<CSVRecord> rows =
        CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .get()
            .parse(new StringReader(OutputFormat.csv.render(UNKNOWN)))
            .getRecords();
    assertThat(rows)
        .extracting(row -> row.get("status"))
        .containsExactly("NotEvaluated", "NotEvaluated", "Pass");
    assertThat(rows.get(0).get("nodeCount")).isEqualTo("12");
    assertThat(rows.get(0).get("control")).isEmpty();
  }

  @Test
  void htmlAndMarkdownEscapeWhatANodeSays() {
    for (OutputFormat format : List.of(OutputFormat.html, OutputFormat.markdown)) {
      assertThat(format.render(UNKNOWN)).doesNotContain("<microVM>").contains("&lt;microVM&gt;");
    }
  }
}
