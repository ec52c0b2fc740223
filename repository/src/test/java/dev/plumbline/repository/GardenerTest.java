package dev.plumbline.repository;

import static dev.plumbline.engine.finding.Status.Fail;
import static dev.plumbline.engine.finding.Status.NotApplicable;
import static dev.plumbline.engine.finding.Status.Pass;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GardenerTest {

  private static Check shoot(String spec) {
    return Check.text("apiVersion: core.gardener.cloud/v1beta1\nkind: Shoot\nspec: " + spec + "\n");
  }

  @Test
  void theLimitOfProcessesIsReadByItsNameInTheApi() {
    Check check = shoot("{kubernetes: {kubelet: {podPidsLimit: -1}}}").has(Fail, "4.2.13");
    assertThat(check.problems()).isEmpty();
    shoot("{kubernetes: {kubelet: {podPidsLimit: 4096}}}").has(Pass, "4.2.13");
  }

  @Test
  void theLowestVersionOfTlsIsAFlag() {
    assertThat(
            shoot("{kubernetes: {kubeAPIServer: {tlsMinVersion: VersionTLS13}}}")
                .arguments("kube-apiserver")
                .get(0))
        .containsExactly("--tls-min-version=VersionTLS13");
  }

  @Test
  void newerFieldsOfTheKubeletAreNoProblem() {
    assertThat(
            shoot(
                    "{kubernetes: {kubelet: {singleProcessOOMKill: true,"
                        + " imagePullCredentialsVerificationPolicy: AlwaysVerify,"
                        + " preloadedImagesVerificationAllowlist: [a]}}}")
                .problems())
        .isEmpty();
  }

  @Test
  void aProxyThatIsSwitchedOffIsNone() {
    assertThat(
            shoot("{kubernetes: {kubeProxy: {enabled: false, featureGates: {A: true}}}}")
                .arguments("kube-proxy"))
        .isEmpty();
    assertThat(
            shoot("{kubernetes: {kubeProxy: {enabled: true, featureGates: {A: true}}}}")
                .arguments("kube-proxy"))
        .hasSize(1);
  }

  @Test
  void aPluginsConfigurationIsAFileOfTheApiServer() {
    Check check =
        shoot(
            "{kubernetes: {kubeAPIServer: {admissionPlugins: [{name: PodSecurity, config: {"
                + "apiVersion: pod-security.admission.config.k8s.io/v1,"
                + " kind: PodSecurityConfiguration, defaults: {enforce: baseline}}}]}}}");
    assertThat(check.arguments("kube-apiserver").get(0))
        .anyMatch(argument -> argument.startsWith("--admission-control-config-file="));
    assertThat(check.evidence().components().get(0).files()).hasSize(1);
    assertThat(check.problems()).isEmpty();
  }

  @Test
  void theConfigurationOfAPluginThatIsSwitchedOffIsNone() {
    assertThat(
            shoot(
                    "{kubernetes: {kubeAPIServer: {admissionPlugins: [{name: EventRateLimit,"
                        + " disabled: true, config: {limits: []}}]}}}")
                .arguments("kube-apiserver")
                .get(0))
        .containsExactly("--disable-admission-plugins=EventRateLimit");
  }

  @Test
  void workersHaveAReleaseOfTheirOwn() {
    Check check =
        shoot(
            "{kubernetes: {version: 1.34.1, kubelet: {maxPods: 10}}, provider: {workers: [{name: a},"
                + " {name: b, kubernetes: {version: 1.33.2, kubelet: {maxPods: 20}}}]}}");
    assertThat(check.evidence().components())
        .extracting(component -> component.image())
        .containsExactlyInAnyOrder("1.34.1", "1.33.2");
  }

  @Test
  void whatTheShootLeavesToGardenerIsNotEvaluated() {
    shoot("{kubernetes: {kubeAPIServer: {}, kubelet: {}}}")
        .has(NotApplicable, "1.2.1", "1.2.15", "4.2.1", "4.2.4");
  }
}
