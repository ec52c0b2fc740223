package dev.plumbline.repository;

import static dev.plumbline.engine.finding.Status.Error;
import static dev.plumbline.engine.finding.Status.Fail;
import static dev.plumbline.engine.finding.Status.NotApplicable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.finding.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterApiTest {

  private static Check config(String spec) {
    return Check.text(
        "apiVersion: bootstrap.cluster.x-k8s.io/v1beta1\nkind: KubeadmConfig\nspec:\n"
            + spec.indent(2));
  }

  @ParameterizedTest
  @CsvSource({
    "controlplane, KubeadmControlPlane, spec: {kubeadmConfigSpec: X}",
    "controlplane, KubeadmControlPlaneTemplate, spec: {template: {spec: {kubeadmConfigSpec: X}}}",
    "bootstrap, KubeadmConfig, spec: X",
    "bootstrap, KubeadmConfigTemplate, spec: {template: {spec: X}}",
  })
  void itsKindsAreRead(String group, String kind, String body) {
    String kubelet =
        "{initConfiguration: {nodeRegistration: {kubeletExtraArgs:"
            + " [{name: anonymous-auth, value: 'true'}]}}}";
    Check.text(
            "apiVersion: "
                + group
                + ".cluster.x-k8s.io/v1beta2\nkind: "
                + kind
                + "\n"
                + body.replace("X", kubelet)
                + "\n")
        .has(Fail, "4.2.1");
  }

  @Test
  void filesThatChangeAComponentAreErrors() {
    Check check =
        config(
            """
            files:
            - path: /etc/systemd/system/kubelet.service.d/20-args.conf
              content: x
            - path: /etc/kubernetes/manifests/kube-apiserver.yaml
              content: x
            - path: /etc/motd
              content: x
            clusterConfiguration: {}
            """);
    check.has(Error, "4.2.1", "1.2.6").has(NotApplicable, "1.3.2");
    assertThat(check.problems()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "/pki/audit.yaml, Fail",
    "/etc/k/audit.yaml, NotApplicable",
    "/other/audit.yaml, Fail"
  })
  void aFileIsWhereItsVolumeIsMounted(String path, String status) {
    config(
            """
            files:
            - path: /etc/k/audit.yaml
              content: "{apiVersion: audit.k8s.io/v1, kind: Policy, rules: [{level: None}]}"
            - path: /other/audit.yaml
              content: "{apiVersion: audit.k8s.io/v1, kind: Policy, rules: [{level: None}]}"
            clusterConfiguration:
              apiServer:
                extraVolumes:
                - {name: a, hostPath: /etc/k, mountPath: /pki}
                - {name: b, hostPath: /empty, mountPath: /etc/k}
                extraArgs: {audit-policy-file: PATH}
            """
                .replace("PATH", path))
        .has(Status.valueOf(status), "3.2.1");
  }

  @Test
  void aFileWhoseContentIsNotHereIsOnTheNode() {
    config(
            """
            files:
            - path: /audit.yaml
              contentFrom: {secret: {name: a, key: b}}
            clusterConfiguration: {apiServer: {extraArgs: {audit-policy-file: /audit.yaml}}}
            """)
        .has(NotApplicable, "3.2.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"encoding: base64", "append: true", "contentFormat: go-template"})
  void aFileWhoseContentIsNotTheWholeIsAnError(String field) {
    config(
            """
            files:
            - path: /audit.yaml
              FIELD
              content: "{apiVersion: audit.k8s.io/v1, kind: Policy, rules: [{level: None}]}"
            clusterConfiguration: {apiServer: {extraArgs: {audit-policy-file: /audit.yaml}}}
            """
                .replace("FIELD", field))
        .has(Error, "3.2.1");
  }

  @Test
  void anUnknownFieldIsAnErrorOfEveryComponent() {
    assertThat(config("kubeletConfiguration: {}").componentsWithProblems()).hasSize(6);
  }
}
