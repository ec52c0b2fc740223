package dev.plumbline.repository;

import static dev.plumbline.engine.finding.Status.Error;
import static dev.plumbline.engine.finding.Status.Fail;
import static dev.plumbline.engine.finding.Status.NotApplicable;
import static dev.plumbline.engine.finding.Status.Pass;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a configuration leaves to Talos, or Talos to nobody else. */
class TalosDefaultsTest {

  @Test
  void whatTheConfigurationLeavesToTalosIsNotEvaluated() {
    Check check =
        Check.text(
            """
            version: v1alpha1
            machine: {type: controlplane, kubelet: {image: "ghcr.io/siderolabs/kubelet:v1.34.1"}}
            cluster:
              apiServer: {image: "registry.k8s.io/kube-apiserver:v1.34.1"}
              controllerManager: {image: "registry.k8s.io/kube-controller-manager:v1.34.1"}
              scheduler: {image: "registry.k8s.io/kube-scheduler:v1.34.1"}
              etcd: {}
            """);
    check.has(
        NotApplicable,
        "1.2.1",
        "1.2.15",
        "1.2.16",
        "1.3.2",
        "1.4.1",
        "2.1",
        "3.2.1",
        "4.2.1",
        "4.2.9");
    assertThat(check.problems()).isEmpty();
  }

  /** Its scheduler has a file from 1.6 on. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cluster: {scheduler: {extraArgs: {profiling: \"false\"}}}",
        "{apiVersion: v1alpha1, kind: KubeSchedulerConfig, extraArgs: {profiling: \"false\"}}",
      })
  void aFlagOfTheSchedulerThatAFileStandsBesideIsIgnored(String document) {
    Check.text(document + "\n").has(Error, "1.4.1").says("1.4.1", "enableProfiling");
  }

  /** It is on by default as well. */
  @Test
  void aFlagThatSwitchesTheSchedulersProfilingOnFails() {
    Check.text("cluster: {scheduler: {extraArgs: {profiling: \"true\"}}}\n").has(Fail, "1.4.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cluster: {scheduler: {config: {enableProfiling: false}}}",
        "cluster: {scheduler: {config: {enableProfiling: false}, extraArgs: {profiling: \"true\"}}}",
        "{apiVersion: v1alpha1, kind: KubeSchedulerConfig, config: {enableProfiling: false}}",
      })
  void theSchedulersFileCounts(String document) {
    Check.text(document + "\n").has(Pass, "1.4.1");
  }

  @Test
  void otherFlagsOfTheSchedulerAreTaken() {
    assertThat(
            Check.text("cluster: {scheduler: {extraArgs: {v: 2}}}\n")
                .arguments("kube-scheduler")
                .get(0))
        .containsExactly("--v=2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "client-cert-auth",
        "auto-tls",
        "peer-auto-tls",
        "peer-client-cert-auth",
        "cert-file",
        "trusted-ca-file",
        "data-dir"
      })
  void whatTalosSetsForEtcdNobodyElseSets(String flag) {
    Check.text("cluster: {etcd: {extraArgs: {" + flag + ": x}}}\n")
        .has(Error, "2.1", "2.2")
        .says("2.1", "--" + flag, "Talos sets itself");
  }

  @Test
  void otherFlagsOfEtcdAreTaken() {
    Check check = Check.text("cluster: {etcd: {extraArgs: {election-timeout: 5000}}}\n");
    assertThat(check.arguments("etcd").get(0)).containsExactly("--election-timeout=5000");
    assertThat(check.problems()).isEmpty();
  }

  /** Until 1.13 it is taken, and from 1.14 on refused. */
  @Test
  void theLowestVersionOfTlsDependsOnTheRelease() {
    assertThat(
            Check.text("cluster: {apiServer: {extraArgs: {tls-min-version: VersionTLS12}}}\n")
                .evidence()
                .components()
                .get(0)
                .arguments()
                .get(0)
                .resolution()
                .name())
        .isEqualTo("UNRESOLVED");
    Check.text(
            "{apiVersion: v1alpha1, kind: KubeAPIServerConfig, extraArgs: {tls-min-version:"
                + " VersionTLS12}}\n")
        .has(Error, "1.2.15")
        .says("1.2.15", "--tls-min-version");
  }

  @Test
  void theKubeletsCiphersAreThoseThatAreGiven() {
    Check.text(
            "machine: {kubelet: {extraArgs: {tls-cipher-suites:"
                + " TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}}}\n")
        .hasNot(Error, "4.2.12");
  }
}
