package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.e2e.TrueCluster.Said;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who may accept a failure, and in whose name, on a real API server. */
class ApprovalsIT {

  private static final String WAIVER = "approvals";

  private static Said waive(String user, String approvedBy)
      throws IOException, InterruptedException {
    return Kubectl.besideOperator(
        """
        apiVersion: plumbline.dev/v1alpha1
        kind: ComplianceWaiver
        metadata: {name: %s}
        spec:
          control: etcd-own-ca
          reason: a test
          approvedBy: %s
          expires: "2999-01-01"
          scans: [none]
        """
            .formatted(WAIVER, approvedBy),
        "--as=" + user,
        "apply",
        "-f",
        "-");
  }

  private static void bind(String role, String user) throws IOException, InterruptedException {
    Kubectl.assertDone(
        Kubectl.besideOperator(
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
                  Kubectl.assertDenied(
                      "write \"waive-bob\" instead of \"waive-ada\"",
                      waive("waive-bob", "waive-ada")));
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> Kubectl.assertDone(waive("waive-ada", "waive-ada")));
      Kubectl.assertDenied(
          "write \"waive-bob\" instead of \"waive-ada\"",
          Kubectl.besideOperator(
              "",
              "--as=waive-bob",
              "patch",
              "compliancewaiver",
              WAIVER,
              "--type=merge",
              "-p",
              "{\"spec\": {\"reason\": \"another\"}}"));
      Kubectl.assertDone(
          Kubectl.besideOperator(
              "", "--as=waive-bob", "label", "compliancewaiver", WAIVER, "seen=yes"));
      assertThat(waive("scan-eve", "scan-eve").text()).contains("forbidden", "scan-eve");
      assertThat(
              Kubectl.besideOperator(
                      "", "--as=waive-ada", "auth", "can-i", "update", "compliancescans")
                  .text())
          .contains("no");
      assertThat(
              Kubectl.besideOperator(
                      "", "--as=scan-eve", "auth", "can-i", "update", "compliancescans")
                  .text())
          .contains("yes");
    } finally {
      Kubectl.besideOperator("", "delete", "compliancewaiver", WAIVER, "--ignore-not-found");
      Kubectl.besideOperator(
          "", "delete", "clusterrolebinding", "waive-ada", "waive-bob", "scan-eve");
    }
  }
}
