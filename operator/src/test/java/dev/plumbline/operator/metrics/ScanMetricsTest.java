package dev.plumbline.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Comparison;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.operator.NodeCounts;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import dev.plumbline.report.model.ComplianceReportStatus.Summary;
import dev.plumbline.report.model.ComplianceScanStatus.Run;
import dev.plumbline.report.model.ComplianceScanStatus.Run.Cause;
import dev.plumbline.report.model.Condition;
import dev.plumbline.report.model.NotEvaluated;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanMetricsTest {

  private static final Run RUN =
      new Run(
          "a", 1, "", Cause.SpecChanged, "", "2026-11-23T12:00:00Z", "2026-11-23T12:01:30Z", "r");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ScanMetrics metrics = new ScanMetrics(registry);

  private static ComplianceReportStatus report(String compliant) {
    return report("cis-1.12", compliant);
  }

  private static ComplianceReportStatus report(String benchmark, String compliant) {
    return new ComplianceReportStatus(
        List.of(new Condition("Compliant", compliant, "R", "m", 1L, "2026-11-23T12:00:00Z")),
        benchmark,
        "a",
        "2026-11-23T12:01:30Z",
        "2026-11-23T12:01:30Z",
        new Summary(0, 1, 0, 0, 0, 0, 42),
        NodeCounts.of(3, 2, NotEvaluated.Reason.NotReady),
        List.of(
            new ControlResult(
                "1.2.6", "control", "title", Severity.high, Status.Fail, "", List.of())),
        List.of());
  }

  private double gauge(String name, String... tags) {
    return registry.get(name).tags(tags).gauge().value();
  }

  @ParameterizedTest
  @CsvSource({"True, 1", "False, 0", "Unknown, -1"})
  void complianceIsANumber(String compliant, double value) {
    metrics.evaluated("cis", List.of(report(compliant)), RUN);
    assertThat(gauge("plumbline.compliant", "scan", "cis")).isEqualTo(value);
  }

  private static NodeFinding finding(Status status, int nodes, @Nullable Comparison comparison) {
    return new NodeFinding(
        status,
        Reason.RequirementMet,
        "m",
        List.of(),
        nodes,
        List.of(),
        List.of(),
        List.of(),
        comparison);
  }

  @Test
  void comparisonsAreCountedByControlWhereAnythingWasCompared() {
    ComplianceReportStatus report = report("True");
    metrics.evaluated(
        "cis",
        List.of(
            report.withControls(
                List.of(
                    report
                        .controls()
                        .get(0)
                        .withFindings(
                            List.of(
                                finding(Status.Pass, 3, Comparison.Agree),
                                finding(Status.Fail, 2, Comparison.Differ),
                                finding(Status.Error, 4, null)))))),
        RUN);
    assertThat(gauge("plumbline.live.comparisons", "control", "control", "comparison", "Agree"))
        .isEqualTo(3);
    assertThat(gauge("plumbline.live.comparisons", "control", "control", "comparison", "Differ"))
        .isEqualTo(2);
    metrics.evaluated("cis", List.of(report), RUN);
    assertThat(registry.find("plumbline.live.comparisons").gauges()).isEmpty();
  }

  @Test
  void reportAndRunAreShown() {
    metrics.evaluated("cis", List.of(report("False")), RUN);
    assertThat(gauge("plumbline.score", "scan", "cis")).isEqualTo(42);
    assertThat(gauge("plumbline.last.scan.duration.seconds", "scan", "cis")).isEqualTo(90);
    assertThat(gauge("plumbline.last.scan.timestamp.seconds", "scan", "cis"))
        .isEqualTo(1_795_435_290);
    assertThat(gauge("plumbline.nodes", "scan", "cis", "state", "evaluated")).isEqualTo(2);
    assertThat(gauge("plumbline.nodes", "scan", "cis", "state", "not_evaluated")).isEqualTo(1);
    assertThat(gauge("plumbline.nodes.not.evaluated", "scan", "cis", "reason", "NotReady"))
        .isEqualTo(1);
    assertThat(gauge("plumbline.nodes.not.evaluated", "scan", "cis", "reason", "Fargate")).isZero();
    assertThat(
            gauge(
                "plumbline.control.status", "scan", "cis", "control", "control", "status", "Fail"))
        .isEqualTo(1);
    assertThat(gauge("plumbline.controls", "scan", "cis", "status", "Fail", "severity", "high"))
        .isEqualTo(1);
    assertThat(gauge("plumbline.controls", "scan", "cis", "status", "Pass", "severity", "high"))
        .isZero();
  }

  @Test
  void eachBenchmarkHasItsFiguresAndTheNodesWereReadOnce() {
    metrics.evaluated("cis", List.of(report("cis-1.12", "False"), report("cis-1.11", "True")), RUN);
    assertThat(gauge("plumbline.compliant", "scan", "cis", "benchmark", "cis-1.12")).isZero();
    assertThat(gauge("plumbline.compliant", "scan", "cis", "benchmark", "cis-1.11")).isOne();
    assertThat(registry.find("plumbline.control.status").tag("control", "control").gauges())
        .hasSize(2);
    assertThat(registry.find("plumbline.nodes").tag("state", "evaluated").gauges()).hasSize(1);
    assertThat(registry.find("plumbline.last.scan.duration.seconds").gauges()).hasSize(1);
  }

  @Test
  void deletedScanIsForgotten() {
    metrics.evaluated("cis", List.of(report("True")), RUN);
    metrics.evaluated("gone", List.of(report("True")), RUN);
    metrics.scanNames(() -> Set.of("cis"));
    metrics.refresh();
    assertThat(registry.find("plumbline.compliant").gauges())
        .extracting(Gauge::getId)
        .extracting(id -> id.getTag("scan"))
        .containsExactly("cis");
  }

  @Test
  void afterARestartAScansFiguresComeFromItsReportOnce() {
    ComplianceScan scan = new ComplianceScan();
    scan.setMetadata(new ObjectMetaBuilder().withName("cis").build());
    ComplianceReport report = new ComplianceReport();
    report.setStatus(report("True"));
    AtomicInteger reads = new AtomicInteger();
    for (int i = 0; i < 2; i++) {
      metrics.restored(
          scan,
          () -> {
            reads.incrementAndGet();
            return List.of(report);
          });
    }
    assertThat(gauge("plumbline.compliant", "scan", "cis")).isEqualTo(1);
    assertThat(reads).hasValue(1);
  }

  @Test
  void unreadNodesAreCounted() {
    metrics.nodeNotRead("cis");
    metrics.nodeNotRead("cis");
    assertThat(registry.get("plumbline.node.job.failures").tag("scan", "cis").counter().count())
        .isEqualTo(2);
  }
}
