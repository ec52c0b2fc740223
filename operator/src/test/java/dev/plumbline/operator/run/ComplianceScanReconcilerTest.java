package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.operator.Evidences;
import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.MovedClock;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.store.NodeResult;
import dev.plumbline.operator.store.NodeTarget;
import dev.plumbline.operator.store.ScanOwnership;
import dev.plumbline.report.model.ComplianceScanSpec;
import dev.plumbline.report.model.Condition;
import dev.plumbline.report.model.NotEvaluated;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.http.MockResponse;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A scan from its creation to its report. */
class ComplianceScanReconcilerTest {

  private static final String ONE = "benchmark: cis-1.12\ncontrols: {include: ['1.2.6']}\n";

  private MockCluster cluster;
  private Reconciliations reconciler;

  @BeforeEach
  void startCluster() {
    cluster = MockCluster.start();
    reconciler = new Reconciliations(cluster, MockCluster.CLOCK);
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  private UpdateControl<ComplianceScan> reconcile() {
    return reconciler.reconcile();
  }

  private void edit(String spec) {
    cluster
        .client()
        .resources(ComplianceScan.class)
        .withName("cis")
        .edit(
            scan -> {
              scan.setSpec(Serialization.unmarshal(spec, ComplianceScanSpec.class));
              return scan;
            });
  }

  private Condition condition(String type) {
    return condition(cluster.scan().getStatus().conditions(), type);
  }

  private static Condition condition(List<Condition> conditions, String type) {
    return conditions.stream().filter(c -> c.type().equals(type)).findFirst().orElseThrow();
  }

  private ComplianceReport report() {
    return cluster.client().resources(ComplianceReport.class).withName("cis").require();
  }

  private List<String> events() {
    return cluster.client().v1().events().inNamespace("default").list().getItems().stream()
        .map(Event::getReason)
        .sorted()
        .toList();
  }

  /** The Job's pod runs to its end, and its log has the evidence. */
  private void runPodOf(Job job, String node) {
    cluster.create(NodePods.succeeded(job, runId(), uid(node)));
    cluster.answer(
        "/api/v1/namespaces/plumbline-system/pods/"
            + "pod-of-"
            + job.getMetadata().getUid()
            + "/log?pretty=false&container=collector&limitBytes="
            + (EvidenceJson.MAX_BYTES + 256 * 1024),
        Evidences.JSON + "\n");
  }

  private String runId() {
    return reconciler.runId();
  }

  private void runToTheEnd() {
    reconcile();
    for (Job job : cluster.jobs()) {
      runPodOf(job, job.getMetadata().getAnnotations().getOrDefault(ScanOwnership.NODE, ""));
    }
    reconcile();
  }

  @Test
  void newScanStartsARunAndHasAReportToWaitFor() {
    cluster.node("cp-1");
    cluster.scan(ONE);
    UpdateControl<ComplianceScan> control = reconcile();
    assertThat(cluster.jobs()).hasSize(1);
    assertThat(condition("Reconciling").status()).isEqualTo("True");
    assertThat(condition("Reconciling").message()).isEqualTo("0 of 1 node was read.");
    assertThat(condition(report().getStatus().conditions(), "Compliant").status())
        .isEqualTo("Unknown");
    assertThat(control.getScheduleDelay()).contains(5000L);
    assertThat(events()).containsExactly("ScanStarted");
  }

  @Test
  void runEndsWithAReportOnceEveryNodeWasRead() {
    cluster.node("cp-1");
    cluster.scan(ONE);
    runToTheEnd();
    assertThat(condition("Ready").status()).isEqualTo("True");
    assertThat(condition("Ready").message()).isEqualTo("1 of 1 node was evaluated.");
    assertThat(cluster.scan().getStatus().lastScanTime()).isEqualTo("2020-01-01T12:00:00Z");
    assertThat(report().getStatus().run()).isEqualTo(runId());
    assertThat(report().getStatus().controls())
        .singleElement()
        .satisfies(control -> assertThat(control.status()).isEqualTo(Status.NotApplicable));
    assertThat(cluster.jobs()).isEmpty();
    assertThat(events()).containsExactly("ScanFinished", "ScanStarted");
  }

  @Test
  void reportWithoutAnApiServerIsNotCompliance() {
    cluster.node("worker-1");
    cluster.scan(ONE);
    runToTheEnd();
    List<Condition> conditions = report().getStatus().conditions();
    assertThat(condition(conditions, "Compliant").status()).isEqualTo("Unknown");
    assertThat(condition(conditions, "Compliant").reason()).isEqualTo("ControlPlaneNotObserved");
    assertThat(condition(conditions, "ControlPlaneObserved").reason()).isEqualTo("NoneObserved");
  }

  @Test
  void scanWithoutChangesIsIdle() {
    cluster.node("cp-1");
    cluster.scan(ONE);
    runToTheEnd();
    String before = cluster.scan().getMetadata().getResourceVersion();
    reconcile();
    assertThat(cluster.scan().getMetadata().getResourceVersion()).isEqualTo(before);
    assertThat(cluster.jobs()).isEmpty();
    assertThat(events()).hasSize(2);
  }

  @Test
  void changedRulesAreAppliedToWhatWasRead() {
    cluster.node("cp-1");
    cluster.scan(ONE);
    runToTheEnd();
    edit("benchmark: cis-1.11\ncontrols: {include: ['1.2.6']}\n");
    reconciler = new Reconciliations(cluster, Clock.offset(MockCluster.CLOCK, Duration.ofHours(1)));
    reconcile();
    assertThat(cluster.jobs()).isEmpty();
    assertThat(report().getStatus().benchmark()).isEqualTo("cis-1.11");
    assertThat(report().getStatus().lastScanTime()).isEqualTo("2020-01-01T12:00:00Z");
    assertThat(report().getStatus().lastEvaluationTime()).isEqualTo("2020-01-01T13:00:00Z");
    assertThat(events()).containsExactly("ScanFinished", "ScanStarted");
  }

  @Test
  void versionThatCannotBeReadForAMomentReplacesNoBenchmark() {
    cluster.node("cp-1");
    cluster.version("v1.33.1+k3s1");
    cluster.scan("suspend: false");
    runToTheEnd();
    String benchmark = report().getStatus().benchmark();
    assertThat(benchmark).startsWith("k3s");
    cluster.versionRefused();
    reconciler = new Reconciliations(cluster, MockCluster.CLOCK);
    assertThatThrownBy(this::reconcile).isInstanceOf(KubernetesClientException.class);
    assertThat(report().getStatus().benchmark()).isEqualTo(benchmark);
    cluster.version("v1.33.1+k3s1");
    reconcile();
    assertThat(report().getStatus().benchmark()).isEqualTo(benchmark);
  }

  @Test
  void invalidSpecIsStalledAndNamesItsField() {
    cluster.scan("benchmark: cis-99");
    reconcile();
    assertThat(condition("Stalled").status()).isEqualTo("True");
    assertThat(condition("Stalled").reason()).isEqualTo("InvalidSpec");
    assertThat(condition("Stalled").message()).startsWith("spec.benchmark: ");
    assertThat(cluster.jobs()).isEmpty();
  }

  @Test
  void scanWithoutNodesIsStalledUntilOneJoins() {
    cluster.scan(ONE + "nodeSelector: {kubernetes.io/hostname: cp-1}");
    assertThat(reconcile().getScheduleDelay()).as("a node's event wakes it").isEmpty();
    assertThat(condition("Stalled").reason()).isEqualTo("NoNodesSelected");
    cluster.node("cp-1");
    reconcile();
    assertThat(cluster.jobs()).hasSize(1);
  }

  @Test
  void nodeThatCouldNotBeReadStallsTheScanAndLeavesItsControlsUnknown() {
    cluster.node("cp-1");
    cluster.scan(ONE);
    reconcile();
    reconciler.record(
        new NodeResult.NotRead(
            new NodeTarget("cp-1", uid("cp-1"), ""),
            NotEvaluated.Reason.CollectionFailed,
            "The pod failed."));
    reconcile();
    assertThat(condition("Stalled").reason()).isEqualTo("NodesNotEvaluated");
    assertThat(condition("Stalled").message())
        .startsWith("0 of 1 node was evaluated: 1 CollectionFailed (cp-1: The pod failed).");
    assertThat(report().getStatus().controls().get(0).status()).isEqualTo(Status.Error);
  }

  private String uid(String node) {
    return cluster.client().nodes().withName(node).require().getMetadata().getUid();
  }

  private void ready(String node, String status) {
    cluster
        .client()
        .nodes()
        .withName(node)
        .editStatus(
            found -> {
              found
                  .getStatus()
                  .setConditions(
                      List.of(
                          new NodeConditionBuilder()
                              .withType("Ready")
                              .withStatus(status)
                              .withReason("KubeletNotReady")
                              .build()));
              return found;
            });
  }

  @Test
  void runDoesNotWaitForANodeThatIsNotReadyAndReadsItOnceItIs() {
    cluster.node("cp-1");
    cluster.node("cp-2");
    ready("cp-2", "False");
    cluster.scan(ONE);
    reconcile();
    assertThat(cluster.jobs()).hasSize(1);
    runPodOf(cluster.jobs().get(0), "cp-1");
    reconcile();
    assertThat(condition("Stalled").reason()).isEqualTo("NodesNotEvaluated");
    assertThat(
            Objects.requireNonNull(cluster.scan().getStatus().nodes())
                .notEvaluatedFor(NotEvaluated.Reason.NotReady))
        .isEqualTo(1);
    reconcile();
    assertThat(cluster.jobs()).isEmpty();
    ready("cp-2", "True");
    reconcile();
    assertThat(cluster.jobs()).hasSize(1);
    runPodOf(cluster.jobs().get(0), "cp-2");
    reconcile();
    assertThat(condition("Ready").status()).isEqualTo("True");
    assertThat(Objects.requireNonNull(report().getStatus().nodes()).evaluated()).isEqualTo(2);
    assertThat(report().getStatus().history())
        .extracting("nodesNotEvaluated")
        .containsExactly(null, 1);
  }

  private static @Nullable Duration delay(UpdateControl<ComplianceScan> control) {
    return control.getScheduleDelay().map(Duration::ofMillis).orElse(null);
  }

  @Test
  void scheduleDecidesWhenTheScanIsReconciledAgain() {
    cluster.node("cp-1");
    cluster.scan(ONE + "schedule: '30 12 * * *'");
    reconcile();
    runPodOf(cluster.jobs().get(0), "cp-1");
    assertThat(delay(reconcile())).isEqualTo(Duration.ofMinutes(30).plusSeconds(1));
    assertThat(cluster.scan().getStatus().nextScanTime()).isEqualTo("2020-01-01T12:30:00Z");
  }

  @Test
  void runIsWrittenBeforeAnyJobIsCreated() {
    cluster.node("cp-1");
    cluster.scan(ONE);
    reconciler.reconcileOnce();
    assertThat(cluster.jobs()).isEmpty();
    String run = runId();
    reconciler.reconcileOnce();
    assertThat(cluster.jobs())
        .singleElement()
        .satisfies(
            job ->
                assertThat(job.getMetadata().getLabels()).containsEntry("plumbline.dev/run", run));
  }

  @Test
  void nodeThatJoinsIsReadWithoutANewRun() {
    cluster.node("cp-1");
    cluster.scan(ONE);
    runToTheEnd();
    String run = runId();
    cluster.node("worker-1");
    runToTheEnd();
    assertThat(runId()).isEqualTo(run);
    assertThat(Objects.requireNonNull(report().getStatus().nodes()).evaluated()).isEqualTo(2);
  }

  @Test
  void nodeThatLeavesIsNoLongerCounted() {
    cluster.node("cp-1");
    cluster.node("worker-1");
    cluster.scan(ONE);
    runToTheEnd();
    cluster.client().nodes().withName("worker-1").delete();
    reconcile();
    assertThat(Objects.requireNonNull(report().getStatus().nodes()).selected()).isEqualTo(1);
    assertThat(cluster.jobs()).isEmpty();
  }

  @Test
  void reportThatIsDeletedOrEditedIsWrittenAgain() {
    cluster.node("cp-1");
    cluster.scan(ONE);
    runToTheEnd();
    var written = report().getStatus();
    cluster.client().resources(ComplianceReport.class).withName("cis").delete();
    reconcile();
    assertThat(report().getStatus().controls()).isEqualTo(written.controls());
    cluster
        .client()
        .resources(ComplianceReport.class)
        .withName("cis")
        .editStatus(
            report -> {
              report.setStatus(report.getStatus().withControls(List.of()));
              return report;
            });
    reconcile();
    assertThat(report().getStatus().controls()).as("not at once again").isEmpty();
    reconciler =
        new Reconciliations(cluster, Clock.offset(MockCluster.CLOCK, Duration.ofMinutes(2)));
    reconcile();
    assertThat(report().getStatus().controls()).isEqualTo(written.controls());
    assertThat(cluster.jobs()).isEmpty();
  }

  private void addNamespace(String name) {
    cluster.create(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build());
  }

  private void addNetworkPolicy(String namespace) {
    cluster.create(
        new NetworkPolicyBuilder()
            .withNewMetadata()
            .withName("deny")
            .withNamespace(namespace)
            .endMetadata()
            .build());
  }

  @Test
  void reportFollowsTheClusterWithoutARun() {
    MovedClock clock = new MovedClock();
    reconciler = new Reconciliations(cluster, clock);
    cluster.node("cp-1");
    addNamespace("team");
    cluster.scan("benchmark: cis-1.12\ncontrols: {include: ['5.3.2']}\n");
    runToTheEnd();
    var before = report().getStatus();
    assertThat(before.controls().get(0).status()).isEqualTo(Status.Fail);

    clock.passed(Duration.ofMinutes(2));
    reconciler.clusterChanged();
    assertThat(reconcile().getScheduleDelay())
        .contains(ClusterChanges.DEBOUNCE.plusSeconds(1).toMillis());
    clock.passed(Duration.ofMinutes(3));
    reconcile();
    assertThat(report().getStatus()).as("nothing differs").isEqualTo(before);

    addNetworkPolicy("team");
    reconciler.clusterChanged();
    reconcile();
    assertThat(report().getStatus()).as("not yet").isEqualTo(before);
    clock.passed(Duration.ofMinutes(4));
    reconcile();
    assertThat(report().getStatus().controls().get(0).status()).isEqualTo(Status.Pass);
    assertThat(report().getStatus().run()).isEqualTo(before.run());
    assertThat(cluster.jobs()).isEmpty();
  }

  @Test
  void changeIsComparedAgainWhenTheReportCouldNotBeWritten() {
    MovedClock clock = new MovedClock();
    reconciler = new Reconciliations(cluster, clock);
    cluster.node("cp-1");
    addNamespace("team");
    cluster.scan("benchmark: cis-1.12\ncontrols: {include: ['5.3.2']}\n");
    runToTheEnd();
    addNetworkPolicy("team");
    reconciler.clusterChanged();
    clock.passed(Duration.ofMinutes(2));
    cluster.way(
        (request, server) ->
            request.startsWith("PATCH") && request.contains("/compliancereports/")
                ? new MockResponse().setResponseCode(HttpURLConnection.HTTP_UNAVAILABLE)
                : server.get());
    try {
      reconcile();
    } catch (KubernetesClientException e) {
      reconciler.fail(e);
    }
    assertThat(report().getStatus().controls().get(0).status()).isEqualTo(Status.Fail);
    cluster.way(MockCluster.Way.OPEN);
    clock.passed(Duration.ofMinutes(4));
    reconcile();
    assertThat(report().getStatus().controls().get(0).status()).isEqualTo(Status.Pass);
  }

  @Test
  void suspendedScanDoesNotFollowTheCluster() {
    MovedClock clock = new MovedClock();
    reconciler = new Reconciliations(cluster, clock);
    cluster.node("cp-1");
    addNamespace("team");
    String spec = "benchmark: cis-1.12\ncontrols: {include: ['5.3.2']}\n";
    cluster.scan(spec);
    runToTheEnd();
    edit(spec + "suspend: true\n");
    reconcile();
    var before = report().getStatus();
    cluster.client().namespaces().withName("team").delete();
    addNamespace("other");
    reconciler.clusterChanged();
    clock.passed(Duration.ofMinutes(4));
    reconcile();
    assertThat(report().getStatus()).isEqualTo(before);
  }

  @Test
  void suspendedScanStartsNothing() {
    cluster.node("cp-1");
    cluster.scan(ONE + "suspend: true");
    reconcile();
    assertThat(cluster.jobs()).isEmpty();
    assertThat(condition("Ready").reason()).isEqualTo("Suspended");
    edit(ONE + "suspend: false");
    runToTheEnd();
    edit(ONE + "suspend: true");
    cluster.node("worker-1");
    reconcile();
    assertThat(cluster.jobs()).isEmpty();
  }

  @Test
  void nodeThatASuspendedScanDoesNotReadIsCountedAsNotEvaluated() {
    cluster.node("cp-1");
    cluster.scan(ONE);
    runToTheEnd();
    edit("benchmark: cis-1.11\ncontrols: {include: ['1.2.6']}\nsuspend: true\n");
    cluster.node("worker-1");
    reconcile();
    assertThat(cluster.jobs()).isEmpty();
    assertThat(report().getStatus().benchmark()).isEqualTo("cis-1.11");
    assertThat(condition(report().getStatus().conditions(), "NodesEvaluated").message())
        .startsWith(
            "1 of 2 nodes were evaluated: 1 Suspended (worker-1: The node was not read yet, and"
                + " spec.suspend is true).");
    assertThat(condition("Stalled").reason()).isEqualTo("NodesNotEvaluated");
    edit("benchmark: cis-1.11\ncontrols: {include: ['1.2.6']}\nsuspend: false\n");
    runToTheEnd();
    assertThat(Objects.requireNonNull(report().getStatus().nodes()).evaluated()).isEqualTo(2);
  }

  @Test
  void damagedEvidenceIsAnErrorOfItsNodeAndIsReadAgain() {
    cluster.node("cp-1");
    cluster.scan(ONE);
    runToTheEnd();
    ConfigMap content =
        cluster.client().configMaps().inNamespace(MockCluster.NAMESPACE).list().getItems().stream()
            .filter(map -> map.getMetadata().getName().startsWith("evidence-"))
            .findFirst()
            .orElseThrow();
    content.getBinaryData().replaceAll((key, old) -> "AAAA");
    cluster.client().resource(content).update();
    edit("benchmark: cis-1.11\ncontrols: {include: ['1.2.6']}\n");
    reconcile();
    assertThat(condition("Stalled").message()).contains("Its stored evidence is damaged");
    runToTheEnd();
    assertThat(condition("Ready").status()).isEqualTo("True");
  }

  @Test
  void whatTheApiServerRefusesIsACondition() {
    cluster.node("cp-1");
    cluster.scan(ONE);
    reconcile();
    reconciler.fail(
        new KubernetesClientException(
            "jobs.batch \"scan\" is forbidden: exceeded quota: nojobs", 403, null));
    assertThat(condition("Reconciling").reason()).isEqualTo("QuotaExceeded");
    assertThat(condition("Reconciling").message())
        .contains("exceeded quota: nojobs")
        .contains("raise the quota");
    assertThat(condition("Stalled").status()).isEqualTo("False");
    reconciler.fail(
        new KubernetesClientException(
            "admission webhook \"x\" denied the request: no hostPath", 403, null));
    assertThat(condition("Stalled").reason()).isEqualTo("RequestDenied");
    assertThat(events()).containsExactly("ScanStarted");
  }

  @Test
  void whatBlockedAScanMeanwhileIsNotToldForEver() {
    cluster.node("cp-1");
    cluster.scan(ONE);
    runToTheEnd();
    reconciler.fail(
        new KubernetesClientException(
            "admission webhook \"x\" denied the request: no hostPath", 403, null));
    assertThat(condition("Stalled").status()).isEqualTo("True");
    reconcile();
    assertThat(condition("Stalled").status()).isEqualTo("False");
    assertThat(condition("Ready").reason()).isEqualTo("Scanned");
    assertThat(cluster.jobs()).isEmpty();
  }
}
