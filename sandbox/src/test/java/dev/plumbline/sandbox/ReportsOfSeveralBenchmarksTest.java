package dev.plumbline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.History;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.ComplianceScanStatus.BenchmarkReport;
import dev.plumbline.report.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kubectl plumbline report} and {@code diff} of a scan with several benchmarks. */
class ReportsOfSeveralBenchmarksTest {

  @TempDir private Path temp;

  private EmbeddedApiServer server = EmbeddedApiServer.start();
  private KubernetesClient client = server.client();

  @BeforeEach
  void aScanWithTwoReports() {
    scan("audit", "cis-1.12", "cis-2.0");
    report("audit", "audit-cis-1.12", report("cis-1.12", Status.Pass));
    report("audit", "audit-cis-2.0", report("cis-2.0", Status.Fail));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private void scan(String name, String... benchmarks) {
    ComplianceScan scan = new ComplianceScan();
    scan.setMetadata(new ObjectMetaBuilder().withName(name).build());
    client.resource(scan).create();
    List<BenchmarkReport> reports =
        List.of(benchmarks).stream()
            .map(b -> new BenchmarkReport(name + "-" + b, b, "False", null, null))
            .toList();
    scan.setStatus(new ComplianceScanStatus(1L, List.of(), null, null, null, null, null, reports));
    client.resource(scan).updateStatus();
  }

  private void report(String scan, String name, ComplianceReportStatus status) {
    ComplianceReport report = new ComplianceReport();
    report.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withOwnerReferences(
                new OwnerReferenceBuilder()
                    .withApiVersion("plumbline.dev/v1alpha1")
                    .withKind("ComplianceScan")
                    .withName(scan)
                    .withUid("uid")
                    .build())
            .build());
    report.setStatus(status);
    client.resource(report).create();
  }

  private static ComplianceReportStatus report(String benchmark, Status status) {
    ComplianceReportStatus before = evaluated(benchmark, "first", Status.Pass);
    return History.continued(
        evaluated(benchmark, "second", status),
        Optional.of(History.continued(before, Optional.empty(), 10)),
        10);
  }

  private static ComplianceReportStatus evaluated(String benchmark, String run, Status status) {
    boolean pass = status == Status.Pass;
    return new ComplianceReportStatus(
        List.of(new Condition("Compliant", pass ? "True" : "False", "R", "M.", null, null)),
        benchmark,
        run,
        null,
        "2026-11-25T00:00:00Z",
        null,
        ComplianceScanStatus.Nodes.allEvaluated(1),
        List.of(new ControlResult("1.2.6", "a", "A", Severity.high, status, "Fix it.", List.of())),
        List.of());
  }

  private Run plumbline(String... arguments) throws IOException {
    return Run.against(server, temp, List.of(arguments));
  }

  @Test
  void reportOfTheScanIsThatOfEachBenchmark() throws IOException {
    for (Run run : List.of(plumbline("report", "audit"), plumbline("report"))) {
      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(run.out()).containsSubsequence("cis-1.12: Compliant", "cis-2.0: Not compliant");
    }
    assertThat(plumbline("report", "audit", "--exit-code").exit()).isEqualTo(1);
    JsonNode list = new ObjectMapper().readTree(plumbline("report", "audit", "-o", "json").out());
    assertThat(list.at("/items")).hasSize(2);
  }

  @Test
  void oneBenchmarkCanBeChosenOrTheReportNamed() throws IOException {
    for (Run run :
        List.of(
            plumbline("report", "audit", "--benchmark", "cis-1.12", "--exit-code"),
            plumbline("report", "audit-cis-1.12", "--exit-code"))) {
      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(run.out()).startsWith("Compliant\n").contains("1 passes");
    }
    assertThat(plumbline("report", "audit", "--benchmark", "cis-1.6").err())
        .contains(
            "There is no report on the benchmark cis-1.6. There are reports on: cis-1.12,"
                + " cis-2.0.");
  }

  @Test
  void diffIsOfOneBenchmark() throws IOException {
    Run several = plumbline("diff", "audit");
    assertThat(several.exit()).isEqualTo(2);
    assertThat(several.err()).contains("Choose one with --benchmark: cis-1.12, cis-2.0.");
    assertThat(plumbline("diff", "audit", "--benchmark", "cis-1.12").exit()).isZero();
    Run regressed = plumbline("diff", "audit", "--benchmark", "cis-2.0");
    assertThat(regressed.exit()).isEqualTo(1);
    assertThat(regressed.out()).contains("Regressed");
  }

  @Test
  void scanMustBeNamedWhereThereAreSeveral() throws IOException {
    report("cis", "cis", report("cis-2.0", Status.Pass));
    assertThat(plumbline("report").err())
        .contains("There are reports of several scans. Name one of: audit, cis");
    assertThat(plumbline("report", "cis", "--exit-code").exit()).isZero();
  }
}
