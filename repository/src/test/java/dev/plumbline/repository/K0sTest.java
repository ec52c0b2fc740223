package dev.plumbline.repository;

import static dev.plumbline.engine.finding.Status.Error;
import static dev.plumbline.engine.finding.Status.Fail;
import static dev.plumbline.engine.finding.Status.NotApplicable;
import static dev.plumbline.engine.finding.Status.Pass;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class K0sTest {

  @Test
  void everyComponentOfAClusterConfigIsRead() {
    Check check =
        Check.text(
            """
            apiVersion: k0s.k0sproject.io/v1beta1
            kind: ClusterConfig
            spec:
              api:
                sans: [a]
                extraArgs: {audit-log-maxage: "1", profiling: "false"}
                rawArgs: [--profiling=true]
              scheduler: {extraArgs: {profiling: "true"}}
              storage: {type: etcd, etcd: {peerAddress: 10.0.0.1, extraArgs: {auto-tls: "true"}}}
              network: {provider: calico, kubeProxy: {metricsBindAddress: "0.0.0.0:10249"}}
              featureGates:
              - {name: RotateKubeletServerCertificate, enabled: false, components: [kubelet]}
              workerProfiles:
              - {name: custom, values: {readOnlyPort: 10255}}
              - {name: other, values: {podPidsLimit: -1}}
            """);
    check.has(Fail, "1.2.15", "1.2.17", "1.4.1", "2.3", "4.3.1", "4.2.4", "4.2.13");
    assertThat(check.problems()).isEmpty();
    assertThat(check.arguments("kubelet")).hasSize(2);
    assertThat(check.arguments("kube-apiserver").get(0))
        .noneMatch(a -> a.contains("feature-gates"));
  }

  @Test
  void anEtcdOfOnesOwnIsNotStartedByK0s() {
    Check check =
        Check.text(
            """
            apiVersion: k0s.k0sproject.io/v1beta1
            kind: ClusterConfig
            spec:
              storage: {etcd: {externalCluster: {endpoints: [a]}, extraArgs: {auto-tls: "true"}}}
              network: {kubeProxy: {disabled: true, metricsBindAddress: 0.0.0.0}}
            """);
    check.has(NotApplicable, "2.3", "4.3.1");
  }

  @Test
  void fieldsThatAreNotKnownAreErrorsOfTheirComponents() {
    Check.text(
            """
            apiVersion: k0s.k0sproject.io/v1beta1
            kind: ClusterConfig
            spec:
              scheduler: {patches: []}
              apiServer: {}
              network: {kubeProxy: {patches: [{type: merge}]}}
            """)
        .has(Error, "1.4.1", "1.2.6", "4.3.1")
        .says("4.3.1", "spec.network.kubeProxy.patches")
        .says("1.2.6", "spec.apiServer");
  }

  @Test
  void aNumberForAnArgumentIsRefused() {
    Check.text(
            """
            apiVersion: k0s.k0sproject.io/v1beta1
            kind: ClusterConfig
            spec: {api: {extraArgs: {audit-log-maxage: 30}}}
            """)
        .has(Error, "1.2.17")
        .says("1.2.17", "line 3");
  }

  @Test
  void k0sctlsConfigurationAndFlagsAreRead() {
    Check check =
        Check.text(
            """
            apiVersion: k0sctl.k0sproject.io/v1beta1
            kind: Cluster
            spec:
              hosts:
              - role: controller
                installFlags: [--disable-components=metrics-server]
              - role: worker
                installFlags:
                - --kubelet-extra-args="--read-only-port=10255 --protect-kernel-defaults=true"
              k0s:
                version: 1.34.1+k0s.0
                config:
                  spec: {api: {extraArgs: {profiling: "true"}}}
            """);
    check.has(Fail, "1.2.15", "4.2.4");
    assertThat(check.problems()).isEmpty();
    assertThat(check.arguments("kubelet").get(0))
        .containsExactly("--read-only-port=10255", "--protect-kernel-defaults=true");
    assertThat(check.evidence().components())
        .anyMatch(component -> component.image().equals("v1.34.1"));
  }

  @Test
  void objectsOfK0smotronAreRead() {
    Check.text(
            """
            apiVersion: controlplane.cluster.x-k8s.io/v1beta1
            kind: K0sControlPlane
            spec:
              version: v1.34.1+k0s.0
              k0sConfigSpec:
                args: [--enable-worker, '--kubelet-extra-args=--read-only-port=10255']
                k0s:
                  apiVersion: k0s.k0sproject.io/v1beta1
                  kind: ClusterConfig
                  spec: {controllerManager: {extraArgs: {profiling: "true"}}}
            ---
            apiVersion: k0smotron.io/v1beta1
            kind: Cluster
            spec:
              version: v1.34.1-k0s.0
              k0sConfig: {spec: {api: {extraArgs: {profiling: "true"}}}}
            """)
        .has(Fail, "1.2.15", "1.3.2", "4.2.4");
  }

  @Test
  void aKubeletWithoutReadOnlyPortPasses() {
    Check.text(
            """
            apiVersion: bootstrap.cluster.x-k8s.io/v1beta1
            kind: K0sWorkerConfigTemplate
            spec: {template: {spec: {args: ['--kubelet-extra-args=--read-only-port=0']}}}
            """)
        .has(Pass, "4.2.4");
  }

  @Test
  void theValueOfAFlagMayBeTheNextItem() {
    Check check =
        Check.text(
            """
            apiVersion: k0sctl.k0sproject.io/v1beta1
            kind: Cluster
            spec:
              hosts:
              - role: worker
                installFlags: [--kubelet-extra-args, --read-only-port=10255, --debug]
              - role: controller
                installFlags:
                - --enable-worker --kube-controller-manager-extra-args='--profiling=true'
            """);
    check.has(Fail, "4.2.4", "1.3.2");
    assertThat(check.arguments("kubelet")).containsExactly(List.of("--read-only-port=10255"));
  }
}
