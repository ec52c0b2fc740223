package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.NodeCounts;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceScanStatus.Run;
import dev.plumbline.report.model.ComplianceScanStatus.Run.Cause;
import dev.plumbline.report.model.Condition;
import dev.plumbline.report.model.NotEvaluated;
import io.fabric8.kubernetes.api.model.Event;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScanEventRecorderTest {

  private static final Run RUN =
      new Run("a", 1, "", Cause.SpecChanged, "", MockCluster.NOW.toString(), null, null);

  private MockCluster cluster;
  private ComplianceScan scan;
  private ScanEventRecorder events;

  @BeforeEach
  void startCluster() {
    cluster = MockCluster.start();
    scan = cluster.scan("suspend: false");
    events = new ScanEventRecorder(cluster.client(), MockCluster.CLOCK);
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  private List<Event> recorded() {
    return cluster.client().v1().events().inNamespace("default").list().getItems();
  }

  private static ComplianceReportStatus report(String compliant, String message) {
    return ComplianceReportStatus.waiting(
        List.of(
            new Condition("Compliant", compliant, "Reason", message, 1L, "2020-01-01T12:00:00Z")));
  }

  private void verdict(Optional<ComplianceReportStatus> before, ComplianceReportStatus after) {
    events.verdict(scan, new ReportPipeline.Replacement("cis", "cis-2.0", after, before));
  }

  @Test
  void startIsRecordedForTheScan() {
    events.started(scan, RUN, 1);
    assertThat(recorded())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getReason()).isEqualTo("ScanStarted");
              assertThat(event.getMessage()).isEqualTo("Reading 1 node.");
              assertThat(event.getInvolvedObject().getKind()).isEqualTo("ComplianceScan");
              assertThat(event.getInvolvedObject().getUid()).isEqualTo(scan.getMetadata().getUid());
            });
  }

  @Test
  void reconciliationThatIsRepeatedRecordsNothingTwice() {
    events.started(scan, RUN, 1);
    events.started(scan, RUN, 1);
    assertThat(recorded()).hasSize(1);
    events.started(
        scan, new Run("b", 1, "", Cause.SpecChanged, "", RUN.startTime(), null, null), 1);
    assertThat(recorded()).hasSize(2);
  }

  @Test
  void endIsRecordedWithTheVerdict() {
    events.finished(scan, RUN, NodeCounts.of(3, 2, NotEvaluated.Reason.NotReady), "Unknown");
    assertThat(recorded())
        .singleElement()
        .extracting(Event::getMessage)
        .isEqualTo("2 of 3 nodes were evaluated. Compliant is Unknown.");
  }

  @Test
  void changeToTheWorseIsAWarning() {
    verdict(Optional.of(report("True", "m")), report("False", "Failed: 1.2.1 x."));
    assertThat(recorded())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getType()).isEqualTo("Warning");
              assertThat(event.getMessage())
                  .isEqualTo(
                      "Compliant of the report cis changed from True to False. Failed: 1.2.1 x.");
            });
  }

  @Test
  void changeToTheBetterIsNormal() {
    verdict(Optional.of(report("False", "m")), report("True", "m"));
    assertThat(recorded()).extracting(Event::getType).containsExactly("Normal");
  }

  @Test
  void verdictThatStaysAndAFirstVerdictAreNotRecorded() {
    verdict(Optional.of(report("True", "before")), report("True", "after"));
    verdict(Optional.empty(), report("True", "after"));
    assertThat(recorded()).isEmpty();
  }

  @Test
  void longMessageIsCutToWhatTheApiAllows() {
    verdict(Optional.of(report("True", "m")), report("False", "x".repeat(5000)));
    assertThat(recorded())
        .singleElement()
        .satisfies(event -> assertThat(event.getMessage()).hasSize(1000));
  }

  @Test
  void scanGoesOnWhenAnEventCannotBeWritten() {
    cluster.refusePost("/api/v1/namespaces/default/events", "Forbidden");
    assertThatCode(() -> events.started(scan, RUN, 1)).doesNotThrowAnyException();
  }
}
