package dev.plumbline.cli.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cli.example.FixExamples.Example;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That an example makes its control pass is tried wherever it is made. */
class FixExamplesTest {

  private static final Catalogue CATALOGUE = Catalogue.load();

  private static List<Example> of(String control) {
    return FixExamples.of(CATALOGUE.named(control).orElseThrow());
  }

  private static List<String> formats(String control) {
    return of(control).stream()
        .map(example -> example.format().replaceFirst("[ ,].*", ""))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"apiserver-profiling-off", "apiserver-authorization-mode-not-always-allow"})
  void settingOfTheApiServerHasAnExampleInEveryFormat(String control) {
    assertThat(formats(control))
        .containsExactly("Static", "kubeadm", "Cluster", "kind", "kops", "Talos", "k3s");
  }

  @Test
  void settingOfTheKubeletHasTooByFileOrByFlag() {
    assertThat(formats("kubelet-anonymous-auth-off"))
        .containsExactly("The", "Cluster", "kind", "kops", "k3s");
    assertThat(formats("kubelet-streaming-idle-timeout"))
        .containsExactly("The", "Cluster", "kind", "kops", "Talos", "k3s");
  }

  @ParameterizedTest
  @CsvSource({
    "apiserver-profiling-off, kops, enableProfiling: false",
    "apiserver-node-restriction, kops, - NodeRestriction",
    "apiserver-profiling-off, kubeadm, 'value: \"false\"'",
    "kubelet-anonymous-auth-off, k3s, - anonymous-auth=false",
    "kubelet-streaming-idle-timeout, Talos, streamingConnectionIdleTimeout",
    "etcd-client-cert-auth, Talos, client-cert-auth: \"true\"",
    "scheduler-profiling-off, The, enableProfiling: false"
  })
  void exampleHasWhatTheFormatCallsIt(String control, String format, String text) {
    assertThat(of(control))
        .filteredOn(example -> example.format().startsWith(format))
        .extracting(Example::text)
        .singleElement()
        .satisfies(yaml -> assertThat(yaml).contains(text));
  }

  /** Talos sets it itself, and refuses a configuration that does. */
  @Test
  void formatThatRefusesAFlagHasNoExample() {
    assertThat(formats("apiserver-client-ca")).contains("kubeadm").doesNotContain("Talos");
    assertThat(formats("kubelet-anonymous-auth-off")).contains("kops").doesNotContain("Talos");
  }

  @ParameterizedTest
  @ValueSource(strings = {"apiserver-manifest-mode", "namespaces-have-quotas", "rbac-no-wildcards"})
  void fixThatIsNoSettingHasNone(String control) {
    assertThat(of(control)).isEmpty();
  }

  @Test
  void mostControlsWhoseFixIsASettingHaveExamples() {
    List<Control> settings =
        CATALOGUE.controls().stream()
            .filter(
                control ->
                    !control.fix().flags().isEmpty()
                        || !control.fix().config().isEmpty()
                        || !control.fix().add().isEmpty())
            .toList();
    assertThat(settings).hasSizeGreaterThan(40);
    assertThat(settings)
        .filteredOn(control -> FixExamples.of(control).isEmpty())
        .extracting(Control::name)
        // A feature gate, which a file of one kubelet does not have, decides it too.
        .containsExactly("kubelet-rotate-server-certificate");
  }
}
