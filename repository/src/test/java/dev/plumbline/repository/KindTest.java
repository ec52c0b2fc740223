package dev.plumbline.repository;

import static dev.plumbline.engine.finding.Status.Error;
import static dev.plumbline.engine.finding.Status.Fail;
import static dev.plumbline.engine.finding.Status.NotApplicable;
import static dev.plumbline.engine.finding.Status.Pass;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.finding.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KindTest {

  private static final String HEAD = "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n";

  @Test
  void patchesAreMergedInOrderAndTheNodesCountLast() {
    Check.text(
            HEAD
                + """
                nodes:
                - role: control-plane
                  kubeadmConfigPatches:
                  - |
                    kind: ClusterConfiguration
                    apiServer: {extraArgs: {authorization-mode: "Node,RBAC"}}
                kubeadmConfigPatches:
                - |
                  kind: ClusterConfiguration
                  apiServer:
                    extraArgs:
                      authorization-mode: AlwaysAllow
                      profiling: "false"
                """)
        .has(Pass, "1.2.6", "1.2.15");
  }

  @Test
  void aPatchOfTheKubeletsConfigurationNeedsNoVersion() {
    Check.text(
            HEAD
                + """
                kubeadmConfigPatches:
                - |
                  kind: KubeletConfiguration
                  readOnlyPort: 10255
                  authentication: {anonymous: {enabled: false}}
                """)
        .has(Fail, "4.2.4")
        .has(Pass, "4.2.1")
        .at("4.2.4", 6, 17);
  }

  @Test
  void aPatchOfNullTakesAnArgumentAway() {
    Check.text(
            HEAD
                + """
                kubeadmConfigPatches:
                - |
                  kind: ClusterConfiguration
                  apiServer: {extraArgs: {profiling: "true"}}
                - |
                  kind: ClusterConfiguration
                  apiServer: {extraArgs: {profiling: null}}
                """)
        .has(NotApplicable, "1.2.15");
  }

  @Test
  void listsOfArgumentsAreMergedByName() {
    Check check =
        Check.text(
            HEAD
                + """
                kubeadmConfigPatches:
                - |
                  kind: ClusterConfiguration
                  apiServer: {extraArgs: [{name: profiling, value: "true"}, {name: v, value: "2"}]}
                - |
                  kind: ClusterConfiguration
                  apiServer: {extraArgs: [{name: profiling, value: "false"}]}
                """);
    assertThat(check.arguments("kube-apiserver").get(0))
        .containsExactly("--profiling=false", "--v=2");
  }

  @Test
  void jsonPatchesAreAppliedWhereTheyStand() {
    Check.text(
            HEAD
                + """
                kubeadmConfigPatchesJSON6902:
                - group: kubeadm.k8s.io
                  version: v1beta3
                  kind: ClusterConfiguration
                  patch: |
                    - op: add
                      path: /apiServer/extraArgs/authorization-mode
                      value: AlwaysAllow
                """)
        .has(Fail, "1.2.6")
        .at("1.2.6", 10, 14);
  }

  @Test
  void jsonPatchesThatRestOnUnknownContentAreErrors() {
    Check.text(
            HEAD
                + """
                kubeadmConfigPatchesJSON6902:
                - kind: ClusterConfiguration
                  patch: '[{"op": "copy", "from": "/a", "path": "/apiServer/extraArgs/profiling"}]'
                """)
        .has(Error, "1.2.15")
        .says("1.2.15", "line 5", "operation \"copy\"");
  }

  @Test
  void featureGatesAndRuntimeConfigReachTheComponents() {
    Check check =
        Check.text(
            HEAD
                + """
                featureGates: {RotateKubeletServerCertificate: false}
                runtimeConfig: {api/alpha: "true"}
                """);
    check.has(Fail, "1.3.6").at("1.3.6", 3, 15);
    assertThat(check.arguments("kube-apiserver").get(0))
        .containsExactly(
            "--feature-gates=RotateKubeletServerCertificate=false",
            "--runtime-config=api/alpha=true");
  }

  @Test
  void theNodesImageIsTheRelease() {
    Check check =
        Check.text(
            HEAD
                + """
                nodes:
                - {role: control-plane, image: "kindest/node:v1.34.0"}
                kubeadmConfigPatches:
                - "kind: ClusterConfiguration\\napiServer: {extraArgs: {profiling: 'true'}}"
                """);
    check.has(Fail, "1.2.15").at("1.2.15", 6, 3);
    assertThat(check.evidence().components().get(0).image()).isEqualTo("kindest/node:v1.34.0");
  }

  @Test
  void whatIsNotAFieldOfKindIsReported() {
    Check check =
        Check.text(HEAD + "kubeadmConfigPatchesJson6902: []\nnodes: [{role: worker, other: 1}]\n");
    assertThat(check.problems())
        .contains(
            "kubelet 3 sets kubeadmConfigPatchesJson6902, which is not read: its effect on kubelet"
                + " is unknown; check a node with --host-root",
            "kubelet 4 sets other, which is not read: its effect on kubelet is unknown; check a node"
                + " with --host-root");
  }

  @Test
  void aPatchOfAnotherKindIsReported() {
    Check.text(HEAD + "kubeadmConfigPatches:\n- |\n  kind: Cluster\n")
        .has(Error, "1.2.6")
        .says("1.2.6", "line 5", "kind \"Cluster\"");
  }

  @ParameterizedTest
  @CsvSource({
    "v1.34.0, v1beta3, Fail",
    "v1.34.0, v1beta2, Error",
    "v1.34.0, v1beta4, Error",
    "v1.36.0, v1beta4, Fail",
    "v1.36.0, v1beta3, Error",
    "v1.22.0, v1beta2, Fail",
    "latest, v1beta3, Fail",
    "latest, v1beta1, Error",
  })
  void aPatchOfAnotherVersionThanTheGeneratedOneIsReported(
      String tag, String version, String status) {
    Check.text(
            HEAD
                + """
                nodes: [{role: control-plane, image: "kindest/node:TAG"}]
                kubeadmConfigPatches:
                - |
                  apiVersion: kubeadm.k8s.io/VERSION
                  kind: ClusterConfiguration
                  apiServer: {extraArgs: {profiling: "true"}}
                """
                    .replace("TAG", tag)
                    .replace("VERSION", version))
        .has(Status.valueOf(status), "1.2.15");
  }

  @Test
  void tooManyPatchesAreRefused() {
    Check.text(HEAD + "kubeadmConfigPatches:\n" + "- 'kind: A'\n".repeat(101))
        .has(Error, "1.2.6")
        .says("1.2.6", "more than 100 patches");
  }

  @Test
  void argumentsForAJoiningNodeAreNotThoseOfTheFirst() {
    Check check =
        Check.text(
            HEAD
                + """
                nodes:
                - role: control-plane
                - role: worker
                  kubeadmConfigPatches:
                  - |
                    kind: JoinConfiguration
                    nodeRegistration: {kubeletExtraArgs: {read-only-port: "10255"}}
                """);
    check.has(Fail, "4.2.4");
    assertThat(check.arguments("kubelet")).hasSize(1);
  }
}
