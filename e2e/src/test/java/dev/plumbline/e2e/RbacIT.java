package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.evidence.Probe;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
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
 * The roles of the operator, and of the accounts as which it asks kubelets and for admission, have
 * the rights that are used, and no others: by the API server's audit log of all that is done as
 * them. Other tests assert that the controls of the audit log fail on kubeadm's own cluster, so
 * this one turns the log on itself, and off.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RbacIT {

  private static final String OPERATOR = "deployment/plumbline-operator";
  private static final String SCAN = "rbac";
  private static final String OTHER = "rbac-other";
  private static final String LIVE = "rbac-live";

  private static final Account ITSELF =
      new Account(
          "plumbline-operator",
          Set.of(
              // Who applies an object that there is not needs the right to create it, while the
              // verb of the request is patch: k8s.io/apiserver, pkg/endpoints/handlers/patch.go.
              new Right("create", "plumbline.dev", "compliancereports", ""),
              new Right("create", "openreports.io", "clusterreports", ""),
              // JOSDK does not run for leader without it, though it renews the lease by a patch
              // (LeaderElectionManager).
              new Right("update", "coordination.k8s.io", "leases", TrueCluster.NAMESPACE)),
          Set.of());

  private static final Account KUBELET_READER =
      new Account(
          "plumbline-kubelet-reader",
          // When they were started is asked of kubelets alone whose certificate the cluster's
          // authority has signed, and kubeadm's sign their own.
          Set.of(new Right("get", "", "nodes/metrics", "")),
          // The probe KubeletAuthorization.
          Set.of(new Right("get", "", "nodes/pods", ""), new Right("get", "", "nodes/proxy", "")));

  private static final Account ADMISSION_PROBER =
      new Account("plumbline-admission-prober", Set.of(), Set.of());

  /**
   * A service account of the installation.
   *
   * @param notShown rights that are needed and that these tests do not show
   * @param toBeRefused what is asked for to see that it is refused
   */
  private record Account(String name, Set<Right> notShown, Set<Right> toBeRefused) {
    String user() {
      return "system:serviceaccount:" + TrueCluster.NAMESPACE + ":" + name;
    }
  }

  private TrueCluster cluster;
  private String manifest;

  @BeforeAll
  void connect() throws IOException, InterruptedException {
    cluster = new TrueCluster();
    manifest = Files.readString(TrueCluster.manifest());
    AuditLog.turnOn(cluster, List.of(ITSELF.user(), ADMISSION_PROBER.user()));
    TrueCluster.script("cluster/openreports");
    apply(Files.readString(config("overlays/openreports/rbac.yaml")));
    AdmissionProber.install();
    // It starts anew, so that its start is in the log; with each of its settings that ask for
    // rights.
    restart("PLUMBLINE_LEADER_ELECTION=true", "PLUMBLINE_OPEN_REPORTS=true");
  }

  @AfterAll
  void disconnect() throws IOException, InterruptedException {
    for (String scan : List.of(SCAN, OTHER, LIVE)) {
      cluster.client().resources(ComplianceScan.class).withName(scan).delete();
    }
    AdmissionProber.uninstall();
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

  private static Set<Right> used(Account account, boolean allowed) {
    return AuditLog.calls(account.user()).stream()
        .filter(call -> call.allowed() == allowed)
        .map(AuditLog.Call::request)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void awaitUse(String verb, String what) {
    await(verb + " " + what)
        .atMost(Duration.ofMinutes(3))
        .until(
            () ->
                used(ITSELF, true).stream()
                    .anyMatch(right -> right.verb().equals(verb) && right.what().equals(what)));
  }

  /** Its restarts are asked for while the others go on. */
  @Test
  @Order(0)
  void aScanOfAllSources() throws IOException, InterruptedException {
    applyScan(
        LIVE,
        """
        {benchmark: cis-2.0, sources: [Node, Live, Probe], probes: [%s],
         controls: {include: [apiserver-profiling-off, apiserver-authorization-mode-not-always-allow,
           kubelet-anonymous-auth-off, apiserver-always-pull-images,
           apiserver-deny-service-external-ips, pods-privileged-restricted]}}
        """
            .formatted(
                Stream.of(Probe.values()).map(Probe::name).collect(Collectors.joining(", "))));
    cluster.awaitRun(LIVE, "");
  }

  @Test
  @Order(1)
  void aScanOfEverythingByTwoBenchmarks() throws IOException, InterruptedException {
    apply(Files.readString(TrueCluster.root().resolve("examples/benchmark.yaml")));
    applyScan(SCAN, "{benchmarks: [cis-2.0, shop]}");
    cluster.awaitRun(SCAN, "");
    // What the reports were evaluated from is stored already: at least the definition of "shop".
    cluster.rescan(SCAN);
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
      awaitUse("list", "events");
      cluster.awaitRun(OTHER, "");
    } finally {
      quota.delete();
    }
  }

  @Test
  @Order(4)
  void everyRightIsUsedAndNoneIsMissing() {
    for (Account account : List.of(ITSELF, KUBELET_READER, ADMISSION_PROBER)) {
      assertRightsAreThoseUsed(account);
    }
  }

  private void assertRightsAreThoseUsed(Account account) {
    Set<Right> granted = granted(account);
    assertThat(granted).as(account.name()).isNotEmpty();
    // The lease is renewed and API servers are asked for restarts while the test goes on, the rest
    // has been done.
    await()
        .atMost(Duration.ofMinutes(5))
        .untilAsserted(
            () -> {
              Set<Right> unused = new TreeSet<>(granted);
              unused.removeAll(account.notShown());
              used(account, true)
                  .forEach(use -> Right.narrowest(granted, use).ifPresent(unused::remove));
              assertThat(unused).as("granted to %s and never used", account.name()).isEmpty();
            });
    // An API server that has just started refuses everybody until it has read the roles.
    Set<Right> refused = used(account, false);
    refused.removeAll(used(account, true));
    refused.removeIf(right -> Right.narrowest(account.toBeRefused(), right).isPresent());
    assertThat(refused).as("refused to %s", account.name()).isEmpty();
    Set<Right> others = used(account, true);
    others.removeIf(right -> Right.narrowest(granted, right).isPresent());
    others.removeIf(right -> Right.narrowest(ofEverybody(), right).isPresent());
    assertThat(others).as("allowed to %s by other roles", account.name()).isEmpty();
  }

  /** What the cluster's own roles let every service account do. */
  private Set<Right> ofEverybody() {
    Set<Right> rights = new TreeSet<>();
    for (ClusterRoleBinding binding :
        cluster.client().rbac().clusterRoleBindings().list().getItems()) {
      if (binding.getSubjects().stream()
          .anyMatch(subject -> subject.getName().equals("system:authenticated"))) {
        cluster
            .client()
            .rbac()
            .clusterRoles()
            .withName(binding.getRoleRef().getName())
            .require()
            .getRules()
            .forEach(rule -> rights.addAll(Right.of(rule, "")));
      }
    }
    return rights;
  }

  private static Set<Right> granted(Account account) {
    List<KubernetesResource> objects =
        Stream.concat(
                Stream.of(
                    "base/rbac.yaml",
                    "base/rbac-node-pods.yaml",
                    "base/rbac-default.yaml",
                    "base/rbac-kube-system.yaml",
                    "overlays/openreports/rbac.yaml"),
                AdmissionProber.FILES.stream())
            .flatMap(file -> documents(config(file)).stream())
            .toList();
    Set<Right> rights = new TreeSet<>();
    for (KubernetesResource object : objects) {
      if (object instanceof ClusterRoleBinding binding && isOf(account, binding.getSubjects())) {
        role(objects, ClusterRole.class, binding.getRoleRef().getName(), "")
            .getRules()
            .forEach(rule -> rights.addAll(Right.of(rule, "")));
      } else if (object instanceof RoleBinding binding && isOf(account, binding.getSubjects())) {
        String namespace = binding.getMetadata().getNamespace();
        role(objects, Role.class, binding.getRoleRef().getName(), namespace)
            .getRules()
            .forEach(rule -> rights.addAll(Right.of(rule, namespace)));
      }
    }
    return rights;
  }

  private static boolean isOf(Account account, List<Subject> subjects) {
    return subjects.stream().anyMatch(subject -> subject.getName().equals(account.name()));
  }

  private static <R extends HasMetadata> R role(
      List<KubernetesResource> objects, Class<R> type, String name, String namespace) {
    return objects.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .filter(role -> role.getMetadata().getName().equals(name))
        .filter(role -> Objects.toString(role.getMetadata().getNamespace(), "").equals(namespace))
        .findFirst()
        .orElseThrow();
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
}
