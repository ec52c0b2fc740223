package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.store.NodeResult;
import dev.plumbline.operator.store.NodeTarget;
import dev.plumbline.report.ReportBuilder;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceScanSpec;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.ComplianceScanStatus.Run;
import dev.plumbline.report.model.ComplianceScanStatus.Run.Cause;
import dev.plumbline.report.model.Condition;
import dev.plumbline.report.model.NotEvaluated;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScanStatusFactoryTest {

  private static final Run RUN =
      new Run("a", 1, "", Cause.SpecChanged, "", MockCluster.NOW.toString(), null, null);
  private static final Run FINISHED = RUN.completed("2020-01-01T12:00:00Z", "rules");

  private final ScanStatusFactory statuses = new ScanStatusFactory(MockCluster.CLOCK);

  private static ComplianceScan scan(String spec) {
    ComplianceScan scan = new ComplianceScan();
    scan.setMetadata(new ObjectMetaBuilder().withName("cis").withGeneration(3L).build());
    scan.setSpec(Serialization.unmarshal(spec, ComplianceScanSpec.class));
    return scan;
  }

  private static NodeResult collected(String name) {
    return new NodeResult.Collected(
        new NodeTarget(name, "uid", "v1.36.3"), "digest", "2020-01-01T12:00:00Z");
  }

  private static NodeResult failed(String name, String message) {
    return new NodeResult.NotRead(
        new NodeTarget(name, "uid", "v1.36.3"), NotEvaluated.Reason.NotReady, message);
  }

  private static ComplianceReportStatus report(Severity severity, Status status) {
    return ComplianceReportStatus.waiting(List.of())
        .withControls(
            List.of(
                new ControlResult("1.2.6", "control", "title", severity, status, "", List.of())));
  }

  private static ReportPipeline.Evaluation published(
      RunProgress progress, ComplianceReportStatus report) {
    return new ReportPipeline.Evaluation(
        List.of(new ReportPipeline.Replacement("cis", "cis-2.0", report, Optional.empty())),
        List.of(),
        new EvaluatedInputs(Optional.empty(), Map.of(), Optional.empty()),
        progress,
        new ReportBuilder.Times(MockCluster.NOW, MockCluster.NOW));
  }

  private static Condition condition(ComplianceScanStatus status, String type) {
    return status.conditions().stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private ComplianceScanStatus finished(String spec, Severity severity, Status status) {
    return statuses.finished(
        scan(spec),
        FINISHED,
        published(
            new RunProgress(1, List.of(collected("a")), RunProgress.Extent.WHOLE, List.of()),
            report(severity, status)),
        Optional.empty());
  }

  @Test
  void progressNamesTheFirstOfTheNodesThatAreHeldUp() {
    List<String> blockers =
        IntStream.range(0, 7).mapToObj(i -> "n" + i + ": Unschedulable: no room.").toList();
    ComplianceScanStatus status =
        statuses.inProgress(
            scan("suspend: false"),
            RUN,
            new RunProgress(8, List.of(collected("a")), RunProgress.Extent.PARTIAL, blockers));
    assertThat(condition(status, "Reconciling").message())
        .startsWith("1 of 8 nodes were read. Blocked: n0: Unschedulable: no room; n1: ")
        .endsWith("; and 2 more.")
        .doesNotContain("n5");
    assertThat(condition(status, "Stalled").message()).isEqualTo("The scan is not blocked.");
    assertThat(status.observedGeneration()).isEqualTo(3);
  }

  @Test
  void unreadNodesStallAScanWhateverElseWasFound() {
    List<NodeResult> results =
        new ArrayList<>(List.of(collected("a"), failed("b", "Unreachable.")));
    ComplianceScanStatus status =
        statuses.finished(
            scan("failOn: low"),
            FINISHED,
            published(
                new RunProgress(2, results, RunProgress.Extent.WHOLE, List.of()),
                report(Severity.high, Status.Fail)),
            Optional.empty());
    assertThat(condition(status, "Stalled").reason()).isEqualTo("NodesNotEvaluated");
    assertThat(condition(status, "Stalled").message())
        .startsWith("1 of 2 nodes were evaluated: 1 NotReady (b: Unreachable). Make them");
    assertThat(status.nodes())
        .isEqualTo(new RunProgress(2, results, RunProgress.Extent.WHOLE, List.of()).counts());
  }

  @Test
  void unreadNodesThatAreToleratedStallNothing() {
    List<NodeResult> results = List.of(collected("a"), failed("b", "Unreachable."));
    ComplianceScanStatus status =
        statuses.finished(
            scan("unreadableNodes: {policy: Tolerate, maxShare: 50%}"),
            FINISHED,
            published(
                new RunProgress(2, results, RunProgress.Extent.WHOLE, List.of()),
                report(Severity.high, Status.Pass)),
            Optional.empty());
    assertThat(condition(status, "Ready").status()).isEqualTo("True");
    assertThat(condition(status, "Ready").message())
        .isEqualTo(
            "1 of 2 nodes were evaluated: 1 NotReady (b: Unreachable). spec.unreadableNodes"
                + " tolerates 50%.");
  }

  @Test
  void progressCountsNodesThatCannotBeEvaluated() {
    List<NodeResult> results = List.of(collected("a"), failed("b", "Unreachable."));
    ComplianceScanStatus status =
        statuses.inProgress(
            scan("suspend: false"),
            RUN,
            new RunProgress(3, results, RunProgress.Extent.WHOLE, List.of()));
    assertThat(condition(status, "Reconciling").message())
        .isEqualTo("1 of 3 nodes were read. 1 cannot be evaluated; see status.nodes.");
  }

  @Test
  void failOnRejectsFailuresAndErrorsOfItsSeverityAndAbove() {
    for (Status status : List.of(Status.Fail, Status.Error)) {
      assertThat(condition(finished("failOn: high", Severity.high, status), "Ready").reason())
          .isEqualTo("NotCompliant");
      assertThat(condition(finished("failOn: high", Severity.low, status), "Ready").reason())
          .isEqualTo("Scanned");
    }
    for (Status status : List.of(Status.Pass, Status.Manual, Status.Waived, Status.NotApplicable)) {
      assertThat(condition(finished("failOn: high", Severity.high, status), "Ready").reason())
          .isEqualTo("Scanned");
    }
  }

  @Test
  void withoutFailOnAScanIsReadyWhateverWasFound() {
    ComplianceScanStatus status = finished("suspend: false", Severity.high, Status.Fail);
    assertThat(condition(status, "Ready").status()).isEqualTo("True");
    assertThat(status.lastScanTime()).isEqualTo("2020-01-01T12:00:00Z");
    assertThat(status.report()).isEqualTo("cis");
  }

  @Test
  void invalidSpecKeepsWhatTheLastRunCameTo() {
    ComplianceScan scan = scan("suspend: false");
    scan.setStatus(finished("suspend: false", Severity.high, Status.Pass));
    ComplianceScanStatus status =
        statuses.invalid(scan, new ResolvedScan.Invalid("schedule", "It is wrong."));
    assertThat(condition(status, "Stalled").message()).isEqualTo("spec.schedule: It is wrong.");
    assertThat(status.run()).isEqualTo(FINISHED);
    assertThat(status.lastScanTime()).isEqualTo("2020-01-01T12:00:00Z");
  }
}
