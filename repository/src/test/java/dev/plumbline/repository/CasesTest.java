package dev.plumbline.repository;

import static dev.plumbline.engine.finding.Status.Error;
import static dev.plumbline.engine.finding.Status.Fail;
import static dev.plumbline.engine.finding.Status.Manual;
import static dev.plumbline.engine.finding.Status.NotApplicable;
import static dev.plumbline.engine.finding.Status.Pass;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of the kinds that people keep in public, each of which was once read wrongly. */
class CasesTest {

  @Test
  void kindPatchesNeedNoApiVersion() {
    Check.resource("cases/kind-patch-without-apiversion/kind.yaml")
        .has(Fail, "1.2.6", "1.2.7", "1.2.8", "1.2.17", "4.2.1", "4.2.4")
        .at("1.2.6", 10, 29)
        .at("4.2.4", 18, 25);
  }

  @Test
  void kopsFieldsAreSpeltAsInItsApi() {
    Check.resource("cases/kops-fields/cluster.yaml")
        .has(Pass, "1.2.5", "1.2.11", "1.2.14", "1.2.26", "1.2.27", "4.2.3")
        .has(Fail, "4.2.13", "4.3.1")
        .at("4.2.13", 13, 19);
  }

  @Test
  void aKopsInstanceGroupOverridesTheClustersKubelet() {
    Check check =
        Check.resource("cases/kops-instance-group/cluster.yaml")
            .has(Fail, "4.2.1", "4.2.4")
            .at("4.2.1", 13, 28);
    assertThat(check.arguments("kubelet")).hasSize(1);
  }

  @Test
  void aVersionOfKubeadmsConfigurationThatIsNotReadIsAnError() {
    Check.resource("cases/kubeadm-v1alpha3/k.yaml").has(Fail, "1.2.6");
    Check.text(
            """
            apiVersion: kubeadm.k8s.io/v1alpha2
            kind: MasterConfiguration
            apiServerExtraArgs: {authorization-mode: AlwaysAllow}
            """)
        .has(Error, "1.2.6", "4.2.1")
        .says("1.2.6", "file.yaml", "version v1alpha2", "kubeadm config migrate");
  }

  @Test
  void anRke2FileWithoutArgumentsIsRecognised() {
    Check.resource("cases/rke2-profile-only/config.yaml").has(NotApplicable, "1.2.6", "4.2.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kubeadm.yaml", "talos.yaml", "config.yaml"})
  void encryptedFilesAreErrorsThatSaySo(String file) {
    Check check =
        Check.resource("cases/sops/" + file)
            .has(Error, "1.2.1", "1.2.6")
            .says("1.2.6", "encrypted with SOPS");
    assertThat(check.findings().values())
        .extracting(finding -> finding.message())
        .noneMatch(message -> message.contains("ENC["));
  }

  @Test
  void whatATalosPatchDeletesIsTalosOwnChoice() {
    Check check =
        Check.resource("cases/talos-patch-delete/p.yaml").has(NotApplicable, "1.2.1", "1.2.6");
    assertThat(check.problems()).isEmpty();
  }

  @Test
  void documentsOfNewerTalosReleasesAreRead() {
    Check.resource("cases/talos-1.14-documents/controlplane.yaml")
        .has(Fail, "1.2.2", "1.2.15", "1.2.17", "3.2.1")
        .at("1.2.15", 12, 14);
  }

  @Test
  void aGoTemplateIsSaidToBeOne() {
    Check.resource("cases/go-template-message/kube-apiserver.yaml")
        .has(Error, "1.2.6")
        .says("1.2.6", "looks like a template ({{ ... }})", "render it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"k3s.yaml", "talos.yaml"})
  void jinjaTemplatesAreSaidToBeSuch(String file) {
    Check.resource("cases/templated-talos-and-k3s-in-folder/" + file)
        .has(Error, "4.2.4")
        .says("4.2.4", "looks like a template");
  }

  @Test
  void filesThatAKubeadmControlPlaneWritesAreRead() {
    Check.resource("cases/kcp-files/kcp.yaml")
        .has(Fail, "1.2.6", "1.2.28", "3.2.1", "4.2.1", "4.2.4")
        .at("1.2.6", 32, 39)
        .at("4.2.4", 26, 23);
  }

  @Test
  void aPlaceholderIsNoRelease() {
    Check check = Check.resource("cases/capi-template-cloud-provider/kcp.yaml").has(Fail, "4.2.1");
    assertThat(check.evidence().components())
        .isNotEmpty()
        .allMatch(component -> component.image().isEmpty());
  }

  @Test
  void argumentsOfKubeadmAreRead() {
    Check check = Check.resource("cases/kubeadm-anonymous-auth/false.yaml");
    assertThat(check.arguments("kube-apiserver").get(0)).contains("--anonymous-auth=false");
    check.has(Pass, "1.2.1");
    Check.resource("cases/kubeadm-anonymous-auth/true.yaml").has(Manual, "1.2.1");
  }

  @Test
  void aMergeKeyIsMergedAsItsReaderDoes() {
    Check.resource("cases/merge-key/kcp.yaml").has(Fail, "4.2.4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "json6902.yaml",
      })
  void aKindThatIsNotReadIsAnError(String file) {
    Check check = Check.resource("cases/unread-kinds/kinds/" + file);
    assertThat(check.problems())
        .isNotEmpty()
        .allMatch(problem -> problem.contains("recognised and not read"));
    assertThat(check.componentsWithProblems()).doesNotContain("");
  }

  @ParameterizedTest
  @CsvSource({
    "configmap-kubeadm.yaml, 1.2.6",
    "configmap-kubelet.yaml, 4.2.1 4.2.4",
    "configz.json, 4.2.1 4.2.2 4.2.4",
    "kamaji.yaml, 1.2.6",
    "encryption.yaml, 1.2.28",
    "audit.yaml, 3.2.1",
    "cloudinit.yaml, 1.2.6",
    "k0s.yaml, 1.2.6 1.3.2",
    "k3d.yaml, 1.2.6",
    "kubespray-group-vars.yml, 1.2.6",
    "microk8s-launch.yaml, 1.2.6 4.2.1",
    "nodeadm.yaml, 4.2.1 4.2.4",
    "ocp-kubeletconfig.yaml, 4.2.4",
    "shoot.yaml, 4.2.13",
  })
  void aKindOfConfigurationIsRead(String file, String failures) {
    Check check = Check.resource("cases/unread-kinds/kinds/" + file);
    check.has(Fail, failures.split(" ", -1));
    assertThat(check.problems()).isEmpty();
  }

  @Test
  void podsInAListAreRead() {
    Check.resource("cases/unread-kinds/kinds/podlist.yaml").has(Fail, "1.2.6").at("1.2.6", 11, 33);
  }

  @Test
  void aHostedControlPlaneIsRead() {
    Check.resource("cases/unread-kinds/kinds/hosted-apiserver.yaml").has(Fail, "1.2.6");
  }

  @Test
  void workloadsOfApplicationsAreNotRead() {
    Check check =
        Check.text(
            """
            apiVersion: apps/v1
            kind: StatefulSet
            spec: {template: {spec: {containers: [{name: etcd, command: [etcd, --auto-tls]}]}}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            spec: {template: {spec: {containers: [{name: web, command: [sh, -c, "a; b"]}]}}}
            """);
    assertThat(check.evidence().components()).isEmpty();
    assertThat(check.problems()).isEmpty();
  }

  @Test
  void anInstanceGroupAloneIsRead() {
    Check.resource("cases/unread-kinds/kinds/kops-ig.yaml").has(Fail, "4.2.1", "4.2.4");
  }
}
