package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.plumbline.e2e.TrueCluster.Openness;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import dev.plumbline.report.model.ComplianceScanStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Plumbline as installed by {@code cluster/install} on a kubeadm-made cluster of two nodes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TrueClusterIT {

  private static final Path ROOT =
      Path.of(System.getProperty("plumbline.root", "..")).toAbsolutePath();
  private static final String SCAN = "cis";
  private static final String AUTHORIZATION =
      "controls: {include: [apiserver-authorization-mode-not-always-allow,"
          + " apiserver-authorization-mode-includes-node,"
          + " apiserver-authorization-mode-includes-rbac]}";
  private static final String NOT_ALWAYS_ALLOW = "apiserver-authorization-mode-not-always-allow";

  private TrueCluster cluster;

  @BeforeAll
  void connect() throws IOException {
    cluster = new TrueCluster();
  }

  @AfterAll
  void disconnect() {
    cluster.close();
  }

  @TestFactory
  @Order(1)
  Stream<DynamicTest> sampleScansAreTakenOrRefused() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.list(ROOT.resolve("e2e/src/test/resources/scans"))) {
      for (Path file : files.sorted().toList()) {
        tests.add(DynamicTest.dynamicTest(file.getFileName().toString(), () -> assertSample(file)));
      }
    }
    return tests.stream();
  }

  private void assertSample(Path file) throws IOException {
    String yaml = Files.readString(file);
    if (file.getFileName().toString().startsWith("valid-")) {
      cluster.client().resource(yaml).dryRun().create();
      return;
    }
    String refused = yaml.lines().findFirst().orElseThrow().replaceFirst("# refused: ", "");
    assertThatThrownBy(() -> createStrictly(yaml))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(refused);
  }

  /** As kubectl does: a field that there is not is an error and not dropped. */
  private void createStrictly(String yaml) {
    GenericKubernetesResource resource =
        Serialization.unmarshal(yaml, GenericKubernetesResource.class);
    cluster
        .client()
        .raw(
            "/apis/plumbline.dev/v1alpha1/"
                + resource.getKind().toLowerCase(Locale.ROOT)
                + "s?dryRun=All&fieldValidation=Strict",
            "POST",
            Serialization.asJson(resource));
  }

  @Test
  @Order(2)
  void kubeadmsOwnManifestPasses() {
    apply(SCAN, "spec: {" + AUTHORIZATION + "}");

    ComplianceReport report = cluster.awaitRun(SCAN, "");

    assertThat(TrueCluster.compliant(report).status()).isEqualTo("True");
    assertThat(report.getStatus().nodes()).isEqualTo(ComplianceScanStatus.Nodes.allEvaluated(2));
    ControlResult control = control(report);
    assertThat(control.findings())
        .extracting(NodeFinding::status)
        .containsExactly(Status.Pass, Status.NotApplicable);
    assertThat(control.findings().get(0).nodes()).containsExactly(TrueCluster.CONTROL_PLANE);
    assertThat(control.findings().get(0).evidence())
        .as("the manifest and the running process were both seen")
        .extracting(evidence -> evidence.file().startsWith("/proc/"))
        .contains(true, false);
    assertThat(control.findings().get(1).nodes()).containsExactly(TrueCluster.WORKER);
  }

  @TestFactory
  @Order(3)
  Stream<DynamicTest> failsAsTheServerDoesAndPassesByItsOwnDiff() {
    String mode = "    - --authorization-mode=Node,RBAC\n";
    Map<String, UnaryOperator<String>> changes =
        new java.util.LinkedHashMap<>(
            Map.of(
                "AlwaysAllow",
                yaml -> yaml.replace(mode, "    - --authorization-mode=AlwaysAllow\n")));
    changes.put(
        "repeated flags",
        yaml -> yaml.replace(mode, mode + "    - --authorization_mode=AlwaysAllow\n"));
    changes.put("no flag", yaml -> yaml.replace(mode, ""));
    changes.put(
        "AuthorizationConfiguration",
        yaml ->
            yaml.replace(
                mode, "    - --authorization-config=/etc/kubernetes/pki/authorization.yaml\n"));
    return changes.entrySet().stream()
        .map(
            change ->
                DynamicTest.dynamicTest(
                    change.getKey(), () -> assertFailsAndMends(change.getValue())));
  }

  private void assertFailsAndMends(UnaryOperator<String> change)
      throws IOException, InterruptedException {
    String original = TrueCluster.unseen(Files.readString(TrueCluster.manifest()));
    try {
      failsAndMends(manifest -> change.apply(original));
    } finally {
      // One change that is not mended must not fail those after it too.
      if (!Files.readString(TrueCluster.manifest()).equals(original)) {
        cluster.changeManifest(yaml -> original, Openness.AUTHORIZING);
      }
    }
  }

  private void failsAndMends(UnaryOperator<String> change)
      throws IOException, InterruptedException {
    // Below a folder that kubeadm's manifest mounts into the API server.
    Files.writeString(
        TrueCluster.hostRoot().resolve("etc/kubernetes/pki/authorization.yaml"),
        """
        apiVersion: apiserver.config.k8s.io/v1
        kind: AuthorizationConfiguration
        authorizers:
        - type: Node
          name: node
        - type: AlwaysAllow
          name: alwaysallow
        """);
    cluster.changeManifest(change, Openness.OPEN);

    ComplianceReport failing = cluster.rescan(SCAN);
    assertThat(TrueCluster.compliant(failing).status()).isEqualTo("False");
    NodeFinding finding = control(failing).findings().get(0);
    assertThat(finding.status()).isEqualTo(Status.Fail);
    assertThat(finding.patches()).hasSize(1);

    TrueCluster.applyDiff(TrueCluster.CONTROL_PLANE, finding.patches().get(0).diff());
    if (finding.patches().get(0).file().endsWith("/authorization.yaml")) {
      // The server goes on letting everybody in, whatever the file says now: no Pass before its
      // restart.
      ComplianceReport unchanged = cluster.rescan(SCAN);
      assertThat(TrueCluster.compliant(unchanged).status()).isEqualTo("Unknown");
      assertThat(control(unchanged).findings().get(0).message()).contains("until a restart");
      cluster.restartApiServer();
    }
    cluster.awaitServer(Openness.AUTHORIZING);
    ComplianceReport mended = cluster.rescan(SCAN);
    assertThat(TrueCluster.compliant(mended).status()).isEqualTo("True");
  }

  @Test
  @Order(4)
  void deniedPodsAreToldWhileTheScanWaits() {
    var quota = cluster.noMorePods();
    quota.create();
    try {
      awaitQuota();
      apply("denied", "spec: {timeout: 20s, " + AUTHORIZATION + "}");
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(cluster.scanCondition("denied", "Reconciling"))
                      .hasValueSatisfying(c -> assertThat(c.message()).contains("exceeded quota")));
      ComplianceReport report = cluster.awaitRun("denied", "");
      assertThat(TrueCluster.compliant(report).status()).isEqualTo("Unknown");
      assertThat(cluster.scanCondition("denied", "Stalled"))
          .hasValueSatisfying(
              c -> {
                assertThat(c.status()).isEqualTo("True");
                assertThat(c.message()).contains("exceeded quota");
              });
    } finally {
      quota.delete();
      cluster.client().resources(ComplianceScan.class).withName("denied").delete();
    }
  }

  /** A quota denies nothing before it has counted. */
  private void awaitQuota() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              var status =
                  cluster
                      .client()
                      .resourceQuotas()
                      .inNamespace(TrueCluster.NAMESPACE)
                      .withName(TrueCluster.NO_MORE_PODS)
                      .get()
                      .getStatus();
              return status != null && status.getUsed().containsKey("pods");
            });
  }

  @Test
  @Order(5)
  void unknownBenchmarkStallsAndNamesTheField() {
    apply("unknown", "spec: {benchmark: cis-99}");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(cluster.scanCondition("unknown", "Stalled"))
                    .hasValueSatisfying(
                        c -> {
                          assertThat(c.status()).isEqualTo("True");
                          assertThat(c.message())
                              .contains("spec.benchmark", "The nearest name is cis-1.9");
                        }));
    cluster.client().resources(ComplianceScan.class).withName("unknown").delete();
  }

  @Test
  @Order(6)
  void deletingAScanLeavesNothingBehind() {
    cluster.client().resources(ComplianceScan.class).withName(SCAN).delete();
    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(
            () -> {
              assertThat(cluster.client().resources(ComplianceReport.class).list().getItems())
                  .isEmpty();
              assertThat(owned()).isEmpty();
            });
  }

  private List<String> owned() {
    var in = TrueCluster.NAMESPACE;
    var label = "plumbline.dev/scan-uid";
    return Stream.of(
            cluster.client().batch().v1().jobs().inNamespace(in).withLabel(label).list().getItems(),
            cluster.client().pods().inNamespace(in).withLabel(label).list().getItems(),
            cluster.client().configMaps().inNamespace(in).withLabel(label).list().getItems())
        .flatMap(List::stream)
        .map(object -> object.getKind() + "/" + object.getMetadata().getName())
        .toList();
  }

  private void apply(String name, String spec) {
    cluster
        .client()
        .resource(
            "apiVersion: plumbline.dev/v1alpha1\nkind: ComplianceScan\nmetadata: {name: "
                + name
                + "}\n"
                + spec
                + "\n")
        .create();
  }

  private static ControlResult control(ComplianceReport report) {
    return report.getStatus().controls().stream()
        .filter(control -> control.name().equals(NOT_ALWAYS_ALLOW))
        .findFirst()
        .orElseThrow();
  }
}
