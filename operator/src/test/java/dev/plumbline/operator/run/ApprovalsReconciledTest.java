package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.MovedClock;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.api.ComplianceWaiver;
import dev.plumbline.operator.store.NodeTarget;
import dev.plumbline.report.model.ComplianceWaiverSpec;
import dev.plumbline.report.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A scan whose run has ended follows waivers, and reads no node for it. */
class ApprovalsReconciledTest {

  private final MovedClock clock = new MovedClock();
  private MockCluster cluster;
  private Reconciliations reconciler;
  private String run;

  @BeforeEach
  void aRunThatHasEnded() {
    cluster = MockCluster.start();
    reconciler = new Reconciliations(cluster, clock);
    cluster.node("cp-1");
    cluster.scan("benchmark: cis-1.12\ncontrols: {include: ['1.2.6']}");
    reconciler.reconcile();
    String uid = cluster.client().nodes().withName("cp-1").require().getMetadata().getUid();
    reconciler.collected(new NodeTarget("cp-1", uid, "v1.36.3"));
    reconciler.reconcile();
    run = reconciler.runId();
    assertThat(waivers()).isEqualTo("True NoWaivers");
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  private void waiver(String expires, String scan) {
    ComplianceWaiver waiver = new ComplianceWaiver();
    waiver.setMetadata(new ObjectMetaBuilder().withName("w").build());
    waiver.setSpec(new ComplianceWaiverSpec("1.2.6", "r", "Ada", expires, null, List.of(scan)));
    cluster.create(waiver);
  }

  private String waivers() {
    return cluster
        .client()
        .resources(ComplianceReport.class)
        .withName("cis")
        .require()
        .getStatus()
        .condition("WaiversInEffect")
        .map((Condition condition) -> condition.status() + " " + condition.reason())
        .orElse("");
  }

  private UpdateControl<ComplianceScan> reconciledWithoutARun() {
    UpdateControl<ComplianceScan> control = reconciler.reconcile();
    assertThat(cluster.jobs()).isEmpty();
    assertThat(reconciler.runId()).isEqualTo(run);
    return control;
  }

  @Test
  void waiverThatIsCreatedAndDeletedIsEvaluatedWithWhatWasRead() {
    waiver("2999-01-01", "cis");
    reconciledWithoutARun();
    assertThat(waivers()).isEqualTo("False Unmatched");
    cluster.client().resources(ComplianceWaiver.class).withName("w").delete();
    reconciledWithoutARun();
    assertThat(waivers()).isEqualTo("True NoWaivers");
  }

  @Test
  void waiverThatExpiresIsEvaluatedAtTheEndOfItsLastDay() {
    waiver("2020-01-01", "cis");
    UpdateControl<ComplianceScan> control = reconciledWithoutARun();
    assertThat(waivers()).isEqualTo("False Unmatched");
    assertThat(control.getScheduleDelay()).contains(Duration.ofHours(12).plusSeconds(1).toMillis());
    clock.passed(Duration.ofHours(12).plusSeconds(1));
    reconciledWithoutARun();
    assertThat(waivers()).isEqualTo("False Expired");
  }

  @Test
  void waiverThatNamesThisScanNoLongerCountsNoMore() {
    waiver("2999-01-01", "cis");
    reconciledWithoutARun();
    cluster
        .client()
        .resources(ComplianceWaiver.class)
        .withName("w")
        .edit(
            waiver -> {
              waiver.setSpec(
                  new ComplianceWaiverSpec(
                      "1.2.6", "r", "Ada", "2999-01-01", null, List.of("another")));
              return waiver;
            });
    reconciledWithoutARun();
    assertThat(waivers()).isEqualTo("True NoWaivers");
  }

  /** Others than the scan's owner have written it, so that it blocks no scan. */
  @Test
  void waiverThatIsWrongBlocksNoScan() {
    ComplianceWaiver waiver = new ComplianceWaiver();
    waiver.setMetadata(new ObjectMetaBuilder().withName("w").build());
    waiver.setSpec(
        new ComplianceWaiverSpec("9.9.9", "r", "Ada", "2027-02-30", null, List.of("cis")));
    cluster.create(waiver);
    reconciledWithoutARun();
    assertThat(waivers()).isEqualTo("False Expired");
    assertThat(Condition.of("Ready", cluster.scan().getStatus().conditions()))
        .hasValueSatisfying(ready -> assertThat(ready.status()).isEqualTo("True"));
  }
}
