package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.e2e.TrueCluster.Said;
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

  private static Said kubectl(String input, String... arguments)
      throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 3];
    command[0] = TrueCluster.tool("kubectl");
    command[1] = "-n";
    command[2] = TrueCluster.NAMESPACE;
    System.arraycopy(arguments, 0, command, 3, arguments.length);
    return TrueCluster.say(input, command);
  }

  private static void assertDenied(String message, Said said) {
    assertThat(said.exit()).as(said.text()).isNotZero();
    assertThat(said.text()).contains("ValidatingAdmissionPolicy", message);
  }

  private static void assertDone(Said said) {
    assertThat(said.exit()).as(said.text()).isZero();
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
    assertDenied(
        "A pod here is the operator's own, or",
        kubectl(
            "",
            "run",
            "shell",
            "--image=docker.io/library/busybox:latest",
            "--overrides=" + shell));
    assertDenied(
        "has the containers of its Deployment",
        kubectl(
            "",
            "run",
            "shell",
            "--image=docker.io/library/busybox:latest",
            "--overrides={\"spec\": {\"serviceAccountName\": \"plumbline-operator\"}}"));
    assertDenied(
        "Only the operator creates Jobs",
        kubectl("", "create", "job", "j", "--image=docker.io/library/busybox:latest"));
  }

  @Test
  void nobodyEntersOrChangesTheOperatorsPod() throws IOException, InterruptedException {
    assertDone(kubectl("", "rollout", "status", OPERATOR, "--timeout=180s"));
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
    assertDenied(nobody, kubectl("", "exec", pod, "--", "java", "-version"));
    assertDenied(nobody, kubectl("", "attach", pod));
    assertDenied(nobody, kubectl("", "port-forward", pod, "0:8080"));
    assertDenied(
        nobody, kubectl("", "debug", pod, "--image=docker.io/library/busybox:latest", "--", "sh"));
    assertDenied(
        "has the containers of its Deployment",
        kubectl("", "set", "image", "pod/" + pod, "operator=docker.io/library/busybox:latest"));
    assertDone(kubectl("", "label", "pod", pod, "seen=yes"));
  }

  private static Said waive(String user, String approvedBy)
      throws IOException, InterruptedException {
    return kubectl(
        """
        apiVersion: plumbline.dev/v1alpha1
        kind: ComplianceWaiver
        metadata: {name: %s}
        spec:
          control: etcd-own-ca
          reason: a test
          approvedBy: %s
          expires: "2999-01-01"
          scans: [%s]
        """
            .formatted(SCAN, approvedBy, SCAN),
        "--as=" + user,
        "apply",
        "-f",
        "-");
  }

  private static void bind(String role, String user) throws IOException, InterruptedException {
    assertDone(
        kubectl(
            "", "create", "clusterrolebinding", user, "--clusterrole=" + role, "--user=" + user));
  }

  @Test
  void aFailureIsAcceptedInOnesOwnNameAloneAndNotByWhoMayScan()
      throws IOException, InterruptedException {
    bind("plumbline-waiver-approver", "waive-ada");
    bind("plumbline-waiver-approver", "waive-bob");
    bind("plumbline-scan-editor", "scan-eve");
    try {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertDenied(
                      "write \"waive-bob\" instead of \"waive-ada\"",
                      waive("waive-bob", "waive-ada")));
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertDone(waive("waive-ada", "waive-ada")));
      assertDenied(
          "write \"waive-bob\" instead of \"waive-ada\"",
          kubectl(
              "",
              "--as=waive-bob",
              "patch",
              "compliancewaiver",
              SCAN,
              "--type=merge",
              "-p",
              "{\"spec\": {\"reason\": \"another\"}}"));
      assertDone(kubectl("", "--as=waive-bob", "label", "compliancewaiver", SCAN, "seen=yes"));
      assertThat(waive("scan-eve", "scan-eve").text()).contains("forbidden", "scan-eve");
      assertThat(kubectl("", "--as=waive-ada", "auth", "can-i", "update", "compliancescans").text())
          .contains("no");
      assertThat(kubectl("", "--as=scan-eve", "auth", "can-i", "update", "compliancescans").text())
          .contains("yes");
    } finally {
      kubectl("", "delete", "compliancewaiver", SCAN, "--ignore-not-found");
      kubectl("", "delete", "clusterrolebinding", "waive-ada", "waive-bob", "scan-eve");
    }
  }

  /** As after an upgrade that has changed one and not the other. */
  @Test
  void anOperatorThatThePolicyDoesNotFitSaysSoAndRecovers()
      throws IOException, InterruptedException {
    setImageOfNodePods("plumbline:other");
    try {
      assertDone(
          kubectl(
              """
              apiVersion: plumbline.dev/v1alpha1
              kind: ComplianceScan
              metadata: {name: %s}
              spec: {controls: {include: [etcd-own-ca]}}
              """
                  .formatted(SCAN),
              "apply",
              "-f",
              "-"));
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

  private static void setImageOfNodePods(String image) throws IOException, InterruptedException {
    assertDone(kubectl("", "set", "env", OPERATOR, "PLUMBLINE_IMAGE=" + image));
    assertDone(kubectl("", "rollout", "status", OPERATOR, "--timeout=180s"));
  }
}
