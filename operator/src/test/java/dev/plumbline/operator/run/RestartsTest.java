package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.Evidences;
import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.MovedClock;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.cluster.ApiEndpoints;
import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import dev.plumbline.operator.live.ComponentMetrics;
import dev.plumbline.operator.store.NodeResult;
import dev.plumbline.operator.store.NodeTarget;
import dev.plumbline.report.model.ComplianceScanSpec;
import dev.plumbline.report.model.ComplianceScanStatus.Run;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is asked for the sake of which scan, and what a scan does when something has restarted. */
class RestartsTest {

  private static final String ONE = "benchmark: cis-1.12\ncontrols: {include: ['1.2.6']}\n";
  private static final String LIVE = ONE + "sources: [Node, Live]\n";

  private final MovedClock clock = new MovedClock();
  private final List<String> asked = new ArrayList<>();
  private final List<Runnable> steps = new ArrayList<>();
  private Instant apiServer = MockCluster.NOW.minusSeconds(3600);
  private Instant kubelet = MockCluster.NOW.minusSeconds(3600);

  private final Restarts restarts =
      new Restarts(
          new ApiServerWatch(
              () -> new ApiEndpoints(List.of(new ApiEndpoint("192.0.2.1", 6443))),
              endpoint -> {
                asked.add("API server");
                return new ComponentMetrics.Known(apiServer, Map.of());
              }),
          new KubeletWatch(
              endpoint -> {
                asked.add(endpoint.address());
                return new ComponentMetrics.Known(kubelet, Map.of());
              }),
          new Together(Reconciliations.atOnce()),
          steps::add,
          clock);

  private MockCluster cluster;
  private Reconciliations reconciler;

