package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.e2e.TrueCluster.Said;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The chart on the true cluster: install, upgrade, uninstall, in the place of config/. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HelmIT {

  private static final String NAMESPACE = "plumbline-helm";
  private static final String SCAN = "helm";

  private TrueCluster cluster;

  @BeforeAll
  void connect() throws IOException, InterruptedException {
    cluster = new TrueCluster();
    run("kubectl", "delete", "-k", TrueCluster.root().resolve("config").toString(), "--wait");
    // Helm takes over no objects that it didn't make.
    deleteCrds();
  }

  private static void deleteCrds() throws IOException, InterruptedException {
    Said said = run("kubectl", "delete", "-f", TrueCluster.root().resolve("crds").toString());
    assertThat(said.exit()).as(said.text()).isZero();
  }

  @AfterAll
  void disconnect() throws IOException, InterruptedException {
    deleteCrds();
    // The policies of config/ were deleted, so an API server sees the Deployment only after a
    // restart: kubernetes#133827.
    cluster.restartApiServer();
    cluster.awaitServer(TrueCluster.Openness.AUTHORIZING);
    cluster.close();
    TrueCluster.script("cluster/install");
  }

  private static Said run(String tool, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(TrueCluster.tool(tool)));
    command.addAll(List.of(arguments));
    return TrueCluster.say("", command.toArray(new String[0]));
  }

  private static void helm(String verb, String... values) throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                verb,
                "plumbline",
                TrueCluster.root().resolve("charts/plumbline").toString(),
                "--namespace",
                NAMESPACE,
                "--wait",
                "--timeout=3m",
                "--set",
                "image.tag=dev",
                "--set-string",
                "extraEnv[0].name=KUBERNETES_SERVICE_HOST,extraEnv[0].value=10.88.77.10",
                "--set-string",
                "extraEnv[1].name=KUBERNETES_SERVICE_PORT,extraEnv[1].value=6443"));
    arguments.addAll(List.of(values));
    Said said = run("helm", arguments.toArray(new String[0]));
    assertThat(said.exit()).as(said.text()).isZero();
  }

  @Test
  @Order(1)
  void installs() throws IOException, InterruptedException {
    run("kubectl", "create", "namespace", NAMESPACE);
    run(
        "kubectl",
        "label",
        "namespace",
        NAMESPACE,
        "pod-security.kubernetes.io/enforce=privileged");
    helm("install");
    Said scan =
        TrueCluster.say(
            """
            apiVersion: plumbline.dev/v1alpha1
            kind: ComplianceScan
            metadata: {name: %s}
            spec: {controls: {include: [etcd-own-ca]}}
            """
                .formatted(SCAN),
            TrueCluster.tool("kubectl"),
            "apply",
            "-f",
            "-");
    assertThat(scan.exit()).as(scan.text()).isZero();
    ComplianceReport report = cluster.awaitRun(SCAN, "");
    assertThat(TrueCluster.compliant(report).status()).isEqualTo("True");
  }

  @Test
  @Order(2)
  void upgradesToTwoReplicasOfWhichOneWorks() throws IOException, InterruptedException {
    helm("upgrade", "--set", "replicas=2");
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                cluster
                        .client()
                        .leases()
                        .inNamespace(NAMESPACE)
                        .withName("plumbline-operator")
                        .get()
                    != null);
    assertThat(cluster.rescan(SCAN).getStatus().history()).hasSizeGreaterThan(1);
    assertThat(
            cluster
                .client()
                .genericKubernetesResources("policy/v1", "PodDisruptionBudget")
                .inNamespace(NAMESPACE)
                .list()
                .getItems())
        .hasSize(1);
    // The one that works goes, and the other one takes over.
    String holder =
        cluster
            .client()
            .leases()
            .inNamespace(NAMESPACE)
            .withName("plumbline-operator")
            .get()
            .getSpec()
            .getHolderIdentity();
    cluster.client().pods().inNamespace(NAMESPACE).withName(holder).delete();
    assertThat(cluster.rescan(SCAN).getStatus().controls()).hasSize(1);
  }

  @Test
  @Order(3)
  void uninstallsAndLeavesScansAndReports() throws IOException, InterruptedException {
    Said said = run("helm", "uninstall", "plumbline", "--namespace", NAMESPACE, "--wait");
    assertThat(said.exit()).as(said.text()).isZero();
    assertThat(cluster.client().resources(ComplianceReport.class).withName(SCAN).get()).isNotNull();
    assertThat(cluster.client().rbac().clusterRoles().withName("plumbline-operator").get())
        .isNull();
    cluster.client().resources(ComplianceScan.class).withName(SCAN).delete();
    run("kubectl", "delete", "namespace", NAMESPACE, "--wait");
  }
}
