package dev.plumbline.cli.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cli.example.FixExamples.Example;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.Engine;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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

  /** Formats that have a place for any flag of the API server. */
  private static final List<String> OF_FLAGS =
      List.of(
          "Static",
          "kubeadm",
          "Cluster",
          "kind",
          "kops",
          "Talos",
          "k3s",
          "k3d",
          "RKE1",
          "Rancher",
          "RKE2ControlPlane",
          "k0s",
          "k0sctl",
          "MicroK8s",
          "MicroK8s",
          "Kubespray");

  @ParameterizedTest
  @ValueSource(
      strings = {"apiserver-profiling-off", "apiserver-authorization-mode-not-always-allow"})
  void settingOfTheApiServerHasAnExampleInEveryFormat(String control) {
    assertThat(formats(control)).containsExactlyElementsOf(OF_FLAGS);
  }

  @Test
  void settingOfTheKubeletHasTooByFileOrByFlag() {
    assertThat(formats("kubelet-anonymous-auth-off"))
        .containsExactly(
            "The",
            "Cluster",
            "kind",
            "kops",
            "k3s",
            "k3d",
            "RKE1",
            "Rancher",
            "RKE2ControlPlane",
            "k0s",
            "k0sctl",
            "MicroK8s",
            "MicroK8s",
            "Kubespray",
            "nodeadm",
            "OpenShift");
    assertThat(formats("kubelet-streaming-idle-timeout"))
        .contains("Talos", "kops", "k0s", "Kubespray", "Gardener", "eksctl", "nodeadm");
  }

  @Test
  void everyFormatHasAnExampleOfSomeControl() {
    Set<String> titles =
        CATALOGUE.controls().stream()
            .flatMap(control -> FixExamples.of(control).stream())
            .map(Example::format)
            .collect(Collectors.toSet());
    assertThat(InstallerFormat.ALL).extracting(InstallerFormat::title).allMatch(titles::contains);
  }

  /** Each is read by its own format and evaluated: one that sets another value would fail. */
  @Test
  void fileThatSetsAnotherValueIsNoExample() {
    Control control = CATALOGUE.named("apiserver-profiling-off").orElseThrow();
    Wanted other = new Wanted("kube-apiserver", Map.of("profiling", "true"), Map.of());
    Engine engine = new Engine(List.of(control));
    List<ExampleFile> files =
        InstallerFormat.ALL.stream().flatMap(format -> format.file(other).stream()).toList();
    assertThat(files).hasSize(OF_FLAGS.size());
    assertThat(files).noneMatch(file -> FixExamples.passes(file, control, engine, "v1.36.3"));
  }

  @ParameterizedTest
  @CsvSource({
    "apiserver-profiling-off, kops, enableProfiling: false",
    "apiserver-node-restriction, kops, - NodeRestriction",
    "apiserver-profiling-off, kubeadm, 'value: \"false\"'",
    "kubelet-anonymous-auth-off, k3s, - anonymous-auth=false",
    "kubelet-streaming-idle-timeout, Talos, streamingConnectionIdleTimeout",
    "scheduler-profiling-off, Talos, enableProfiling: false",
    "scheduler-profiling-off, The, enableProfiling: false",
    "apiserver-profiling-off, RKE1, 'profiling: \"false\"'",
    "apiserver-profiling-off, Rancher, - profiling=false",
    "apiserver-profiling-off, k3d, --kube-apiserver-arg=profiling=false",
    "apiserver-profiling-off, Kubespray, kube_profiling: false",
    "kubelet-streaming-idle-timeout, Gardener, streamingConnectionIdleTimeout",
    "kubelet-anonymous-auth-off, OpenShift, kubeletConfig",
    "kubelet-streaming-idle-timeout, eksctl, kubeletExtraConfig",
    "etcd-client-cert-auth, k0sctl, client-cert-auth: \"true\""
  })
  void exampleHasWhatTheFormatCallsIt(String control, String format, String text) {
    assertThat(of(control))
        .filteredOn(example -> example.format().startsWith(format))
        .extracting(Example::text)
        .singleElement()
        .satisfies(yaml -> assertThat(yaml).contains(text));
  }

  /** Talos and eksctl set these themselves, and refuse a configuration that does. */
  @Test
  void formatThatRefusesAFlagHasNoExample() {
    assertThat(formats("apiserver-client-ca")).contains("kubeadm").doesNotContain("Talos");
    assertThat(formats("etcd-client-cert-auth")).contains("kubeadm").doesNotContain("Talos");
    assertThat(formats("kubelet-anonymous-auth-off"))
        .contains("kops")
        .doesNotContain("Talos", "eksctl");
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
