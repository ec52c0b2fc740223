package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.ComplianceScanStatus.Nodes;
import dev.plumbline.report.model.NotEvaluated.Reason;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Nodes of the true cluster that cannot be read, and nodes that only look so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnreadableNodesIT {

  private static final Duration A_MINUTE = Duration.ofMinutes(1);
  private static final String HOST_PATHS = "PLUMBLINE_HOST_PATHS";
  private static final String SCAN = "unreadable";

  private TrueCluster cluster;

  @BeforeAll
  void connect() throws IOException {
    cluster = new TrueCluster();
  }

  @AfterAll
  void disconnect() {
    cluster.close();
  }

  /** A new scan's report, and the Jobs that were made for it. */
  private record Scanned(ComplianceReport report, List<Job> jobs, Duration took) {
    Nodes nodes() {
      return Objects.requireNonNull(report.getStatus().nodes());
    }
  }

  private Scanned scan(String more) {
    List<Job> jobs = new CopyOnWriteArrayList<>();
    Instant start = Instant.now();
    try (Watch watch = cluster.watchJobs(jobs::add)) {
      cluster
          .client()
          .resource(
              """
              apiVersion: plumbline.dev/v1alpha1
              kind: ComplianceScan
              metadata: {name: %s}
              spec:
                benchmark: cis-1.12
                controls: {include: [kubelet-config-mode]}
                %s
              """
                  .formatted(SCAN, more))
          .create();
      ComplianceReport report = cluster.awaitRun(SCAN, "");
      return new Scanned(report, jobs, Duration.between(start, Instant.now()));
    } finally {
      cluster.client().resources(ComplianceScan.class).withName(SCAN).delete();
    }
  }

  private static List<String> nodesOf(List<Job> jobs) {
    return jobs.stream()
        .map(job -> job.getMetadata().getAnnotations().get("plumbline.dev/node"))
        .distinct()
        .sorted()
        .toList();
  }

  /** Sets a variable of the operator; an empty value is as good as none. */
  private void operator(String name, String value) {
    var deployment =
        cluster
            .client()
            .apps()
            .deployments()
            .inNamespace(TrueCluster.NAMESPACE)
            .withName("plumbline-operator");
    Deployment changed =
        deployment.edit(
            found -> {
              var container = found.getSpec().getTemplate().getSpec().getContainers().get(0);
              List<EnvVar> env = new ArrayList<>(container.getEnv());
              env.removeIf(variable -> variable.getName().equals(name));
              env.add(new EnvVar(name, value, null));
              container.setEnv(env);
              return found;
            });
    deployment.waitUntilCondition(
        now ->
            now != null
                && now.getStatus().getObservedGeneration() >= changed.getMetadata().getGeneration()
                && Objects.equals(now.getStatus().getUpdatedReplicas(), 1)
                && Objects.equals(now.getStatus().getAvailableReplicas(), 1)
                && Objects.equals(now.getStatus().getReplicas(), 1),
        3,
        TimeUnit.MINUTES);
  }

  @Test
  void directoryOfTheSettingThatNodesLackIsTheirFindingWithinAMinute() {
    operator(HOST_PATHS, "/etc,/no/such/directory");
    try {
      Scanned scanned = scan("");
      assertThat(scanned.took()).isLessThan(A_MINUTE);
      assertThat(scanned.nodes().notEvaluatedFor(Reason.HostPathMissing)).isEqualTo(2);
      assertThat(scanned.nodes().notEvaluatedReasons().get(0).nodes().get(0).message())
          .contains("/no/such/directory", HOST_PATHS);
      assertThat(TrueCluster.compliant(scanned.report()).status()).isEqualTo("Unknown");
      assertThat(scanned.jobs()).as("what a retry can't change is not retried").hasSize(2);
    } finally {
      operator(HOST_PATHS, "");
    }
  }

  @Test
  void directoryOfTheDistributionThatANodeLacksIsLeftOut() {
    // MicroK8s keeps its configuration below /var/snap, which this node has not.
    label(TrueCluster.WORKER, "microk8s.io/cluster", "true");
    try {
      Scanned scanned = scan("");
      assertThat(scanned.took()).isLessThan(A_MINUTE);
      assertThat(scanned.nodes()).isEqualTo(Nodes.allEvaluated(2));
      assertThat(scanned.jobs())
          .filteredOn(
              job ->
                  job.getMetadata()
                      .getAnnotations()
                      .getOrDefault("plumbline.dev/without-host-paths", "")
                      .contains("/var/snap/microk8s"))
          .hasSize(1);
    } finally {
      label(TrueCluster.WORKER, "microk8s.io/cluster", null);
    }
  }

  private void label(String node, String key, @Nullable String value) {
    cluster
        .client()
        .nodes()
        .withName(node)
        .edit(
            found -> {
              Map<String, String> labels = found.getMetadata().getLabels();
              if (value == null) {
                labels.remove(key);
              } else {
                labels.put(key, value);
              }
              return found;
            });
  }

  @Test
  void nodesThatCannotRunThePodHaveNoJobAndStallNothing() {
    try {
      node("fake-fargate", "eks.amazonaws.com/compute-type: fargate");
      node("fake-windows", "kubernetes.io/os: windows");
      node("fake-virtual-kubelet", "type: virtual-kubelet");
      node("fake-vcluster", "vcluster.loft.sh/fake-node: 'true'");
      node("fake-not-ready", "kubernetes.io/os: linux");
      Scanned scanned = scan("unreadableNodes: {policy: Tolerate, maxShare: 75%}");
      assertThat(scanned.took()).isLessThan(A_MINUTE);
      assertThat(nodesOf(scanned.jobs()))
          .containsExactly(TrueCluster.CONTROL_PLANE, TrueCluster.WORKER);
      assertThat(scanned.nodes().evaluated()).isEqualTo(2);
      for (Reason reason :
          List.of(
              Reason.Fargate,
              Reason.NotLinux,
              Reason.VirtualKubelet,
              Reason.FakeNode,
              Reason.NotReady)) {
        assertThat(scanned.nodes().notEvaluatedFor(reason)).as(reason.name()).isEqualTo(1);
      }
      assertThat(scanned.report().getStatus().conditions())
          .anyMatch(c -> c.type().equals("NodesEvaluated") && c.reason().equals("Tolerated"));
    } finally {
      cluster.client().nodes().withLabel("plumbline.dev/test", "fake").delete();
    }
  }

  /** A node without a kubelet, which is not ready. */
  private void node(String name, String label) {
    Node node =
        Serialization.unmarshal(
            "metadata: {name: %s, labels: {plumbline.dev/test: fake, %s}}".formatted(name, label),
            Node.class);
    cluster.client().resource(node).create();
    // Without a resourceVersion: controllers write the new node's status too.
    cluster
        .client()
        .nodes()
        .withName(name)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            """
            {"status": {"conditions": [{"type": "Ready", "status": "False", "reason": "NoKubelet",
                "message": "made by a test"}]}}
            """);
  }

  @Test
  void cordonedNodeIsEvaluated() {
    cordon(true);
    try {
      assertThat(scan("").nodes()).isEqualTo(Nodes.allEvaluated(2));
    } finally {
      cordon(false);
    }
  }

  private void cordon(boolean unschedulable) {
    cluster
        .client()
        .nodes()
        .withName(TrueCluster.WORKER)
        .edit(
            node -> {
              node.getSpec().setUnschedulable(unschedulable);
              return node;
            });
  }
}
