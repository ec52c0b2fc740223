package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The operator's roles have the rights that it uses, and no others: by the API server's audit log
 * of all that the operator does. Other tests assert that the controls of the audit log fail on
 * kubeadm's own cluster, so this one comes after them, and turns the log on itself.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RbacIT {

  private static final String OPERATOR = "deployment/plumbline-operator";
  private static final String USER =
      "system:serviceaccount:" + TrueCluster.NAMESPACE + ":plumbline-operator";
  private static final String SCAN = "rbac";
  private static final String OTHER = "rbac-other";

  /**
   * A right of a role.
   *
   * @param namespace empty for all
   */
  private record Right(String group, String resource, String verb, String namespace)
      implements Comparable<Right> {

    @Override
    public int compareTo(Right other) {
      return Comparator.comparing(Right::toString).compare(this, other);
    }

    @Override
    public String toString() {
      return (namespace.isEmpty() ? "" : namespace + ": ")
          + verb
          + " "
          + resource
          + (group.isEmpty() ? "" : "." + group);
    }

    Right everywhere() {
      return new Right(group, resource, verb, "");
    }
  }

  /** Rights that are needed and that these tests do not show. */
  private static final Set<Right> NEEDED =
      Set.of(
          // Who applies an object that there is not needs the right to create it, while the verb of
          // the request is patch: k8s.io/apiserver, pkg/endpoints/handlers/patch.go.
          new Right("plumbline.dev", "compliancereports", "create", ""),
          new Right("openreports.io", "clusterreports", "create", ""),
          // JOSDK does not run for leader without it, though it renews the lease by a patch
          // (LeaderElectionManager).
          new Right("coordination.k8s.io", "leases", "update", TrueCluster.NAMESPACE),
          // EvidenceStore finds evidence that it has written before it was stopped: the client
          // reads the version of an object that it updates without one.
          new Right("", "configmaps", "get", TrueCluster.NAMESPACE),
          // Kubelets are asked by scans whose sources have Live, which these do not.
          new Right("", "serviceaccounts/token", "create", TrueCluster.NAMESPACE));

  /** What the cluster's own roles let every service account do. */
  private static final Set<Right> OF_EVERYBODY =
      Set.of(new Right("authorization.k8s.io", "selfsubjectrulesreviews", "create", ""));

  private TrueCluster cluster;
  private String manifest;

  @BeforeAll
  void connect() throws IOException, InterruptedException {
    cluster = new TrueCluster();
    manifest = Files.readString(TrueCluster.manifest());
    AuditLog.turnOn(cluster, USER);
    TrueCluster.script("cluster/openreports");
    apply(Files.readString(config("overlays/openreports/rbac.yaml")));
    // It starts anew, so that its start is in the log; with each of its settings that ask for
    // rights.
    restart("PLUMBLINE_LEADER_ELECTION=true", "PLUMBLINE_OPEN_REPORTS=true");
  }

  @AfterAll
  void disconnect() throws IOException, InterruptedException {
    for (String scan : List.of(SCAN, OTHER)) {
      cluster.client().resources(ComplianceScan.class).withName(scan).delete();
    }
    kubectl("delete", "compliancebenchmark", "shop", "--ignore-not-found");
    restart("PLUMBLINE_LEADER_ELECTION-", "PLUMBLINE_OPEN_REPORTS-");
    // Others find the API server as kubeadm made it.
    cluster.changeManifest(changed -> manifest, TrueCluster.Openness.AUTHORIZING);
    cluster.close();
  }

  private static void restart(String... settings) throws IOException, InterruptedException {
    kubectl(
        Stream.concat(
                Stream.of("-n", TrueCluster.NAMESPACE, "set", "env", OPERATOR), Stream.of(settings))
            .toArray(String[]::new));
    rolledOut();
  }

  private static Path config(String file) {
    return TrueCluster.root().resolve("config").resolve(file);
  }

  private static void kubectl(String... arguments) throws IOException, InterruptedException {
    run("", arguments);
  }

  private static void run(String input, String... arguments)
      throws IOException, InterruptedException {
    Kubectl.assertDone(Kubectl.run(input, arguments));
  }

  private static void apply(String yaml) throws IOException, InterruptedException {
    run(yaml, "apply", "-f", "-");
  }

  private static void rolledOut() throws IOException, InterruptedException {
    kubectl("-n", TrueCluster.NAMESPACE, "rollout", "status", OPERATOR, "--timeout=300s");
  }

  private static void applyScan(String name, String spec) throws IOException, InterruptedException {
    apply(
        """
        apiVersion: plumbline.dev/v1alpha1
        kind: ComplianceScan
        metadata: {name: %s}
        spec: %s
        """
            .formatted(name, spec));
  }

  private Set<Right> used(boolean allowed) {
    return AuditLog.calls(USER).stream()
        .filter(call -> call.allowed() == allowed)
        .map(call -> new Right(call.group(), call.resource(), call.verb(), call.namespace()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void awaitCall(String what, BooleanSupplier seen) {
    await(what).atMost(Duration.ofMinutes(3)).until(seen::getAsBoolean);
  }

  private boolean has(String verb, String resource) {
    return used(true).stream()
        .anyMatch(right -> right.verb().equals(verb) && right.resource().equals(resource));
  }

  @Test
  @Order(1)
  void aScanOfEverythingByTwoBenchmarks() throws IOException, InterruptedException {
    apply(Files.readString(TrueCluster.root().resolve("examples/benchmark.yaml")));
    applyScan(SCAN, "{benchmarks: [cis-2.0, shop]}");
    cluster.awaitRun(SCAN, "");
    // A benchmark less: its report goes.
    applyScan(SCAN, "{benchmarks: [cis-2.0]}");
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                cluster.client().resources(ComplianceReport.class).list().getItems().stream()
                    .noneMatch(report -> report.getMetadata().getName().equals(SCAN + "-shop")));
  }

  /** Another evidence takes the place of what is stored. */
  @Test
  @Order(2)
  void aNodeChanges() {
    TrueCluster.onNode(TrueCluster.WORKER, "chmod 604 /var/lib/kubelet/config.yaml");
    cluster.rescan(SCAN);
    TrueCluster.onNode(TrueCluster.WORKER, "chmod 644 /var/lib/kubelet/config.yaml");
    cluster.rescan(SCAN);
  }

  @Test
  @Order(3)
  void aQuotaDeniesPodsAndTheScanIsDeleted() throws IOException, InterruptedException {
    var quota = cluster.noMorePods();
    quota.create();
    try {
      applyScan(OTHER, "{timeout: 20s, controls: {include: [etcd-own-ca]}}");
      awaitCall("events", () -> has("list", "events"));
      cluster.awaitRun(OTHER, "");
    } finally {
      quota.delete();
    }
  }

  @Test
  @Order(4)
  void everyRightIsUsedAndNoneIsMissing() {
    // An API server that has just started refuses everybody until it has read the roles.
    Set<Right> refused = used(false);
    refused.removeAll(used(true));
    assertThat(refused).as("refused").isEmpty();
    Set<Right> granted = granted();
    // The lease is renewed while the test goes on, the rest has been done.
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              Set<Right> unused = new TreeSet<>(granted);
              unused.removeAll(NEEDED);
              for (Right right : used(true)) {
                unused.remove(granted.contains(right) ? right : right.everywhere());
              }
              assertThat(unused).as("granted and never used").isEmpty();
            });
    Set<Right> others = new TreeSet<>();
    for (Right right : used(true)) {
      if (!granted.contains(right) && !granted.contains(right.everywhere())) {
        others.add(right);
      }
    }
    assertThat(others).as("allowed by other roles").isSubsetOf(OF_EVERYBODY);
  }

  private static Set<Right> granted() {
    Set<Right> rights = new TreeSet<>();
    for (String file :
        List.of(
            "base/rbac.yaml",
            "base/rbac-node-pods.yaml",
            "base/rbac-default.yaml",
            "base/rbac-kube-system.yaml",
            "overlays/openreports/rbac.yaml")) {
      for (KubernetesResource resource : documents(config(file))) {
        if (resource instanceof ClusterRole role
            && !role.getMetadata().getName().equals("plumbline-kubelet-reader")) {
          role.getRules().forEach(rule -> rights.addAll(rights(rule, "")));
        } else if (resource instanceof Role role) {
          String namespace = role.getMetadata().getNamespace();
          role.getRules().forEach(rule -> rights.addAll(rights(rule, namespace)));
        }
      }
    }
    return rights;
  }

  private static List<KubernetesResource> documents(Path file) {
    try {
      return Stream.of(Files.readString(file).split("(?m)^---$"))
          .map(document -> Serialization.unmarshal(document, KubernetesResource.class))
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<Right> rights(PolicyRule rule, String namespace) {
    return rule.getApiGroups().stream()
        .flatMap(
            group ->
                rule.getResources().stream()
                    .flatMap(
                        resource ->
                            rule.getVerbs().stream()
                                .map(verb -> new Right(group, resource, verb, namespace))))
        .toList();
  }
}
