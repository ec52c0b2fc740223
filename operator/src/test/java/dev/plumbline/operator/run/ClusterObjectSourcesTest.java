package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.UtcClock;
import dev.plumbline.operator.metrics.ScanMetrics;
import dev.plumbline.operator.store.EvidenceStore;
import dev.plumbline.operator.store.ScanOwnership;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which pods count as changes of the cluster, seen by watches. */
class ClusterObjectSourcesTest {

  /** For a scan that never runs, changes alone ask for the time. */
  private static final class Asked extends UtcClock {

    private final BlockingQueue<Instant> times = new LinkedBlockingQueue<>();

    @Override
    public Instant instant() {
      times.add(MockCluster.NOW);
      return MockCluster.NOW;
    }
  }

  private static final Map<String, String> OF_A_RUN = Map.of(ScanOwnership.SCAN_UID, "uid");

  private final Asked changes = new Asked();
  private MockCluster cluster;
  private Operator operator;

  @BeforeEach
  void start() {
    cluster = MockCluster.start();
    KubernetesClient client = cluster.client();
    cluster.scan("suspend: true");
    cluster.create(pod(MockCluster.NAMESPACE, "node-pod", OF_A_RUN));
    cluster.create(pod("team", "labelled-by-anybody", OF_A_RUN));
    operator =
        new Operator(
            configuration ->
                configuration
                    .withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .withUseSSAToPatchPrimaryResource(false));
    operator.register(
        new ComplianceScanReconciler(
            client,
            Catalogue.load(),
            MockCluster.settings(),
            new ScanMetrics(new SimpleMeterRegistry()),
            MockCluster.CLOCK,
            new EvidenceSources(
                new PodLogs(client, Reconciliations.atOnce()),
                Reconciliations.noAnswers(),
                Reconciliations.noRestarts()),
            new EvidenceStore(client, MockCluster.NAMESPACE),
            new CachedObjects(MockCluster.NAMESPACE, new ClusterChanges(changes))));
    operator.start();
  }

  @AfterEach
  void stop() {
    operator.stop();
    cluster.close();
  }

  private static Pod pod(String namespace, String name, Map<String, String> labels) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .build();
  }

  private void awaitChange(String what) throws InterruptedException {
    assertThat(changes.times.poll(30, TimeUnit.SECONDS)).as(what).isNotNull();
  }

  @Test
  void everyPodCountsButThoseOfARun() throws InterruptedException {
    awaitChange("of another namespace, with the label");
    cluster.create(pod(MockCluster.NAMESPACE, "another-node-pod", OF_A_RUN));
    // By the watch that a node pod would come by.
    cluster.create(pod(MockCluster.NAMESPACE, "the-operator", Map.of()));
    awaitChange("of the same namespace");
    cluster.create(pod("team", "of-the-team", Map.of()));
    awaitChange("of another namespace");
    assertThat(changes.times).isEmpty();
    assertThat(cluster.requests("GET", "/api/v1/pods"))
        .as("none of which gets every pod")
        .isNotEmpty()
        .allSatisfy(request -> assertThat(request).contains("labelSelector="));
  }
}
