package dev.plumbline.repository;

import static dev.plumbline.engine.finding.Status.Error;
import static dev.plumbline.engine.finding.Status.Fail;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No document that configures a component and is not read passes in silence. */
class UnknownKindTest {

  private static final String UNKNOWN =
      """
      apiVersion: example.com/v1
      kind: HostedControlPlane
      spec:
        flags: ["--authorization-mode=AlwaysAllow"]
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {"file.yaml", "etcd.yaml", "kube-apiserver-prod.yaml", "x/config.yaml.d/1.yaml"})
  void whateverTheFileIsCalled(String name) {
    Check check = Check.text(name, UNKNOWN);
    assertThat(check.outcome()).isInstanceOf(FileOutcome.NotSupported.class);
    check.has(Error, "1.2.6").says("1.2.6", "line 4", "--authorization-mode", "--host-root");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--anonymous-auth=true",
        "--service-account-lookup=false",
        "--terminated-pod-gc-threshold=10",
        "--make-iptables-util-chains=false",
        "--peer-client-cert-auth=false"
      })
  void byAFlagThatNoOtherProgramHas(String flag) {
    assertThat(Check.text(UNKNOWN.replace("--authorization-mode=AlwaysAllow", flag)).outcome())
        .isInstanceOf(FileOutcome.NotSupported.class);
  }

  @Test
  void butNotByAFlagThatOthersHaveToo() {
    assertThat(
            Check.text(
                    UNKNOWN.replace(
                        "--authorization-mode=AlwaysAllow", "--kubelet-client-certificate=/a"))
                .outcome())
        .isInstanceOf(FileOutcome.Unrelated.class);
  }

  @Test
  void behindADocumentThatIsRead() {
    Check check =
        Check.text(
            """
            apiVersion: kubelet.config.k8s.io/v1beta1
            kind: KubeletConfiguration
            readOnlyPort: 10255
            ---
            apiVersion: example.com/v1
            kind: Bootstrap
            # kubelet-arg in a comment is none
            script: |
              echo
              kubelet --read-only-port=0
            """);
    assertThat(check.outcome()).isInstanceOf(FileOutcome.Evaluated.class);
    check.has(Fail, "4.2.4");
    assertThat(check.problems())
        .hasSize(6)
        .allMatch(problem -> problem.contains("--read-only-port"));
  }

  @Test
  void withinAList() {
    Check check =
        Check.text(
            "{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Secret}, {kind: A, apiVersion:"
                + " b/v1, kubelet-arg: [a=b]}]}");
    assertThat(check.problems()).hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"- echo\n- --authorization-mode=RBAC\n", "kubelet --read-only-port=1 run\n"})
  void whereADocumentIsNoObject(String text) {
    assertThat(Check.text(text).outcome()).isInstanceOf(FileOutcome.NotSupported.class);
  }

  @Test
  void withinAnotherDocument() {
    Check check =
        Check.text(
            """
            apiVersion: v1
            kind: ConfigMap
            data:
              config: |
                apiVersion: kubeadm.k8s.io/v1beta9
                kind: NodeProfile
                kubeletExtraArgs: {}
            """);
    assertThat(check.problems()).isNotEmpty().allMatch(p -> p.contains("kind that is not read"));
  }

  @ParameterizedTest
  @CsvSource({
    "kubeadm.k8s.io/v1beta2, ClusterStatus, {}, 0",
    "kubeadm.k8s.io/v1beta4, ResetConfiguration, {}, 0",
    "kubeadm.k8s.io/v1beta4, UpgradeConfiguration, {force: true}, 0",
    "kubeadm.k8s.io/v1beta4, UpgradeConfiguration, {patches: {directory: a}}, 6",
    "kubelet.config.k8s.io/v1, CredentialProviderConfig, {}, 0",
    "apiextensions.k8s.io/v1, CustomResourceDefinition, {kubelet-arg: a}, 0",
    "example.com/v1, CustomResourceDefinition, {kubelet-arg: a}, 6",
  })
  void kindsThatSetNothingAreNone(String version, String kind, String apply, int problems) {
    Check check =
        Check.text("apiVersion: " + version + "\nkind: " + kind + "\napply: " + apply + "\n");
    assertThat(check.problems()).hasSize(problems);
  }

  @Test
  void flagsThatOtherProgramsHaveAreNoSign() {
    Check check =
        Check.text(
            """
            apiVersion: apps/v1
            kind: Deployment
            spec:
              template:
                spec:
                  containers:
                  - name: cloud-controller-manager
                    args: [--use-service-account-credentials, --kubelet-client-certificate=a]
            """);
    assertThat(check.outcome()).isInstanceOf(FileOutcome.Unrelated.class);
  }
}