  @BeforeEach
  void startCluster() {
    cluster = MockCluster.start();
    reconciler = new Reconciliations(cluster, clock, MockCluster.settings(), restarts);
    node("cp-1", "10.0.0.1");
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  private void node(String name, String address) {
    cluster.create(
        new NodeBuilder()
            .withNewMetadata()
            .withName(name)
            .addToLabels("kubernetes.io/hostname", name)
            .endMetadata()
            .withNewStatus()
            .addNewAddress(address, "InternalIP")
            .withNewNodeInfo()
            .withKubeletVersion("v1.36.3")
            .endNodeInfo()
            .endStatus()
            .build());
  }

  /** The mock API server gives objects their UIDs. */
  private NodeTarget target(String name) {
    return new NodeTarget(
        name, cluster.client().nodes().withName(name).require().getMetadata().getUid(), "v1.36.3");
  }

  private void step() {
    steps.forEach(Runnable::run);
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

  private Run run() {
    return Objects.requireNonNull(cluster.scan().getStatus().run());
  }

  /** A scan whose run has ended, and whose API server is known to it. */
  private void scanned(String spec) {
    cluster.scan(spec);
    reconciler.reconcile();
    reconciler.collected(target("cp-1"));
    reconciler.reconcile();
    pass(Duration.ofSeconds(15));
    pass(Duration.ofSeconds(90));
    assertThat(run().finished()).isTrue();
    assertThat(cluster.jobs()).isEmpty();
  }

  private void pass(Duration since) {
    clock.passed(since);
    step();
    reconciler.reconcile();
  }

  @Test
  void nobodyIsAskedWithoutAScanThatWantsToKnow() {
    step();
    cluster.scan(ONE);
    reconciler.reconcile();
    step();
    edit(LIVE + "suspend: true");
    reconciler.reconcile();
    step();
    edit(LIVE + "rescanPolicy: OnStaticPodChange");
    reconciler.reconcile();
    step();
    assertThat(asked).isEmpty();
    edit(LIVE);
    reconciler.reconcile();
    step();
    assertThat(asked).containsExactlyInAnyOrder("API server", "10.0.0.1");
  }

  @Test
  void twoScansAskOnceAndOnlyTheNodesThatTheySelect() {
    node("worker-1", "10.0.0.2");
    node("worker-2", "10.0.0.3");
    cluster.scan(LIVE + "nodeSelector: {kubernetes.io/hostname: worker-1}");
    reconciler.reconcile();
    ComplianceScan other = cluster.scan();
    other.getMetadata().setName("other");
    other.getMetadata().setUid("uid-of-other");
    restarts.follow(other);
    step();
    assertThat(asked).containsExactlyInAnyOrder("API server", "10.0.0.2");
  }

  @Test
  void nobodyIsAskedForAScanThatWasDeleted() {
    cluster.scan(LIVE);
    reconciler.reconcile();
    cluster.client().resources(ComplianceScan.class).delete();
    step();
    assertThat(asked).isEmpty();
  }

  @Test
  void anApiServerThatWasRestartedStartsARunOnceItHasSettled() {
    scanned(LIVE);
    Run before = run();
    assertThat(before.apiServers()).hasSize(1);
    apiServer = MockCluster.NOW.plusSeconds(300);
    pass(Duration.ofMinutes(10));
    assertThat(run()).isEqualTo(before);
    pass(Duration.ofMinutes(11));
    assertThat(run().cause()).isEqualTo(Run.Cause.ComponentRestarted);
    assertThat(run().id()).isNotEqualTo(before.id());
    reconciler.collected(target("cp-1"));
    pass(Duration.ofSeconds(700));
    Run after = run();
    assertThat(after.finished()).isTrue();
    pass(Duration.ofHours(2));
    assertThat(run().id()).isEqualTo(after.id());
  }

  /** What a status holds outlives the operator. */
  @Test
  void aRestartIsNoticedByAnOperatorThatWasStartedAfterIt() {
    scanned(LIVE);
    apiServer = MockCluster.NOW.plusSeconds(300);
    clock.passed(Duration.ofMinutes(10));
    List<Runnable> later = new ArrayList<>();
    Restarts others =
        new Restarts(
            new ApiServerWatch(
                () -> new ApiEndpoints(List.of(new ApiEndpoint("192.0.2.1", 6443))),
                endpoint -> new ComponentMetrics.Known(apiServer, Map.of())),
            new KubeletWatch(endpoint -> new ComponentMetrics.Unknown("is away")),
            new Together(Reconciliations.atOnce()),
            later::add,
            clock);
    Reconciliations other = new Reconciliations(cluster, clock, MockCluster.settings(), others);
    other.reconcile();
    later.forEach(Runnable::run);
    other.reconcile();
    assertThat(run().cause()).isEqualTo(Run.Cause.SpecChanged);
    clock.passed(Duration.ofMinutes(11));
    later.forEach(Runnable::run);
    other.reconcile();
    assertThat(run().cause()).isEqualTo(Run.Cause.ComponentRestarted);
  }

  @Test
  void aNodeWhoseKubeletWasRestartedIsReadAgainAndNoOther() {
    node("worker-1", "10.0.0.2");
    cluster.scan(LIVE);
    reconciler.reconcile();
    reconciler.collected(target("cp-1"));
    reconciler.collected(target("worker-1"));
    reconciler.reconcile();
    pass(Duration.ofSeconds(90));
    String run = run().id();
    assertThat(cluster.jobs()).isEmpty();
    // Of the worker it is known in the next step.
    kubelet = MockCluster.NOW.plusSeconds(300);
    cluster
        .client()
        .nodes()
        .withName("worker-1")
        .edit(
            node -> {
              node.getStatus().setAddresses(List.of());
              return node;
            });
    pass(Duration.ofMinutes(10));
    assertThat(run().id()).isEqualTo(run);
    assertThat(run().finished()).isFalse();
    assertThat(cluster.jobs())
        .singleElement()
        .satisfies(job -> assertThat(job.getMetadata().getAnnotations().values()).contains("cp-1"));
    reconciler.record(
        new NodeResult.Collected(target("cp-1"), Evidences.DIGEST, "2020-01-01T12:10:10Z"));
    cluster.client().batch().v1().jobs().inNamespace(MockCluster.NAMESPACE).delete();
    pass(Duration.ofSeconds(620));
    assertThat(run().finished()).isTrue();
    pass(Duration.ofHours(2));
    assertThat(run().id()).isEqualTo(run);
    assertThat(run().finished()).as("once").isTrue();
    assertThat(cluster.jobs()).isEmpty();
  }

  @Test
  void aKubeletThatWasStartedAsItsNodeWasReadOrIsYetToStartTellsNothing() {
    scanned(LIVE);
    for (Duration start : List.of(Duration.ofSeconds(10), Duration.ofDays(9))) {
      kubelet = MockCluster.NOW.plus(start);
      pass(Duration.ofMinutes(10).plus(Duration.ofMinutes(10).multipliedBy(start.toDays())));
      assertThat(run().finished()).as(start.toString()).isTrue();
      assertThat(cluster.jobs()).isEmpty();
    }
  }

  @Test
  void aSuspendedScanReadsNoNodeAgain() {
    scanned(LIVE);
    kubelet = MockCluster.NOW.plusSeconds(300);
    clock.passed(Duration.ofMinutes(10));
    step();
    assertThat(asked).as("the restart is known before the scan is suspended").hasSizeGreaterThan(2);
    edit(LIVE + "suspend: true");
    reconciler.reconcile();
    assertThat(cluster.jobs()).isEmpty();
    edit(LIVE);
    reconciler.reconcile();
    pass(Duration.ofMinutes(10));
    assertThat(cluster.jobs()).as("once it no longer is").hasSize(1);
  }
}
