package dev.plumbline.repository;

import static dev.plumbline.engine.finding.Status.Error;
import static dev.plumbline.engine.finding.Status.Fail;
import static dev.plumbline.engine.finding.Status.Pass;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class K3dTest {

  private static Check k3d(String fields) {
    return Check.text("apiVersion: k3d.io/v1alpha5\nkind: Simple\n" + fields);
  }

  @Test
  void argumentsOfK3dAreThoseOfTheirNodes() {
    Check check =
        Check.text(
            """
            apiVersion: k3d.io/v1alpha5
            kind: Simple
            options:
              k3s:
                extraArgs:
                - {arg: "--kube-apiserver-arg=profiling=true", nodeFilters: ["server:*"]}
                - {arg: "--kube-apiserver-arg=audit-log-maxage=1", nodeFilters: ["server:0"]}
                - {arg: "--kubelet-arg=read-only-port=10255", nodeFilters: ["agent:*"]}
                - {arg: --disable=traefik, nodeFilters: ["server:*"]}
                - {arg: --protect-kernel-defaults, nodeFilters: [all]}
            """);
    check.has(Fail, "1.2.15", "1.2.17", "4.2.4").at("1.2.15", 6, 13);
    assertThat(check.problems()).isEmpty();
    assertThat(check.arguments("kubelet"))
        .containsExactly(
            List.of("--protect-kernel-defaults=true"),
            List.of("--protect-kernel-defaults=true", "--read-only-port=10255"));
  }

  /** Of two servers each has the arguments of its own filter alone. */
  @Test
  void aFilterSelectsNodesByTheirNumbers() {
    Check check =
        k3d(
            """
            servers: 3
            options:
              k3s:
                extraArgs:
                - {arg: "--kube-apiserver-arg=profiling=true", nodeFilters: ["servers:0"]}
                - {arg: "--kube-apiserver-arg=profiling=false", nodeFilters: ["server:1-2"]}
                - {arg: "--kube-apiserver-arg=audit-log-maxage=9", nodeFilters: ["server:1,2"]}
                - {arg: "--kube-apiserver-arg=a=b", nodeFilters: [loadbalancer]}
            """);
    assertThat(check.arguments("kube-apiserver"))
        .containsExactly(
            List.of("--profiling=true"), List.of("--profiling=false", "--audit-log-maxage=9"));
    check.has(Fail, "1.2.15");
  }

  @Test
  void nodesThatOnlyAFilterNamesAreThere() {
    Check check =
        k3d(
            "options: {k3s: {extraArgs: [{arg: --kubelet-arg=read-only-port=1, nodeFilters:"
                + " ['agent:3']}]}}\n");
    check.has(Fail, "4.2.4");
  }

  @Test
  void aFilterThatK3dRefusesIsAnError() {
    k3d("options: {k3s: {extraArgs: [{arg: --kubelet-arg=a=b, nodeFilters: ['${NODES}']}]}}\n")
        .has(Error, "4.2.4")
        .says("4.2.4", "node filter");
    k3d("servers: ${N}\n").has(Error, "4.2.4").says("4.2.4", "number of nodes");
  }

  @Test
  void argumentsOfOlderVersionsAreRead() {
    Check check =
        Check.text(
            """
            apiVersion: k3d.io/v1alpha2
            kind: Simple
            agents: 1
            options:
              k3s:
                extraServerArgs: [--kube-apiserver-arg=profiling=true]
                extraAgentArgs: [--kubelet-arg=read-only-port=10255]
            """);
    check.has(Fail, "1.2.15", "4.2.4");
    assertThat(check.arguments("kubelet")).hasSize(2);
  }

  @Test
  void filesAndVolumesAreReadOrNamed() {
    k3d("""
            files:
            - destination: k3s-manifests/kubelet.yaml
              source: |
                apiVersion: kubelet.config.k8s.io/v1beta1
                kind: KubeletConfiguration
                readOnlyPort: 10255
            """)
        .has(Fail, "4.2.4");
    k3d("files: [{destination: /etc/rancher/k3s/config.yaml, source: config.yaml}]\n")
        .has(Error, "1.2.15")
        .says("1.2.15", "/etc/rancher/k3s/config.yaml", "copy of another file");
    k3d("volumes: [{volume: '/a/config.yaml:/etc/rancher/k3s/config.yaml'}]\n")
        .has(Error, "1.2.15")
        .says("1.2.15", "is mounted");
    assertThat(
            k3d("""
                    files: [{destination: /etc/motd, source: motd}]
                    volumes: [{volume: "/data:/data"}]
                    """)
                .problems())
        .isEmpty();
  }

  @Test
  void aSwitchOffIsAPass() {
    k3d("options: {k3s: {extraArgs: [{arg: --kubelet-arg=read-only-port=0}]}}\n")
        .has(Pass, "4.2.4");
  }
}
