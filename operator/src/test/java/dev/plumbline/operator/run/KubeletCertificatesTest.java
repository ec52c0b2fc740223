package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.evidence.Probe;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.ProbeAnswers.Answered;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.operator.Evidences;
import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.MovedClock;
import dev.plumbline.operator.cluster.ApiEndpoints;
import dev.plumbline.operator.live.AskedNode;
import dev.plumbline.operator.live.LiveReading;
import dev.plumbline.operator.metrics.ScanMetrics;
import dev.plumbline.operator.settings.OperatorSettings;
import dev.plumbline.operator.store.EvidenceStore;
import dev.plumbline.operator.store.NodeTarget;
import dev.plumbline.operator.store.ScanOwnership;
import dev.plumbline.report.model.ComplianceScanSpec;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the pod of a node has read of its kubelet's certificate, and who gets to know it. */
class KubeletCertificatesTest {

  private static final String FILE = "/var/lib/kubelet/pki/kubelet.crt";
  private static final Map<String, String> PINS =
      Map.of("a", "a1".repeat(32), "b", "b2".repeat(32));

  /** Where the installer lists no directories. */
  private static final OperatorSettings SETTINGS =
      OperatorSettings.from(Map.of("PLUMBLINE_IMAGE", "plumbline:test"));

  /** By node, what its kubelet was known by when it was asked. */
  private final Map<String, List<String>> known = new TreeMap<>();

  private MockCluster cluster;
  private EvidenceStore store;
  private RunStep step;

