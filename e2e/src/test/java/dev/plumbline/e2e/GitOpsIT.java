package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.e2e.TrueCluster.Said;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.api.ComplianceWaiver;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Flux's kstatus and Argo CD's script engine make of a scan in each of its phases, and whether
 * server-side apply by two owners leaves drift: on the true cluster, by their own code.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GitOpsIT {

  private static final String SCAN = "gitops";
  private static final String OPERATOR = "deployment/plumbline-operator";

  @TempDir private Path temp;

  private TrueCluster cluster;

  @BeforeAll
  void connect() throws IOException {
    cluster = new TrueCluster();
  }

  @AfterAll
  void disconnect() throws IOException, InterruptedException {
    scale(1);
    cluster.client().resources(ComplianceScan.class).withName(SCAN).delete();
    cluster.client().resources(ComplianceWaiver.class).withName(SCAN).delete();
    cluster.client().resources(ComplianceScan.class).withName("gitops-plugin").delete();
    cluster.close();
  }

  private static void scale(int replicas) throws IOException, InterruptedException {
    String namespace = TrueCluster.NAMESPACE;
    Kubectl.run("", "-n", namespace, "scale", OPERATOR, "--replicas=" + replicas);
    assertThat(
            Kubectl.run("", "-n", namespace, "rollout", "status", OPERATOR, "--timeout=180s")
                .exit())
        .isZero();
  }

  private static void apply(String manager, String spec) throws IOException, InterruptedException {
    Said said = Kubectl.run(scan(spec), applying(manager));
    assertThat(said.exit()).as(said.text()).isZero();
  }

  private static String[] applying(String manager) {
    return new String[] {"apply", "--server-side", "--field-manager=" + manager, "-f", "-"};
  }

  private static void awaitField(String object, String path, String expected) {
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () ->
                assertThat(Kubectl.run("", "get", object, "-o", "jsonpath=" + path).text())
                    .isEqualTo(expected));
  }

  private static String scan(String spec) {
    return """
        apiVersion: plumbline.dev/v1alpha1
        kind: ComplianceScan
        metadata:
          name: %s
        spec:
        %s
        """
        .formatted(SCAN, spec.indent(2));
  }

  /** kstatus' word and Argo CD's. */
  private String judged() throws IOException, InterruptedException {
    ComplianceScan scan = cluster.client().resources(ComplianceScan.class).withName(SCAN).get();
    String script = TrueCluster.root().resolve("examples/gitops/argocd/health.lua").toString();
    Said said =
        TrueCluster.say(Serialization.asJson(scan), TrueCluster.tool("gitops"), "-lua", script);
    assertThat(said.exit()).as(said.text()).isZero();
    return said.text().strip();
  }

  private void becomes(String kstatus, String argo) {
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                assertThat(judged())
                    .isEqualTo(
                        "ComplianceScan/" + SCAN + " kstatus=" + kstatus + " argocd=" + argo));
  }

  @Test
  @Order(1)
  void aScanThatNobodyHasLookedAtIsInProgress() throws IOException, InterruptedException {
    scale(0);
    apply("flux", "controls: {include: [scheduler-profiling-off]}");
    assertThat(judged())
        .isEqualTo("ComplianceScan/" + SCAN + " kstatus=InProgress argocd=Progressing");
  }

  @Test
  @Order(2)
  void aScanThatDidItsWorkIsHealthyWhateverItFound() throws IOException, InterruptedException {
    scale(1);
    becomes("Current", "Healthy");
    Said waited =
        Kubectl.run(
            "",
            "wait",
            "--for=condition=Compliant=False",
            "compliancereport/" + SCAN,
            "--timeout=60s");
    assertThat(waited.exit()).as(waited.text()).isZero();
  }

  @Test
  @Order(3)
  void aChangedSpecIsInProgressUntilItWasLookedAt() throws IOException, InterruptedException {
    scale(0);
    apply("flux", "controls: {include: [etcd-own-ca]}");
    assertThat(judged())
        .isEqualTo("ComplianceScan/" + SCAN + " kstatus=InProgress argocd=Progressing");
    scale(1);
    becomes("Current", "Healthy");
    Said waited =
        Kubectl.run(
            "", "wait", "--for=condition=Compliant", "compliancereport/" + SCAN, "--timeout=60s");
    assertThat(waited.exit()).as(waited.text()).isZero();
  }

  @Test
  @Order(4)
  void aScanThatCantDoItsWorkHasFailed() throws IOException, InterruptedException {
    apply("flux", "controls: {include: [there-is-none]}");
    becomes("Failed", "Degraded");
    apply("flux", "controls: {include: [scheduler-profiling-off]}\nfailOn: low");
    becomes("Failed", "Degraded");
    apply("flux", "controls: {include: [scheduler-profiling-off]}");
    becomes("Current", "Healthy");
  }

  @Test
  @Order(5)
  void twoOwnersSeeNoDrift() throws IOException, InterruptedException {
    String flux = "controls: {include: [scheduler-profiling-off]}\nschedule: 0 3 * * *";
    apply("flux", flux);
    apply("argocd", "historyLimit: 20");
    becomes("Current", "Healthy");
    assertNoDrift("flux", scan(flux));
    assertNoDrift("argocd", scan("historyLimit: 20"));
    ComplianceScan scan = cluster.client().resources(ComplianceScan.class).withName(SCAN).get();
    assertThat(scan.getSpec().historyEntries()).isEqualTo(20);
    assertThat(scan.getSpec().cron()).contains("0 3 * * *");
  }

  private static void assertNoDrift(String manager, String yaml)
      throws IOException, InterruptedException {
    Said drift =
        Kubectl.run(yaml, "diff", "--server-side", "--field-manager=" + manager, "-f", "-");
    assertThat(drift.exit()).as(drift.text()).isZero();
  }

  /** In the account of whoever applies it; applied again, it is as it was. */
  @Test
  @Order(5)
  void aWaiverIsAppliedWithoutDrift() throws IOException, InterruptedException {
    String waiver =
        Serialization.asYaml(
            TrueCluster.waiver(SCAN, "scheduler-profiling-off", "2999-01-01", SCAN));
    for (int time = 0; time < 2; time++) {
      Said said = Kubectl.run(waiver, applying("flux"));
      assertThat(said.exit()).as(said.text()).isZero();
    }
    assertNoDrift("flux", waiver);
    awaitField("compliancereport/" + SCAN, "{.status.controls[0].status}", "Waived");
  }

  @Test
  @Order(7)
  void reportsAreWrittenAsOpenReportsWhereThatIsAsked() throws IOException, InterruptedException {
    TrueCluster.script("cluster/openreports");
    String namespace = TrueCluster.NAMESPACE;
    String rbac = TrueCluster.root().resolve("config/overlays/openreports/rbac.yaml").toString();
    assertThat(Kubectl.run("", "apply", "-f", rbac).exit()).isZero();
    Kubectl.run("", "-n", namespace, "set", "env", OPERATOR, "PLUMBLINE_OPEN_REPORTS=true");
    Kubectl.run("", "-n", namespace, "rollout", "status", OPERATOR, "--timeout=180s");
    cluster.rescan(SCAN);
    awaitField(
        "clusterreport.openreports.io/plumbline-" + SCAN,
        "{.source} {.results[0].properties.status}",
        "plumbline Waived");
    Kubectl.run("", "-n", namespace, "set", "env", OPERATOR, "PLUMBLINE_OPEN_REPORTS-");
    Kubectl.run("", "-n", namespace, "rollout", "status", OPERATOR, "--timeout=180s");
  }

  @Test
  @Order(6)
  void thePluginScansReportsDiffsAndExports() throws IOException, InterruptedException {
    String plugin = TrueCluster.root().resolve("plumbline").toString();
    Said scanned = TrueCluster.say("", plugin, "scan", "gitops-plugin", "--control", "etcd-own-ca");
    assertThat(scanned.exit()).as(scanned.text()).isZero();
    assertThat(scanned.text()).contains("2 of 2 nodes were evaluated", "1 passes");
    Said again = TrueCluster.say("", plugin, "rescan", "gitops-plugin");
    assertThat(again.exit()).as(again.text()).isZero();
    Said diff = TrueCluster.say("", plugin, "diff", "gitops-plugin");
    assertThat(diff.text()).isEqualTo("Nothing changed.\n");
    Path page = temp.resolve("report.html");
    Path open = temp.resolve("open.yaml");
    Said exported =
        TrueCluster.say(
            "",
            plugin,
            "export",
            "gitops-plugin",
            "-o",
            "html=" + page,
            "-o",
            "openreports=" + open);
    assertThat(exported.exit()).as(exported.text()).isZero();
    assertThat(Files.readString(page)).contains("Compliant", "etcd");
    Object report = Serialization.unmarshal(Files.readString(open), Object.class);
    Said strict =
        TrueCluster.say(Serialization.asJson(report), TrueCluster.tool("gitops"), "-openreports");
    assertThat(strict.exit()).as(strict.text()).isZero();
    assertThat(strict.text()).startsWith("ClusterReport/plumbline-gitops-plugin results=2 fail=0");
    cluster.client().resources(ComplianceScan.class).withName("gitops-plugin").delete();
    assertThat(TrueCluster.say("", plugin, "report", "no-such").exit()).isEqualTo(2);
  }
}
