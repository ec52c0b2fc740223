package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceScanStatus.BenchmarkReport;
import io.fabric8.kubernetes.client.Watch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** A scan with two benchmarks on the true cluster: one Job a node, a report a benchmark. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SeveralBenchmarksIT {

  private static final String SCAN = "audit";
  private static final Duration SOON = Duration.ofSeconds(30);

  private final List<String> jobs = new CopyOnWriteArrayList<>();

  private TrueCluster cluster;

  @BeforeAll
  void connect() throws IOException {
    cluster = new TrueCluster();
  }

  @AfterAll
  void disconnect() {
    cluster.client().resources(ComplianceScan.class).withName(SCAN).delete();
    cluster.close();
  }

  private void apply(String benchmarks) {
    cluster.apply(
        """
                apiVersion: plumbline.dev/v1alpha1
                kind: ComplianceScan
                metadata: {name: %s}
                spec:
                  benchmarks: [%s]
                  controls: {include: [scheduler-profiling-off, etcd-own-ca]}
                """
            .formatted(SCAN, benchmarks));
  }

  private ComplianceScan scan() {
    return cluster.client().resources(ComplianceScan.class).withName(SCAN).get();
  }

  private String run() {
    return Objects.requireNonNull(scan().getStatus().run()).id();
  }

  /** As {@code kubectl get compliancereports -l plumbline.dev/scan=audit} finds them. */
  private List<ComplianceReport> reports() {
    return cluster
        .client()
        .resources(ComplianceReport.class)
        .withLabel("plumbline.dev/scan", SCAN)
        .list()
        .getItems();
  }

  private Watch watchedJobs() {
    return cluster.watchJobs(job -> jobs.add(job.getMetadata().getName()));
  }

  private long jobsOf(String run) {
    return jobs.stream().filter(name -> name.contains(run)).distinct().count();
  }

  @Test
  @Order(1)
  void eachNodeIsReadOnceAndEachBenchmarkHasAReport() {
    try (Watch watch = watchedJobs()) {
      apply("cis-2.0, cis-1.12");
      cluster.awaitRun(SCAN, "");
      assertThat(jobsOf(run())).as("one Job for each of two nodes").isEqualTo(2);
    }
    assertThat(reports())
        .extracting(report -> report.getMetadata().getName())
        .containsExactlyInAnyOrder("audit-cis-2.0", "audit-cis-1.12");
    assertThat(reports())
        .extracting(ComplianceReport::getStatus)
        .extracting(ComplianceReportStatus::run)
        .containsOnly(run());
    assertThat(scan().getStatus().reports())
        .extracting(BenchmarkReport::benchmark)
        .containsExactly("cis-2.0", "cis-1.12");
    // kubeadm leaves the scheduler's profiling on.
    assertThat(cluster.scanCondition(SCAN, "Compliant"))
        .hasValueSatisfying(
            compliant -> {
              assertThat(compliant.status()).isEqualTo("False");
              assertThat(compliant.message()).contains("audit-cis-2.0", "audit-cis-1.12");
            });
    assertThat(cluster.scanCondition(SCAN, "Ready").orElseThrow().status()).isEqualTo("True");
  }

  @Test
  @Order(2)
  void reportOfABenchmarkThatIsRemovedIsDeletedWithNoNewPod() {
    String before = run();
    jobs.clear();
    try (Watch watch = watchedJobs()) {
      apply("cis-1.12");
      await().atMost(SOON).until(() -> reports().size() == 1);
      await().atMost(SOON).until(() -> scan().getStatus().reports().size() == 1);
    }
    assertThat(reports().get(0).getMetadata().getName()).isEqualTo("audit-cis-1.12");
    assertThat(run()).isEqualTo(before);
    assertThat(jobsOf(before)).isZero();
  }

  @Test
  @Order(3)
  void reportsAreDeletedWithTheScan() {
    apply("cis-2.0, cis-1.12");
    await().atMost(SOON).until(() -> reports().size() == 2);
    cluster.client().resources(ComplianceScan.class).withName(SCAN).delete();
    await().atMost(Duration.ofSeconds(90)).until(() -> reports().isEmpty());
  }
}
