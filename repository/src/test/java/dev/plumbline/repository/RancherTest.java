package dev.plumbline.repository;

import static dev.plumbline.engine.finding.Status.Error;
import static dev.plumbline.engine.finding.Status.Fail;
import static dev.plumbline.engine.finding.Status.NotApplicable;
import static dev.plumbline.engine.finding.Status.Pass;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RancherTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server: https://a:9345\ntoken: x",
        "kubelet-arg: []",
        "kubelet-arg+: []",
        "tls-san: [a]",
        "cluster-init: true\nsomething: else"
      })
  void itsFilesAreRecognised(String text) {
    Check check = Check.text(text);
    assertThat(check.arguments("kubelet")).hasSize(1);
    assertThat(check.problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"token: x", "server: a\nport: 1", "kind: X\ntls-san: []"})
  void otherFilesAreNot(String text) {
    assertThat(Check.text(text).evidence().components()).isEmpty();
  }

  @Test
  void aPluginThatIsAddedStandsBesideTheirOwn() {
    Check.text("kube-apiserver-arg: [enable-admission-plugins+=AlwaysAdmit]\n")
        .has(Fail, "1.2.10")
        .has(Pass, "1.2.14")
        .at("1.2.10", 1, 22);
  }

  @Test
  void otherFlagsThatAreJoinedAreUnknown() {
    Check.text("kube-apiserver-arg:\n- authorization-mode-=AlwaysAllow\n- profiling=true\n")
        .has(Error, "1.2.6")
        .has(Fail, "1.2.15");
  }

  @Test
  void optionsThatBecomeArgumentsAreRead() {
    Check check =
        Check.text(
            "profile: cis\ncni: cilium\nsecrets-encryption: true\naudit-policy-file: /a.yaml\n");
    check.has(Pass, "1.2.27").has(NotApplicable, "1.2.6");
    assertThat(check.arguments("kubelet").get(0)).containsExactly("--protect-kernel-defaults=true");
    assertThat(check.arguments("kube-apiserver").get(0)).contains("--audit-policy-file=/a.yaml");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"secrets-encryption: ${ON}", "secrets-encryption: ENC[AES256_GCM,data:x]"})
  void anOptionWhoseValueIsNotFinalIsUnknown(String option) {
    Check.text("tls-san: [a]\n" + option + "\n").has(Error, "1.2.27");
  }

  @Test
  void aDatastoreOfOnesOwnMakesEtcdsFilesUnknown() {
    Check.text("tls-san: [a]\ndatastore-endpoint: postgres://x\n")
        .has(Error, "1.2.26")
        .has(NotApplicable, "1.2.6");
  }

  @Test
  void optionsOfAComponentThatAreNotReadAreErrors() {
    Check.text("tls-san: [a]\netcd-extra-env: [ETCD_AUTO_TLS=true]\nkubelet-config: /x\n")
        .has(Error, "2.3", "4.2.1")
        .says("2.3", "line 2", "etcd-extra-env")
        .says("4.2.1", "line 3", "kubelet-config");
  }
}
