package dev.plumbline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kubectl plumbline rescan} after a fix: the flow is fix, rescan, look. */
class RescanCommandTest {

  @TempDir private Path temp;

  private EmbeddedApiServer server = EmbeddedApiServer.start();
  private KubernetesClient client = server.client();

  @BeforeEach
  void aScanThatFoundFailures() {
    ComplianceScan scan = new ComplianceScan();
    scan.setMetadata(new ObjectMetaBuilder().withName("cis").build());
    scan.setStatus(status("first", "NotCompliant", generation(client.resource(scan).create())));
    client.resource(scan).updateStatus();
    ComplianceReport report = new ComplianceReport();
    report.setMetadata(new ObjectMetaBuilder().withName("cis").build());
    report.setStatus(report("first", Status.Fail));
    client.resource(report).create();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private static ComplianceScanStatus status(String run, String stalledReason, long generation) {
    boolean stalled = !stalledReason.isEmpty();
    return new ComplianceScanStatus(
        generation,
        List.of(
            new Condition(
                "Ready", stalled ? "False" : "True", "Scanned", run + " ended.", null, null),
            new Condition(
                "Stalled", stalled ? "True" : "False", stalledReason, run + " ended.", null, null)),
        new ComplianceScanStatus.Run(
            run,
            1,
            null,
            ComplianceScanStatus.Run.Cause.RescanRequested,
            null,
            "2026-11-25T00:00:00Z",
            "2026-11-25T00:01:00Z",
            null),
        null,
        null,
        null,
        "cis",
        List.of());
  }

  private static ComplianceReportStatus report(String run, Status status) {
    boolean pass = status == Status.Pass;
    return new ComplianceReportStatus(
        List.of(new Condition("Compliant", pass ? "True" : "False", "R", "M.", null, null)),
        "cis-2.0",
        run,
        null,
        null,
        null,
        ComplianceScanStatus.Nodes.allEvaluated(1),
        List.of(new ControlResult("1.2.6", "a", "A", Severity.high, status, "Fix it.", List.of())),
        List.of());
  }

  private static long generation(ComplianceScan scan) {
    return Optional.ofNullable(scan.getMetadata().getGeneration()).orElse(0L);
  }

  private Run rescan(String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("rescan", "cis"));
    arguments.addAll(List.of(more));
    return Run.against(server, temp, arguments);
  }

  /** The operator's part: a run for the annotation. */
  private void answer(String run, String stalledReason, ComplianceReportStatus report) {
    client
        .resources(ComplianceScan.class)
        .withName("cis")
        .watch(
            new Watcher<>() {
              private boolean answered;

              @Override
              public void eventReceived(Action action, ComplianceScan scan) {
                var annotations = scan.getMetadata().getAnnotations();
                if (!answered
                    && annotations != null
                    && annotations.containsKey(ComplianceScan.RESCAN)) {
                  answered = true;
                  client
                      .resources(ComplianceReport.class)
                      .withName("cis")
                      .editStatus(
                          current -> {
                            current.setStatus(report);
                            return current;
                          });
                  client
                      .resources(ComplianceScan.class)
                      .withName("cis")
                      .editStatus(
                          current -> {
                            current.setStatus(status(run, stalledReason, generation(current)));
                            return current;
                          });
                }
              }

              @Override
              public void onClose(WatcherException cause) {}
            });
  }

  @Test
  void waitsForTheRunThatItStarted() throws IOException {
    answer("second", "", report("second", Status.Pass));

    Run run = rescan("--timeout", "60");

    assertThat(run.out()).contains("1 passes").doesNotContain("fails");
    assertThat(run.exit()).as(run.err()).isZero();
  }

  @Test
  void printsNoReportOfAnEarlierRun() throws IOException {
    Run run = rescan("--timeout", "1");

    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("did not end within 1 s");
    assertThat(run.exit()).isEqualTo(2);
  }

  @Test
  void endsWhenNoRunCanStart() throws IOException {
    answer("first", "InvalidSpec", report("first", Status.Fail));

    Run run = rescan("--timeout", "60");

    assertThat(run.out()).isEmpty();
    assertThat(run.exit()).isEqualTo(2);
  }
}
