// Over 250 lines: what is set up, and what has to hold after each fault, are read together.
package dev.plumbline.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.e2e.truth.FreePort;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.store.ScanOwnership;
import dev.plumbline.report.model.ComplianceScanStatus;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/** A control plane, three nodes, the proxy and the operator behind it; and what a scan came to. */
final class Laboratory implements AutoCloseable {

  static final List<String> NODES = List.of("cp-1", "cp-2", "w-1");

  private static final Path ROOT =
      Path.of(System.getProperty("plumbline.root", "..")).toAbsolutePath().normalize();
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** So many times the requests of a scan without faults, the operator's start among them. */
  private static final int BOUND = 4;

  /** They differ from run to run, and say nothing about what was found. */
  private static final Set<String> OF_THE_RUN =
      Set.of(
          "run",
          "lastScanTime",
          "lastEvaluationTime",
          "lastTransitionTime",
          "observedGeneration",
          "time",
          "evaluationTime",
          "scanTime");

  private final Vertx vertx = Vertx.vertx();
  private final ControlPlane controlPlane;
  private final FaultyProxy proxy;
  private final SimulatedNodes nodes;
  private final JobWatch jobs;
  private final Path kubeconfig;
  private final OperatorProcess operator;
  private final AtomicInteger scans = new AtomicInteger();
  private final String undisturbed;
  private final int requests;
  private volatile String scan = "";

  Laboratory() throws IOException {
    // A test run that is interrupted closes nothing.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () ->
                    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
    this.controlPlane =
        ControlPlane.start(Path.of(System.getProperty("plumbline.kubernetes.binaries", "")), ROOT);
    this.proxy = FaultyProxy.start(vertx, controlPlane.port());
    this.nodes = SimulatedNodes.start(controlPlane, vertx);
    this.jobs = JobWatch.start(controlPlane.admin());
    nodes.join("cp-1", host("control-plane-1"));
    nodes.join("cp-2", host("control-plane-2"));
    nodes.join("w-1", host("worker-1"));
    this.kubeconfig = controlPlane.kubeconfig("operator", proxy.url(), OperatorProcess.TOKEN);
    this.operator = replica("operator", false);
    apply("");
    awaitStatus(Laboratory::isFinished);
    this.undisturbed = report();
    this.requests = proxy.seen().size();
    assertTidy();
    delete();
  }

  /** The root directory of a sample node. */
  static Path host(String name) {
    return ROOT.resolve("examples/hosts").resolve(name);
  }

  /** An operator of its own, that starts at once. */
  OperatorProcess replica(String name, boolean leaderElection) throws IOException {
    return OperatorProcess.start(
        controlPlane.folder().resolve(name + ".log"), kubeconfig, FreePort.pick(), leaderElection);
  }

  KubernetesClient admin() {
    return controlPlane.admin();
  }

  FaultyProxy proxy() {
    return proxy;
  }

  SimulatedNodes nodes() {
    return nodes;
  }

  OperatorProcess operator() {
    return operator;
  }

