package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.engine.finding.Status;
import dev.plumbline.operator.api.ComplianceBenchmark;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.api.ComplianceWaiver;
import dev.plumbline.report.model.ComplianceReportStatus.Trend;
import dev.plumbline.report.model.ComplianceScanStatus.Run;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.nio.file.Path;
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

/**
 * A scan's life on the true cluster: waivers, history, re-judging, static pods, failOn, metrics.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LifecycleIT {

  /** kubeadm leaves the scheduler's profiling on. */
  private static final String PROFILING = "scheduler-profiling-off";

  private static final String SCAN = "life";
  private static final Duration SOON = Duration.ofSeconds(30);

  private TrueCluster cluster;

  @BeforeAll
  void connect() throws IOException {
    cluster = new TrueCluster();
    apply("");
    cluster.awaitRun(SCAN, "");
  }

  @AfterAll
  void disconnect() {
    unwaive();
    cluster.client().resources(ComplianceScan.class).withName(SCAN).delete();
    cluster.close();
  }

  private void apply(String more) {
    cluster.apply(
        """
                apiVersion: plumbline.dev/v1alpha1
                kind: ComplianceScan
                metadata: {name: %s}
                spec:
                  controls: {include: [%s, etcd-own-ca]}
                %s
                """
            .formatted(SCAN, PROFILING, more.indent(2)));
  }

  /** The waiver of this scan for a control, by the control's name. */
  private void waive(String control, String expires) {
    cluster
        .client()
        .resource(TrueCluster.waiver(SCAN + "-" + control, control, expires, SCAN))
        .serverSideApply();
  }

  private void unwaive() {
    for (String control : List.of(PROFILING, "etcd-own-ca")) {
      cluster.client().resources(ComplianceWaiver.class).withName(SCAN + "-" + control).delete();
    }
  }

  private ComplianceReport report() {
    return report(SCAN);
  }

  private Run run() {
    return Objects.requireNonNull(
        cluster.client().resources(ComplianceScan.class).withName(SCAN).get().getStatus().run());
  }

  private Status status() {
    return report().getStatus().controls().stream()
        .filter(control -> control.name().equals(PROFILING))
        .findFirst()
        .orElseThrow()
        .status();
  }

  private String condition(String type) {
    return report().getStatus().conditions().stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst()
        .map(c -> c.status() + " " + c.reason() + " " + c.message())
        .orElse("");
  }

  @Test
  @Order(1)
  void aWaiverIsJudgedAtOnceWithNoNewPod() {
    String before = run().id();
    String scanned = report().getStatus().lastScanTime();
    assertThat(status()).isEqualTo(Status.Fail);
    List<String> jobs = new CopyOnWriteArrayList<>();
    try (Watch watch =
        cluster.client().batch().v1().jobs().inNamespace(TrueCluster.NAMESPACE).watch(seen(jobs))) {
      waive(PROFILING, "2999-01-01");
      await().atMost(SOON).until(() -> status() == Status.Waived);
    }
    assertThat(jobs).noneMatch(name -> name.contains(before));
    assertThat(run().id()).isEqualTo(before);
    assertThat(report().getStatus().lastScanTime()).isEqualTo(scanned);
    assertThat(condition("WaiversInEffect")).startsWith("True AllInEffect");
    assertThat(condition("Compliant")).startsWith("True ControlsPassOrWaived").contains(PROFILING);
  }

  private static Watcher<Job> seen(List<String> added) {
    return new Watcher<>() {
      @Override
      public void eventReceived(Action action, Job job) {
        if (action == Action.ADDED) {
          added.add(job.getMetadata().getName());
        }
      }

      @Override
      public void onClose(WatcherException cause) {
        // The test ends the watch.
      }
    };
  }

  @Test
  @Order(2)
  void waiversThatDontCountAreTold() {
    waive(PROFILING, "2026-01-01");
    waive("etcd-own-ca", "2999-01-01");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(condition("WaiversInEffect"))
                    .startsWith("False Expired")
                    .contains("expired on 2026-01-01", "etcd-own-ca"));
    assertThat(status()).isEqualTo(Status.Fail);
    unwaive();
    await().atMost(SOON).until(() -> condition("WaiversInEffect").startsWith("True NoWaivers"));
  }

  @Test
  @Order(3)
  void theHistoryTellsWhatRegressedAndWhatGotBetter() {
    assertThat(report().getStatus().history())
        .flatExtracting(entry -> entry.changes())
        .extracting(change -> change.name() + " " + change.trend())
        .containsSubsequence(PROFILING + " " + Trend.Regressed, PROFILING + " " + Trend.Improved);
  }

  @Test
  @Order(4)
  void theScanFailsForWhatItFoundOnlyWhenAsked() {
    assertThat(cluster.scanCondition(SCAN, "Ready").orElseThrow().status()).isEqualTo("True");
    apply("failOn: low");
    await()
        .atMost(SOON)
        .until(
            () ->
                cluster
                    .scanCondition(SCAN, "Stalled")
                    .filter(c -> c.status().equals("True"))
                    .filter(c -> c.reason().equals("NotCompliant"))
                    .isPresent());
    apply("failOn: critical");
    await()
        .atMost(SOON)
        .until(
            () ->
                cluster
                    .scanCondition(SCAN, "Ready")
                    .filter(c -> c.status().equals("True"))
                    .isPresent());
  }

  @Test
  @Order(5)
  void aChangedStaticPodStartsARunByItself() throws IOException {
    apply("");
    cluster.awaitRun(SCAN, "");
    Path manifest = TrueCluster.hostRoot().resolve("etc/kubernetes/manifests/kube-scheduler.yaml");
    TrueCluster.edit(
        manifest,
        text ->
            text.replace(
                "    - kube-scheduler\n", "    - kube-scheduler\n    - --profiling=false\n"));
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> run().finished() && run().cause() == Run.Cause.StaticPodChanged);
    await().atMost(Duration.ofMinutes(2)).until(() -> status() == Status.Pass);
    TrueCluster.edit(manifest, text -> text.replace("    - --profiling=false\n", ""));
    await().atMost(Duration.ofMinutes(2)).until(() -> status() == Status.Fail);
  }

  @Test
  @Order(6)
  void aBenchmarkThatChangesIsJudgedAnewWithNoNewPod() {
    benchmark("'0.0.0.0'");
    cluster.apply(
        """
                apiVersion: plumbline.dev/v1alpha1
                kind: ComplianceScan
                metadata: {name: life-own}
                spec: {benchmark: life-own, controls: {include: [own-control]}}
                """);
    ComplianceReport first = cluster.awaitRun("life-own", "");
    assertThat(first.getStatus().controls().get(0).status()).isEqualTo(Status.Fail);
    benchmark("'127.0.0.1'");
    await().atMost(SOON).until(() -> statusOf("life-own") == Status.Pass);
    assertThat(report("life-own").getStatus().run()).isEqualTo(first.getStatus().run());
    cluster.client().resources(ComplianceScan.class).withName("life-own").delete();
    cluster.client().resources(ComplianceBenchmark.class).withName("life-own").delete();
  }

  @Test
  @Order(8)
  void onlyTheNodesThatWereNotReadYetAreReadWhenMoreAreSelected() {
    apply("nodeSelector: {kubernetes.io/hostname: " + TrueCluster.CONTROL_PLANE + "}");
    cluster.awaitRun(SCAN, "");
    cluster.rescan(SCAN);
    assertThat(nodes()).isEqualTo(1);
    String before = run().id();
    List<String> jobs = new CopyOnWriteArrayList<>();
    try (Watch watch =
        cluster.client().batch().v1().jobs().inNamespace(TrueCluster.NAMESPACE).watch(seen(jobs))) {
      apply("");
      await().atMost(SOON).until(() -> nodes() == 2 && run().finished());
    }
    assertThat(run().id()).isEqualTo(before);
    assertThat(jobs).filteredOn(name -> name.contains(before)).hasSize(1);
  }

  @Test
  @Order(9)
  void aBindingIsInTheReportWithinAMinuteWithNoNewPod() {
    cluster.apply(
        """
                apiVersion: plumbline.dev/v1alpha1
                kind: ComplianceScan
                metadata: {name: life-rbac}
                spec: {controls: {include: [rbac-cluster-admin-restricted]}}
                """);
    ComplianceReport first = cluster.awaitRun("life-rbac", "");
    assertThat(messagesOf(first)).doesNotContain("life-somebody");
    ClusterRoleBinding binding =
        new ClusterRoleBindingBuilder()
            .withNewMetadata()
            .withName("life-admin")
            .endMetadata()
            .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
            .addNewSubject("rbac.authorization.k8s.io", "User", "life-somebody", null)
            .build();
    cluster.client().resource(binding).create();
    try {
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> messagesOf(report("life-rbac")).contains("life-somebody"));
    } finally {
      cluster.client().resource(binding).delete();
    }
    // Evaluated a moment ago, and at most every 50 seconds.
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> !messagesOf(report("life-rbac")).contains("life-somebody"));
    assertThat(report("life-rbac").getStatus().run()).isEqualTo(first.getStatus().run());
    cluster.client().resources(ComplianceScan.class).withName("life-rbac").delete();
  }

  private static String messagesOf(ComplianceReport report) {
    return report.getStatus().controls().get(0).findings().toString();
  }

  private Status statusOf(String report) {
    return report(report).getStatus().controls().get(0).status();
  }

  private ComplianceReport report(String name) {
    return cluster.client().resources(ComplianceReport.class).withName(name).get();
  }

  private int nodes() {
    return Objects.requireNonNull(report().getStatus().nodes()).selected();
  }

  private void benchmark(String address) {
    cluster.apply(
        """
                apiVersion: plumbline.dev/v1alpha1
                kind: ComplianceBenchmark
                metadata: {name: life-own}
                spec:
                  customControls:
                    - id: C.1
                      name: own-control
                      component: kube-scheduler
                      title: The scheduler listens where it should
                      severity: low
                      expression: flags['bind-address'] == %s
                """
            .formatted(address));
  }

  @Test
  @Order(7)
  void metricsAndProbesAreServed() {
    String metrics =
        cluster
            .client()
            .raw(
                "/api/v1/namespaces/plumbline-system/services/plumbline-operator:metrics/proxy/metrics");
    assertThat(metrics)
        .contains(
            "control=\"" + PROFILING + "\",scan=\"life\"",
            "plumbline_control_status{benchmark=\"",
            "plumbline_last_scan_timestamp_seconds{scan=\"life\"}",
            "plumbline_nodes{scan=\"life\",state=\"evaluated\"} 2.0",
            "operator_sdk_");
    assertThat(metrics).doesNotContain(TrueCluster.CONTROL_PLANE);
  }
}
