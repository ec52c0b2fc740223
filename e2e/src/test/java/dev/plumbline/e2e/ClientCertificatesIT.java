package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.e2e.TrueCluster.Openness;
import dev.plumbline.engine.finding.Comparison;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * An API server that takes no client certificates: kubelets, the controller manager and the
 * scheduler are locked out, so that no node pod runs, and accounts with tokens are not. Then what
 * it answers and what its file says come to the same, and after its own fix too.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientCertificatesIT {

  private static final String SCAN = "client-certificates";
  private static final String ADMIN = "client-certificates-admin";
  private static final String AUTHORITY = "apiserver-client-ca";
  private static final String USERS = "users-without-client-certificates";
  private static final String API_SERVER = "kube-apiserver";

  private TrueCluster cluster;
  private String manifest;

  @BeforeAll
  void connect() throws IOException, InterruptedException {
    cluster = new TrueCluster();
    manifest = Files.readString(TrueCluster.manifest());
    Kubectl.assertDone(Kubectl.run("", "-n", "default", "create", "serviceaccount", ADMIN));
    Kubectl.assertDone(
        Kubectl.run(
            "",
            "create",
            "clusterrolebinding",
            ADMIN,
            "--clusterrole=cluster-admin",
            "--serviceaccount=default:" + ADMIN));
  }

  @AfterAll
  void restore() throws IOException, InterruptedException {
    TrueCluster.edit(TrueCluster.manifest(), now -> manifest);
    cluster.awaitServer(Openness.AUTHORIZING);
    Kubectl.assertDone(Kubectl.run("", "delete", "compliancescan", "--ignore-not-found", SCAN));
    Kubectl.assertDone(Kubectl.run("", "delete", "clusterrolebinding", ADMIN));
    Kubectl.assertDone(Kubectl.run("", "-n", "default", "delete", "serviceaccount", ADMIN));
    cluster.close();
  }

  @Test
  void filesAndAnswersComeToTheSameWithAndWithoutThem() throws IOException, InterruptedException {
    cluster.apply(scan("Live"));
    assertThat(answered(cluster.awaitRun(SCAN, "")))
        .isEqualTo(Map.of(AUTHORITY, Status.Pass, USERS, Status.Manual));

    String token = Kubectl.token(ADMIN);
    TrueCluster.edit(
        TrueCluster.manifest(),
        yaml -> StaticPod.with(yaml, API_SERVER, Map.of("client-ca-file", Optional.empty())));
    try (TrueCluster byToken = cluster.with(token)) {
      awaitRefusal(byToken);
      Map<String, Status> expected = Map.of(AUTHORITY, Status.Fail, USERS, Status.Pass);
      assertThat(answered(byToken.rescan(SCAN))).isEqualTo(expected);
      assertThat(read()).isEqualTo(expected);
    }

    OwnFixes.patchStaticPods(TrueCluster.CONTROL_PLANE, List.of(AUTHORITY));
    cluster.awaitServer(Openness.AUTHORIZING);
    cluster.apply(scan("Node, Live"));
    ComplianceReport report = cluster.rescan(SCAN);
    assertThat(answered(report)).isEqualTo(Map.of(AUTHORITY, Status.Pass, USERS, Status.Manual));
    assertThat(about(report).values())
        .allSatisfy(
            finding ->
                assertThat(finding.comparison()).as(finding.message()).isEqualTo(Comparison.Agree));
  }

  private static String scan(String sources) {
    return """
        apiVersion: plumbline.dev/v1alpha1
        kind: ComplianceScan
        metadata: {name: %s}
        spec:
          benchmark: cis-2.0
          rescanPolicy: Never
          controls: {include: [%s, %s]}
          sources: [%s]
        """
        .formatted(SCAN, AUTHORITY, USERS, sources);
  }

  /** The server takes tokens and no certificates, so it is the one with the changed arguments. */
  private void awaitRefusal(TrueCluster byToken) {
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .until(
            () ->
                "ok".equals(byToken.client().raw("/readyz"))
                    && Kubectl.run("", "get", "namespaces").text().contains("Unauthorized"));
  }

  /** By the API server's own answers, on the node that it runs on. */
  private static Map<String, Status> answered(ComplianceReport report) {
    Map<String, Status> statuses = new LinkedHashMap<>();
    about(report).forEach((control, finding) -> statuses.put(control, finding.status()));
    return statuses;
  }

  private static Map<String, NodeFinding> about(ComplianceReport report) {
    Map<String, NodeFinding> findings = new LinkedHashMap<>();
    for (ControlResult control : report.getStatus().controls()) {
      control.findings().stream()
          .filter(finding -> finding.nodes().contains(TrueCluster.CONTROL_PLANE))
          .forEach(finding -> findings.put(control.name(), finding));
    }
    return findings;
  }

  /** As a node pod would read it. */
  private static Map<String, Status> read() throws IOException {
    Map<String, Status> statuses = new LinkedHashMap<>();
    OwnFixes.findings(TrueCluster.CONTROL_PLANE, List.of(AUTHORITY, USERS))
        .forEach((control, finding) -> statuses.put(control.name(), finding.status()));
    return statuses;
  }
}
