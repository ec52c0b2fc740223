package dev.plumbline.repository;

import static dev.plumbline.engine.finding.Status.Error;
import static dev.plumbline.engine.finding.Status.Fail;
import static dev.plumbline.engine.finding.Status.NotApplicable;
import static dev.plumbline.engine.finding.Status.Pass;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubeadmTest {

  private static Check cluster(String fields) {
    return Check.text(
        "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n" + fields + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1beta1", "v1beta2", "v1beta3", "v1beta4"})
  void itsVersionsAreRead(String version) {
    Check.text(
            "apiVersion: kubeadm.k8s.io/"
                + version
                + "\nkind: ClusterConfiguration\napiServer: {extraArgs: {profiling: 'true'}}\n")
        .has(Fail, "1.2.15")
        .at("1.2.15", 3, 36);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1alpha1", "v1alpha2", "v1", "v2beta1"})
  void otherVersionsAreErrors(String version) {
    Check.text("apiVersion: kubeadm.k8s.io/" + version + "\nkind: InitConfiguration\n")
        .has(Error, "1.2.6", "4.2.1")
        .says("4.2.1", "version " + version);
  }

  @Test
  void aDocumentWithoutAVersionIsRefused() {
    Check.text("kind: ClusterConfiguration\napiServer: {}\n")
        .has(Error, "1.2.6")
        .says("1.2.6", "has no apiVersion: kubeadm refuses it");
  }

  @Test
  void aFieldThatIsNotKnownIsAnErrorOfItsComponent() {
    cluster("apiServer: {extraArg: [], extraArgs: []}")
        .has(Error, "1.2.15")
        .says("1.2.15", "line 3", "apiServer.extraArg")
        .has(NotApplicable, "1.3.2");
    cluster("apiserver: {}").has(Error, "1.2.6", "1.3.2", "1.4.1", "2.2");
  }

  @Test
  void patchesOfADirectoryAreErrorsOfEveryComponent() {
    Check check =
        Check.text(
            """
            apiVersion: kubeadm.k8s.io/v1beta4
            kind: JoinConfiguration
            patches: {directory: /etc/kubernetes/patches}
            """);
    assertThat(check.componentsWithProblems())
        .containsExactly(
            "kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd", "kubelet");
  }

  @Test
  void variablesOfEtcdAreErrorsAndOthersAreNot() {
    cluster("etcd: {local: {extraEnvs: [{name: ETCD_AUTO_TLS, value: 'true'}]}}")
        .has(Error, "2.3")
        .says("2.3", "ETCD_AUTO_TLS");
    assertThat(cluster("etcd: {local: {extraEnvs: [{name: GOGC, value: '1'}]}}").problems())
        .isEmpty();
  }

  @Test
  void aPlaceholderMakesItsFlagUnknownAndNoOther() {
    cluster(
            "apiServer: {extraArgs: [{name: enable-admission-plugins, value: '${X}'},"
                + " {name: profiling, value: 'false'}]}")
        .has(Error, "1.2.14")
        .has(Pass, "1.2.15");
  }

  @Test
  void aPlaceholderInAConfigurationIsNamed() {
    Check.text(
            """
            apiVersion: kubelet.config.k8s.io/v1beta1
            kind: KubeletConfiguration
            readOnlyPort: "{{ port }}"
            """)
        .has(Error, "4.2.4")
        .says("4.2.4", "line 3", "placeholder", "readOnlyPort");
  }

  @Test
  void aWholeDocumentThatKubeadmRefusesIsAnErrorOfEveryComponent() {
    Check check = cluster("apiServer: {extraArgs: {profiling: false}}");
    check.has(Error, "1.2.15", "4.2.1").says("1.2.15", "line 3");
    assertThat(check.componentsWithProblems()).hasSize(6);
  }

  @ParameterizedTest
  @CsvSource({
    "v1alpha1, MasterConfiguration",
    "v1alpha1, NodeConfiguration",
    "v1alpha2, MasterConfiguration",
    "v1alpha2, NodeConfiguration",
    "v9, ClusterConfiguration",
  })
  void otherVersionsAreNamedAsNotSupported(String version, String kind) {
    Check check =
        Check.text("apiVersion: kubeadm.k8s.io/" + version + "\nkind: " + kind + "\nfoo: {}\n");
    assertThat(check.outcome()).isInstanceOf(FileOutcome.NotSupported.class);
    assertThat(check.problems())
        .isNotEmpty()
        .allMatch(problem -> problem.contains("version " + version) && problem.contains("migrate"));
  }

  /** Where etcd listens is not in the file, and no address is made up for it. */
  @Test
  void whatKubeadmGivesEtcdIsToldInWords() {
    cluster("etcd: {local: {extraArgs: [{name: client-cert-auth, value: 'false'}]}}")
        .has(Fail, "2.2")
        .says("2.2", "at https://<addresses of the node>:2379");
    cluster("etcd: {local: {extraArgs: [{name: key-file, value: ''}]}}")
        .says("2.1", "--cert-file is the one of the installer");
  }
}
