package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.distribution.Distribution;
import dev.plumbline.distribution.Distributions;
import dev.plumbline.distribution.HostPath;
import dev.plumbline.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodNeedsTest {

  private static final Distribution SYSTEM =
      distribution(
          "bottlerocket",
          new Distribution.NodePod(
              directories("/etc", "/srv/system"),
              List.of(),
              List.of("/srv/lacking"),
              "spc_t",
              List.of()));

  private static final Distribution KUBERNETES =
      distribution(
          "k3s",
          new Distribution.NodePod(
              directories("/etc", "/var/lib/rancher", "/srv/lacking"),
              directories("/var/lib/etcd"),
              List.of(),
              "",
              List.of()));

  private static List<HostPath> directories(String... paths) {
    return Stream.of(paths).map(HostPath::directory).toList();
  }

  /** One that differs from Kubernetes itself in what its pods need. */
  private static Distribution distribution(String name, Distribution.NodePod pod) {
    Distribution plain = Distributions.named(Distributions.PLAIN).orElseThrow();
    return new Distribution(
        name,
        name,
        plain.kind(),
        plain.recognition(),
        plain.controlPlane(),
        plain.layout(),
        plain.programs(),
        pod,
        plain.fix());
  }

  private static OperatorSettings settings(String... env) {
    Map<String, String> all = new HashMap<>(Map.of("PLUMBLINE_IMAGE", "a"));
    for (int i = 0; i < env.length; i += 2) {
      all.put(env[i], env[i + 1]);
    }
    return OperatorSettings.from(all);
  }

  private static PodNeeds needs(String labels, String... env) {
    return PodNeeds.of(
        Serialization.unmarshal("metadata: {name: n, labels: {%s}}".formatted(labels), Node.class),
        settings(env));
  }

  @Test
  void aNodeNeedsWhatItsDistributionAndItsOperatingSystemDo() {
    PodNeeds worker = PodNeeds.of(List.of(SYSTEM, KUBERNETES), false, settings());
    assertThat(worker.optional()).isEqualTo(directories("/etc", "/srv/system", "/var/lib/rancher"));
    assertThat(worker.seLinuxType()).contains("spc_t");
    assertThat(PodNeeds.of(List.of(KUBERNETES), true, settings()))
        .isEqualTo(
            new PodNeeds(
                List.of(),
                directories("/etc", "/var/lib/rancher", "/srv/lacking", "/var/lib/etcd"),
                List.of("/var/lib/kubelet"),
                List.of(),
                Optional.empty()));
  }

  /** A pod mounts nothing that no part of the scan reads. */
  @Test
  void whatAKubeletHasSignedItselfIsMountedOnlyForAScanThatSendsItAToken() {
    String certificate = "/var/lib/kubelet/pki/kubelet.crt";
    PodNeeds plain = needs("");
    assertThat(plain.hostPaths(List.of())).extracting(HostPath::path).doesNotContain(certificate);
    assertThat(plain.withKubeletCertificates().hostPaths(List.of()))
        .contains(new HostPath(certificate, HostPath.Type.FILE));
    assertThat(plain.withKubeletCertificates().hostPaths(List.of(certificate)))
        .isEqualTo(plain.hostPaths(List.of()));
    PodNeeds listed = needs("", "PLUMBLINE_HOST_PATHS", "/srv/a");
    assertThat(listed.withKubeletCertificates()).isEqualTo(listed);
  }

  @Test
  void aNodeThatNothingMarksNeedsWhatKubernetesItselfDoes() {
    assertThat(needs("").optional()).contains(HostPath.directory("/etc"));
    assertThat(needs("").kubeletRoots()).containsExactly("/var/lib/kubelet");
    assertThat(needs("").required()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "node-role.kubernetes.io/control-plane, true",
    "node-role.kubernetes.io/master, true",
    "node-role.kubernetes.io/etcd, true",
    "node-role.kubernetes.io/worker, false",
  })
  void whetherANodeIsOfTheControlPlaneIsItsLabels(String label, boolean expected) {
    Node node =
        Serialization.unmarshal(
            "metadata: {name: n, labels: {%s: ''}}".formatted(label), Node.class);
    assertThat(PodNeeds.isControlPlane(node)).isEqualTo(expected);
  }

  @Test
  void theSettingsTypeIsThatOfEveryNode() {
    assertThat(needs("", "PLUMBLINE_SELINUX_TYPE", "plumbline_t").seLinuxType())
        .contains("plumbline_t");
    assertThat(
            PodNeeds.of(List.of(SYSTEM), false, settings("PLUMBLINE_SELINUX_TYPE", "super_t"))
                .seLinuxType())
        .contains("super_t");
  }

  @Test
  void theSettingsDirectoriesReplaceThoseOfTheDistributionAndAreRequired() {
    PodNeeds own =
        PodNeeds.of(
            List.of(SYSTEM, KUBERNETES), true, settings("PLUMBLINE_HOST_PATHS", "/srv/a,/srv/b"));
    assertThat(own.hostPaths(List.of())).isEqualTo(directories("/srv/a", "/srv/b"));
    assertThat(own.optional()).isEmpty();
    assertThat(own.kubeletRoots()).isEmpty();
  }

  @Test
  void everyDistributionsDirectoriesCanBeMounted() {
    for (Distribution distribution : Distributions.all()) {
      List<String> paths =
          PodNeeds.of(List.of(distribution), true, settings()).optional().stream()
              .map(HostPath::path)
              .toList();
      // The operator refuses other paths from its settings for the same reasons.
      assertThat(settings("PLUMBLINE_HOST_PATHS", String.join(",", paths)).hostPaths())
          .as(distribution.name())
          .isEqualTo(paths);
    }
  }

  @Test
  void directoriesBelowAnotherNeedNoMountOfTheirOwn() {
    PodNeeds needs =
        new PodNeeds(
            List.of(),
            directories("/etc", "/etc/kubernetes", "/etcd", "/etc"),
            List.of(),
            List.of(),
            Optional.empty());
    assertThat(needs.hostPaths(List.of())).isEqualTo(directories("/etc", "/etcd"));
    assertThat(needs.hostPaths(List.of("/etc"))).isEqualTo(directories("/etcd"));
  }
}