  @BeforeEach
  void startCluster() {
    cluster = MockCluster.start();
    store = new EvidenceStore(cluster.client(), MockCluster.NAMESPACE);
    ScanObjects objects =
        new ListedObjects(cluster.client(), new ClusterChanges(MockCluster.CLOCK));
    LiveAnswers answers =
        new LiveAnswers(
            () -> new ApiEndpoints(List.of()),
            new AnsweringComponents(
                (node, apiServer) -> {
                  AskedNode asked = node.orElseThrow();
                  known.put(asked.node().getMetadata().getName(), asked.kubeletCertificates());
                  return new LiveReading(List.of(), List.of(refused()));
                }),
            Runnable::run);
    step =
        new RunStep(
            MockCluster.settings(),
            store,
            objects,
            new JobInspector(
                WarningSource.live(cluster.client(), MockCluster.NAMESPACE), MockCluster.CLOCK),
            new EvidenceCollector(
                store,
                new EvidenceSources(
                    new PodLogs(cluster.client(), Reconciliations.atOnce()),
                    answers,
                    Reconciliations.noRestarts()),
                objects,
                scan -> {}),
            new NodeJobs(
                cluster.client(),
                objects,
                new JobBatches(cluster.client(), MockCluster.NAMESPACE, Runnable::run)),
            new ScanMetrics(new SimpleMeterRegistry()),
            MockCluster.CLOCK);
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  private static ProbeAnswers refused() {
    return new ProbeAnswers(
        Probe.KubeletAuthorization,
        SourceLocation.line("https://node:10250/pods", 1),
        List.of(new Answered("GET /pods", new ProbeAnswers.Status(403))));
  }

  private RunStep.Target run(String spec) {
    var scan = cluster.scan("parallelism: 2");
    scan.setSpec(Serialization.unmarshal(spec, ComplianceScanSpec.class));
    List<NodeDecision> nodes =
        Stream.of("a", "b")
            .map(name -> cluster.client().nodes().withName(name).get())
            .map(node -> NodeDecision.of(node, SETTINGS))
            .toList();
    return new RunStep.Target(scan, "run", nodes, Duration.ofMinutes(5), true);
  }

  /** Nodes that differ in nothing but their certificates. */
  private void createNodes() {
    PINS.keySet()
        .forEach(
            name ->
                cluster.create(
                    Serialization.unmarshal(
                        """
                        metadata: {name: %s, labels: {kubernetes.io/os: linux}}
                        status: {conditions: [{type: Ready, status: "True"}]}
                        """
                            .formatted(name),
                        Node.class)));
  }

  /** The pod has ended, with a certificate of its node's own beside the same evidence. */
  private void ended(Job job) {
    String name = ScanOwnership.node(job);
    NodeTarget node = new NodeTarget(name, uid(name), "");
    Pod pod = NodePods.succeeded(job, "run", node.uid());
    pod.getStatus()
        .getContainerStatuses()
        .get(0)
        .getState()
        .getTerminated()
        .setMessage(
            EvidenceJson.write(
                EvidenceJson.receipt(Evidences.JSON, "run", node.uid())
                    .with(List.of(PINS.getOrDefault(name, "")))));
    cluster.create(pod);
    cluster.answer(NodePods.log(pod), Evidences.JSON);
  }

  private String uid(String name) {
    return cluster.client().nodes().withName(name).require().getMetadata().getUid();
  }

  /** Equal nodes are evaluated once, though no two have the same certificate. */
  @Test
  void eachKubeletIsKnownByItsOwnAndTheirEvidenceIsStoredOnce() {
    createNodes();
    RunStep.Target run = run("sources: [Node, Live]");
    step.advance(run);
    cluster.jobs().forEach(this::ended);
    step.advance(run);
    RunProgress progress = step.advance(run);
    assertThat(progress.counts().evaluated()).isEqualTo(2);
    assertThat(known)
        .containsEntry("a", List.of(PINS.getOrDefault("a", "")))
        .containsEntry("b", List.of(PINS.getOrDefault("b", "")));
    assertThat(store.digests(run.scan())).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sources: [Node]|false",
        "sources: [Node, Live]|true",
        "sources: [Node, Probe]|true",
        "{\"sources\": [\"Node\", \"Probe\"], \"probes\": [\"KubeletAuthorization\"]}|true",
        "{\"sources\": [\"Node\", \"Probe\"], \"probes\": [\"KubeletRequests\", \"Profiling\"]}|false"
      })
  void theFileIsMountedWhereTheKubeletIsSentAToken(String spec, boolean mounted) {
    createNodes();
    step.advance(run(spec));
    assertThat(cluster.jobs())
        .hasSize(2)
        .allSatisfy(
            job ->
                assertThat(
                        job.getSpec().getTemplate().getSpec().getVolumes().stream()
                            .filter(v -> v.getHostPath().getPath().equals(FILE))
                            .filter(v -> v.getHostPath().getType().equals("File")))
                    .hasSize(mounted ? 1 : 0));
  }

  /** Its second pod, without it, is the last that a day needs. */
  @Test
  void aNodeThatLacksTheFileIsNotAskedForItAgainForADay() {
    createNodes();
    MovedClock clock = new MovedClock();
    KubeletCertificates certificates = new KubeletCertificates(clock);
    RunStep.Target run = run("sources: [Node, Live]");
    ComplianceScanSpec spec = run.scan().getSpec();
    NodeDecision.Evaluate lacking = (NodeDecision.Evaluate) run.nodes().get(0);
    NodeDecision.Evaluate other = (NodeDecision.Evaluate) run.nodes().get(1);
    Attempt first = Attempt.first(clock.instant());
    assertThat(certificates.of(spec, lacking, first)).isEqualTo(lacking.withKubeletCertificates());

    assertThat(certificates.of(spec, lacking, first.nextWithout(List.of(FILE)))).isEqualTo(lacking);
    assertThat(certificates.of(spec, lacking, first)).isEqualTo(lacking);
    assertThat(certificates.of(spec, other, first)).isEqualTo(other.withKubeletCertificates());
    clock.passed(Duration.ofHours(25));
    assertThat(certificates.of(spec, lacking, first)).isEqualTo(lacking.withKubeletCertificates());
  }
}
