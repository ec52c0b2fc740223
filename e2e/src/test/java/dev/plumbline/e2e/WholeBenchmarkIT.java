package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.e2e.TrueCluster.Openness;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.operator.api.ComplianceAttestation;
import dev.plumbline.operator.api.ComplianceBenchmark;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.ComplianceAttestationSpec;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.FilePatch;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The whole benchmark on the kubeadm cluster: what kubeadm leaves failing is mended as each control
 * says, by its diffs, its commands or its words, and then nothing fails and the cluster works.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WholeBenchmarkIT {

  private static final Path ROOT =
      Path.of(System.getProperty("plumbline.root", "..")).toAbsolutePath();
  private static final String SCAN = "whole";
  private static final String KUBELET_CONFIG = "/var/lib/kubelet/config.yaml";
  private static final List<String> NODES = List.of(TrueCluster.CONTROL_PLANE, TrueCluster.WORKER);

  private TrueCluster cluster;
  private List<ControlResult> failing = List.of();

  @BeforeAll
  void connect() throws IOException {
    cluster = new TrueCluster();
  }

  @AfterAll
  void disconnect() {
    cluster.close();
  }

  @Test
  @Order(1)
  void everyControlIsJudgedAndNoneIsInError() {
    apply("spec: {sources: [Node, Live, Probe]}");
    ComplianceReport report = cluster.awaitRun(SCAN, "");
    assertComponentsAgree(report);

    assertThat(report.getStatus().controls()).hasSize(Catalogue.load().newest().controls().size());
    assertThat(with(Status.Error, report)).isEmpty();
    failing =
        report.getStatus().controls().stream().filter(c -> c.status() == Status.Fail).toList();
    assertThat(with(Status.Fail, report))
        .contains(
            "apiserver-profiling-off",
            "apiserver-audit-log-path",
            "apiserver-encryption-providers",
            "etcd-data-dir-owner",
            "kubelet-pod-pids-limit",
            "kubelet-config-mode",
            "default-service-accounts-unused")
        .doesNotContain("apiserver-audit-log-maxage", "etcd-own-ca");
    assertThat(condition(report, "BenchmarkMatches")).contains("1.36");
    assertThat(condition(report, "ControlPlaneObserved")).contains("1 of 1 API server");
  }

  @Test
  @Order(2)
  void whatFailsPassesByItsOwnRemediation() throws Exception {
    OwnFixes.runCommands(failing);
    patchKubelets();
    NODES.forEach(node -> TrueCluster.restartKubelet(node));
    cluster.approveServingCertificates(NODES);
    mendObjects();
    followTheWords();
    OwnFixes.patchStaticPods(
        TrueCluster.CONTROL_PLANE, failing.stream().map(ControlResult::name).toList());
    cluster.awaitServer(Openness.AUTHORIZING);

    await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofSeconds(5))
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .untilAsserted(
            () -> {
              ComplianceReport report = cluster.rescan(SCAN);
              assertThat(told(report)).isEmpty();
              assertThat(TrueCluster.compliant(report).status()).isEqualTo("True");
              assertComponentsAgree(report);
              // Its serving certificate is of the cluster's authority now.
              assertThat(message(report, "kubelet-pod-pids-limit")).contains("reports the same");
              assertThat(message(report, "kubelet-authorization-not-always-allow"))
                  .contains("GET /pods is answered with 403");
            });
  }

  /** What the components say and do is what they are configured to, before the fixes and after. */
  private static void assertComponentsAgree(ComplianceReport report) {
    assertThat(report.getStatus().controls())
        .allSatisfy(
            control ->
                assertThat(control.findings())
                    .as(control.name())
                    .extracting(NodeFinding::reason)
                    .doesNotContain(Reason.Drift));
    Map<String, String> asked =
        Map.of(
            "apiserver-authorization-mode-not-always-allow", "a user who does not exist",
            "apiserver-authorization-mode-includes-node", "allows it its own Lease",
            "apiserver-anonymous-auth-off", "GET /healthz is answered with",
            "apiserver-profiling-off", "GET /debug/pprof/ is answered with",
            "kubelet-anonymous-auth-off", "GET /pods is answered with 401",
            "kubelet-read-only-port-off", "GET /healthz could not be reached");
    asked.forEach(
        (control, answer) -> assertThat(message(report, control)).as(control).contains(answer));
    assertThat(message(report, "apiserver-audit-log-path")).contains("reports the same");
  }

  private static String message(ComplianceReport report, String control) {
    return report.getStatus().controls().stream()
        .filter(one -> one.name().equals(control))
        .flatMap(one -> one.findings().stream())
        .map(NodeFinding::message)
        .collect(Collectors.joining(" "));
  }

  @Test
  @Order(3)
  void theClusterStillWorks() {
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("works")
            .withNamespace("default")
            .endMetadata()
            .withNewSpec()
            .withRestartPolicy("Never")
            .addNewContainer()
            .withName("works")
            .withImage("docker.io/library/busybox:latest")
            .withImagePullPolicy("IfNotPresent")
            .withCommand("busybox", "echo", "it works")
            .endContainer()
            .endSpec()
            .build();
    cluster.client().resource(pod).create();
    try {
      var works = cluster.client().pods().inNamespace("default").withName("works");
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> "Succeeded".equals(works.get().getStatus().getPhase()));
      // By way of the kubelet, whose certificate the API server checks now.
      assertThat(works.getLog()).contains("it works");
    } finally {
      cluster.client().resource(pod).delete();
    }
    assertThat(cluster.client().nodes().list().getItems())
        .allMatch(
            node ->
                node.getStatus().getConditions().stream()
                    .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True")));
  }

  @Test
  @Order(4)
  void aManualControlIsAttested() {
    cluster.client().resources(ComplianceScan.class).withName(SCAN).delete();
    awaitNoReport();
    ComplianceAttestation attestation = new ComplianceAttestation();
    attestation.setMetadata(new ObjectMetaBuilder().withName(SCAN).build());
    attestation.setSpec(
        new ComplianceAttestationSpec(
            "cni-supports-network-policies",
            "Denied a pod all traffic, and it was cut off.",
            TrueCluster.user(),
            "2020-01-01",
            "2999-12-31",
            List.of(SCAN)));
    cluster.client().resource(attestation).create();
    apply(
        """
        spec:
          controls: {include: [cni-supports-network-policies, external-secret-storage]}
        """);
    ComplianceReport report = cluster.awaitRun(SCAN, "");
    assertThat(with(Status.Pass, report)).containsExactly("cni-supports-network-policies");
    assertThat(with(Status.Manual, report)).containsExactly("external-secret-storage");
    cluster.client().resource(attestation).delete();
    cluster.client().resources(ComplianceScan.class).withName(SCAN).delete();
  }

  @Test
  @Order(5)
  void aBenchmarkOfOnesOwnIsUsedAndABrokenOneStopsOnlyItself() throws IOException {
    String example = Files.readString(ROOT.resolve("examples/benchmark.yaml"));
    cluster.client().resource(example).createOr(r -> r.update());
    cluster
        .client()
        .resource(
            example
                .replace("name: shop", "name: broken")
                .replace("int(flags.v) <= params.highest", "int(flags.v) <= highest"))
        .create();
    try {
      awaitNoReport();
      awaitBenchmark("shop", "True", "131 controls");
      awaitBenchmark("broken", "False", ":1:17");
      apply("spec: {benchmark: shop, controls: {include: [S.1]}}");
      ComplianceReport report = cluster.awaitRun(SCAN, "");
      assertThat(with(Status.Pass, report)).containsExactly("apiserver-request-log-verbosity-low");
    } finally {
      cluster.client().resources(ComplianceBenchmark.class).withName("shop").delete();
      cluster.client().resources(ComplianceBenchmark.class).withName("broken").delete();
      cluster.client().resources(ComplianceScan.class).withName(SCAN).delete();
    }
  }

  /** A deleted scan's report goes a moment later. */
  private void awaitNoReport() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> cluster.client().resources(ComplianceReport.class).withName(SCAN).get() == null);
  }

  private void awaitBenchmark(String name, String ready, String message) {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(NullPointerException.class)
        .untilAsserted(
            () ->
                assertThat(
                        cluster
                            .client()
                            .resources(ComplianceBenchmark.class)
                            .withName(name)
                            .get()
                            .getStatus()
                            .conditions())
                    .filteredOn(c -> c.type().equals("Ready"))
                    .singleElement()
                    .satisfies(
                        c -> {
                          assertThat(c.status()).isEqualTo(ready);
                          assertThat(c.message()).contains(message);
                        }));
  }

  private void patchKubelets() throws Exception {
    for (ControlResult control : failing) {
      for (NodeFinding finding : control.findings()) {
        for (FilePatch patch : finding.patches()) {
          if (patch.file().equals(KUBELET_CONFIG)) {
            for (String node : finding.nodes()) {
              TrueCluster.applyDiff(node, patch.diff());
            }
          }
        }
      }
    }
  }

  private void mendObjects() {
    for (var namespace : cluster.client().namespaces().list().getItems()) {
      String name = namespace.getMetadata().getName();
      cluster
          .client()
          .serviceAccounts()
          .inNamespace(name)
          .withName("default")
          .edit(
              account -> {
                account.setAutomountServiceAccountToken(false);
                return account;
              });
      cluster
          .client()
          .resource(
              new NetworkPolicyBuilder()
                  .withNewMetadata()
                  .withName("default-deny")
                  .withNamespace(name)
                  .endMetadata()
                  .withNewSpec()
                  .withNewPodSelector()
                  .endPodSelector()
                  .withPolicyTypes("Ingress")
                  .endSpec()
                  .build())
          .createOr(r -> r.update());
    }
  }

  /** An audit policy and encryption need files and mounts, which no diff of ours adds. */
  private void followTheWords() throws IOException {
    Path kubernetes = TrueCluster.hostRoot().resolve("etc/kubernetes");
    Files.writeString(
        kubernetes.resolve("audit-policy.yaml"),
        "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Metadata\n");
    Files.writeString(
        kubernetes.resolve("enc.yaml"),
        """
        apiVersion: apiserver.config.k8s.io/v1
        kind: EncryptionConfiguration
        resources:
        - resources: [secrets]
          providers:
          - secretbox:
              keys:
              - name: key1
                secret: MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=
          - identity: {}
        """);
    TrueCluster.edit(
        TrueCluster.manifest(),
        yaml ->
            AuditLog.mounted(yaml)
                .replace(
                    "    - kube-apiserver\n",
                    """
                        - kube-apiserver
                        - --encryption-provider-config=/etc/kubernetes/enc.yaml
                    """)
                .replace(
                    "    volumeMounts:\n",
                    """
                        volumeMounts:
                        - {mountPath: /etc/kubernetes/enc.yaml, name: enc, readOnly: true}
                    """)
                .replace(
                    "  volumes:\n",
                    """
                      volumes:
                      - {name: enc, hostPath: {path: /etc/kubernetes/enc.yaml, type: File}}
                    """));
  }

  private void apply(String spec) {
    cluster
        .client()
        .resource(
            "apiVersion: plumbline.dev/v1alpha1\nkind: ComplianceScan\nmetadata: {name: "
                + SCAN
                + "}\n"
                + spec
                + "\n")
        .create();
  }

  private static List<String> with(Status status, ComplianceReport report) {
    return report.getStatus().controls().stream()
        .filter(control -> control.status() == status)
        .map(ControlResult::name)
        .toList();
  }

  /** What fails or can't be told, with why. */
  private static List<String> told(ComplianceReport report) {
    List<String> told = new ArrayList<>();
    for (ControlResult control : report.getStatus().controls()) {
      if (control.status() == Status.Fail || control.status() == Status.Error) {
        told.add(control.name() + ": " + control.findings().get(0).message());
      }
    }
    return told;
  }

  private static String condition(ComplianceReport report, String type) {
    return report.getStatus().conditions().stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst()
        .orElseThrow()
        .message();
  }
}
