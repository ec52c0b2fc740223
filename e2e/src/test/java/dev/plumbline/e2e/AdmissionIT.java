package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The admission policies of config/ on a real API server, before its admin. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdmissionIT {

  private static final String SCAN = "admission";
  private static final String OPERATOR = "deployment/plumbline-operator";

  private TrueCluster cluster;

  @BeforeAll
  void connect() throws IOException {
    cluster = new TrueCluster();
  }

  @AfterAll
  void disconnect() {
    cluster.client().resources(ComplianceScan.class).withName(SCAN).delete();
    cluster.close();
  }

  @Test
  void theApiServerFindsNoFaultInTheExpressions() {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              for (String name :
                  List.of("plumbline-workloads", "plumbline-pod-access", "plumbline-approvals")) {
                var status =
                    cluster
                        .client()
                        .admissionRegistration()
                        .v1()
                        .validatingAdmissionPolicies()
                        .withName(name)
                        .get()
                        .getStatus();
                assertThat(status.getObservedGeneration()).isPositive();
                assertThat(status.getTypeChecking().getExpressionWarnings()).isEmpty();
              }
            });
  }

  @Test
  void anAdminCreatesNoPodAndNoJobHere() throws IOException, InterruptedException {
    String shell =
        """
        {"spec": {"containers": [{"name": "shell", "image": "docker.io/library/busybox:latest",
         "command": ["sleep", "1"]}], "restartPolicy": "Never"}}
        """;
    Kubectl.assertDenied(
        "A pod here is the operator's own, or",
        Kubectl.besideOperator(
            "",
            "run",
            "shell",
            "--image=docker.io/library/busybox:latest",
            "--overrides=" + shell));
    Kubectl.assertDenied(
        "has the containers of its Deployment",
        Kubectl.besideOperator(
            "",
            "run",
            "shell",
            "--image=docker.io/library/busybox:latest",
            "--overrides={\"spec\": {\"serviceAccountName\": \"plumbline-operator\"}}"));
    Kubectl.assertDenied(
        "Only the operator creates Jobs",
        Kubectl.besideOperator(
            "", "create", "job", "j", "--image=docker.io/library/busybox:latest"));
  }

  @Test
  void nobodyEntersOrChangesTheOperatorsPod() throws IOException, InterruptedException {
    Kubectl.assertDone(Kubectl.besideOperator("", "rollout", "status", OPERATOR, "--timeout=180s"));
    String pod =
        cluster
            .client()
            .pods()
            .inNamespace(TrueCluster.NAMESPACE)
            .withLabel("app.kubernetes.io/component", "operator")
            .list()
            .getItems()
            .get(0)
            .getMetadata()
            .getName();
    String nobody = "Nobody runs programs in the pods";
    Kubectl.assertDenied(nobody, Kubectl.besideOperator("", "exec", pod, "--", "java", "-version"));
    Kubectl.assertDenied(nobody, Kubectl.besideOperator("", "attach", pod));
    Kubectl.assertDenied(nobody, Kubectl.besideOperator("", "port-forward", pod, "0:8080"));
    Kubectl.assertDenied(
        nobody,
        Kubectl.besideOperator(
            "", "debug", pod, "--image=docker.io/library/busybox:latest", "--", "sh"));
    Kubectl.assertDenied(
        "has the containers of its Deployment",
        Kubectl.besideOperator(
            "", "set", "image", "pod/" + pod, "operator=docker.io/library/busybox:latest"));
    Kubectl.assertDone(Kubectl.besideOperator("", "label", "pod", pod, "seen=yes"));
  }

  /** As a service mesh does it. */
  private static final String INJECTION =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingAdmissionPolicy
      metadata: {name: inject}
      spec:
        failurePolicy: Fail
        reinvocationPolicy: Never
        matchConstraints:
          namespaceSelector:
            matchExpressions:
              - {key: kubernetes.io/metadata.name, operator: In, values: [plumbline-system, default]}
          resourceRules:
            - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
        mutations:
          - patchType: JSONPatch
            jsonPatch:
              expression: >-
                [JSONPatch{op: "add", path: "/spec/containers/-",
                value: Object.spec.containers{name: "sidecar", image: "docker.io/library/busybox:latest"}}]
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingAdmissionPolicyBinding
      metadata: {name: inject}
      spec: {policyName: inject}
      """;

  @Test
  void aSidecarThatIsInjectedKeepsPodsFromStartingAndTheScanSaysSo()
      throws IOException, InterruptedException {
    Kubectl.assertDone(Kubectl.besideOperator(INJECTION, "apply", "-f", "-"));
    try {
      // A policy takes a moment to be in force: seen where no other refuses what it makes.
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () ->
                  assertThat(
                          Kubectl.run(
                                  "",
                                  "-n",
                                  "default",
                                  "run",
                                  "probe",
                                  "--image=docker.io/library/busybox:latest",
                                  "--dry-run=server",
                                  "-o",
                                  "jsonpath={.spec.containers[*].name}")
                              .text())
                      .contains("sidecar"));
      applyScan(SCAN + "-sidecar");
      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(
              () ->
                  assertThat(cluster.scanCondition(SCAN + "-sidecar", "Ready"))
                      .hasValueSatisfying(
                          condition ->
                              assertThat(condition.message())
                                  .contains(
                                      "RequestDeniedByOwnPolicy",
                                      "sidecar of docker.io/library/busybox:latest",
                                      "let no webhook change the pods of its namespace")));
    } finally {
      Kubectl.assertDone(Kubectl.besideOperator(INJECTION, "delete", "-f", "-"));
      Kubectl.besideOperator("", "delete", "compliancescan", SCAN + "-sidecar");
    }
  }

  /** As after an upgrade that has changed one and not the other. */
  @Test
  void anOperatorThatThePolicyDoesNotFitSaysSoAndRecovers()
      throws IOException, InterruptedException {
    setImageOfNodePods("plumbline:other");
    try {
      applyScan(SCAN);
      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(
              () ->
                  assertThat(cluster.scanCondition(SCAN, "Stalled"))
                      .hasValueSatisfying(
                          condition -> {
                            assertThat(condition.status()).isEqualTo("True");
                            assertThat(condition.reason()).isEqualTo("RequestDeniedByOwnPolicy");
                            assertThat(condition.message())
                                .contains(
                                    "plumbline:dev; this one has collector of plumbline:other")
                                .contains("apply the admission policy that belongs to");
                          }));
    } finally {
      setImageOfNodePods("plumbline:dev");
    }
    ComplianceReport report = cluster.awaitRun(SCAN, "");
    assertThat(TrueCluster.compliant(report).status()).isEqualTo("True");
  }

  private static void applyScan(String name) throws IOException, InterruptedException {
    Kubectl.assertDone(
        Kubectl.run(
            """
            apiVersion: plumbline.dev/v1alpha1
            kind: ComplianceScan
            metadata: {name: %s}
            spec: {controls: {include: [etcd-own-ca]}}
            """
                .formatted(name),
            "apply",
            "-f",
            "-"));
  }

  private static void setImageOfNodePods(String image) throws IOException, InterruptedException {
    Kubectl.assertDone(
        Kubectl.besideOperator("", "set", "env", OPERATOR, "PLUMBLINE_IMAGE=" + image));
    Kubectl.assertDone(Kubectl.besideOperator("", "rollout", "status", OPERATOR, "--timeout=180s"));
  }
}