  /**
   * A new scan, with a name of its own: what is still done for another does not meet it.
   *
   * @param spec fields in YAML, each on a line of its own
   */
  void apply(String spec) {
    jobs.forget();
    scan = "scan-" + scans.incrementAndGet();
    admin()
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: plumbline.dev/v1alpha1
                kind: ComplianceScan
                metadata: {name: %s}
                spec:
                  benchmark: cis-1.12
                %s
                """
                    .formatted(scan, spec.indent(2)),
                ComplianceScan.class))
        .create();
  }

  /** The status of the scan, once it fits. */
  ComplianceScanStatus awaitStatus(Predicate<ComplianceScanStatus> fits) {
    try {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> status().filter(fits).isPresent());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "The scan does not end: " + status() + "\nrequests: " + proxy.seen(), e);
    }
    return status().orElseThrow();
  }

  Optional<ComplianceScanStatus> status() {
    return Optional.ofNullable(admin().resources(ComplianceScan.class).withName(scan).get())
        .map(ComplianceScan::getStatus);
  }

  /** The conditions of the scan, each as one text. */
  List<String> conditions() {
    return status().stream()
        .flatMap(status -> status.conditions().stream())
        .map(c -> c.type() + "=" + c.status() + " " + c.reason() + ": " + c.message())
        .toList();
  }

  /** Its run has ended, and its status is about that. */
  static boolean isFinished(ComplianceScanStatus status) {
    return status.run() != null
        && status.run().finished()
        && status.conditions().stream()
            .anyMatch(c -> c.type().equals("Reconciling") && c.status().equals("False"));
  }

  /** What people read in the report, without when and by which run it was found. */
  String report() {
    ComplianceReport report =
        Objects.requireNonNull(admin().resources(ComplianceReport.class).withName(scan).get());
    JsonNode status = new ObjectMapper().valueToTree(report.getStatus());
    strip(status);
    return status.toPrettyString().replace(scan, "SCAN");
  }

  private static void strip(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(OF_THE_RUN);
    }
    node.forEach(Laboratory::strip);
  }

  /**
   * What holds after every fault: counts add up, no two Jobs of a node lived at a time, and nothing
   * is there that nobody needs.
   */
  void assertTidy() {
    ComplianceScan found = admin().resources(ComplianceScan.class).withName(scan).require();
    ComplianceScanStatus.Nodes counts = Objects.requireNonNull(found.getStatus().nodes());
    assertThat(counts.evaluated() + counts.notEvaluated())
        .as("nodes that were evaluated, and those that were not")
        .isEqualTo(counts.selected());
    jobs.assertOneAtATime();
    String uid = found.getMetadata().getUid();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              assertThat(names(labelled(uid, admin().batch().v1().jobs()))).as("Jobs").isEmpty();
              assertThat(names(labelled(uid, admin().pods()))).as("pods").isEmpty();
            });
    List<ConfigMap> maps = labelled(uid, admin().configMaps());
    String index =
        maps.stream()
            .flatMap(map -> Optional.ofNullable(map.getData()).orElse(Map.of()).values().stream())
            .reduce("", String::concat);
    assertThat(maps)
        .filteredOn(map -> map.getMetadata().getAnnotations() != null)
        .as("evidence that no node refers to")
        .allMatch(
            map ->
                index.contains(
                    map.getMetadata().getAnnotations().getOrDefault("plumbline.dev/digest", "")));
  }

  /** The scan ends with the report that it has when nothing goes wrong. */
  void assertUndisturbed(String fault) {
    awaitStatus(Laboratory::isFinished);
    assertThat(report()).as(fault).isEqualTo(undisturbed);
    assertTidy();
    assertThat(proxy.seen()).as("requests").hasSizeLessThan(BOUND * requests);
    delete();
  }

  /** The pods of the operator's namespace that run now. */
  Stream<Pod> runningPods() {
    return admin().pods().inNamespace(ControlPlane.NAMESPACE).list().getItems().stream()
        .filter(pod -> "Running".equals(pod.getStatus().getPhase()));
  }

  private static <T extends HasMetadata> List<T> labelled(
      String uid,
      io.fabric8.kubernetes.client.dsl.MixedOperation<
              T, ? extends io.fabric8.kubernetes.api.model.KubernetesResourceList<T>, ?>
          all) {
    return List.copyOf(
        all.inNamespace(ControlPlane.NAMESPACE)
            .withLabel(ScanOwnership.SCAN_UID, uid)
            .list()
            .getItems());
  }

  private static List<String> names(List<? extends HasMetadata> objects) {
    return objects.stream().map(object -> object.getMetadata().getName()).toList();
  }

  /** The scan goes, with all that it owns. */
  void delete() {
    admin().resources(ComplianceScan.class).withName(scan).delete();
  }

  @Override
  public void close() throws IOException {
    operator.close();
    jobs.close();
    nodes.close();
    proxy.close();
    controlPlane.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
