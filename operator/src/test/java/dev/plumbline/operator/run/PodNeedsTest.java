package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodNeedsTest {

  private static Node node(String osImage) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName("n")
        .endMetadata()
        .withNewStatus()
        .withNewNodeInfo()
        .withOsImage(osImage)
        .endNodeInfo()
        .endStatus()
        .build();
  }

  private static PodNeeds needs(String osImage, String... env) {
    Map<String, String> all = new HashMap<>(Map.of("PLUMBLINE_IMAGE", "a"));
    for (int i = 0; i < env.length; i += 2) {
      all.put(env[i], env[i + 1]);
    }
    return PodNeeds.of(node(osImage), OperatorSettings.from(all));
  }

  @ParameterizedTest
  @CsvSource({
    "Red Hat Enterprise Linux CoreOS 418.94.202501221327-0, spc_t",
    "CentOS Stream CoreOS 9.0.20250510-0, spc_t",
    "Fedora CoreOS 39.20240210.3.0, spc_t",
    "Bottlerocket OS 1.26.1 (aws-k8s-1.31), spc_t",
    // SELinux is off, permissive, or up to the node's owner: the setting decides.
    "Ubuntu 24.04.1 LTS,",
    "Flatcar Container Linux by Kinvolk 4081.2.1 (Oklo),",
    "Red Hat Enterprise Linux 9.4 (Plow),",
    "Talos (v1.10.3),",
    "'',",
  })
  void systemsThatEnforceSeLinuxHaveATypeThatReadsHostFiles(
      String osImage, @Nullable String type) {
    assertThat(needs(osImage).seLinuxType()).isEqualTo(Optional.ofNullable(type));
  }

  @Test
  void theSettingsTypeIsThatOfEveryNode() {
    assertThat(needs("Ubuntu", "PLUMBLINE_SELINUX_TYPE", "plumbline_t").seLinuxType())
        .contains("plumbline_t");
    assertThat(needs("Bottlerocket OS 1", "PLUMBLINE_SELINUX_TYPE", "super_t").seLinuxType())
        .contains("super_t");
  }

  @Test
  void theSettingsDirectoriesAreRequiredAndOthersAreNot() {
    PodNeeds own = needs("Ubuntu", "PLUMBLINE_HOST_PATHS", "/srv/a,/srv/b");
    assertThat(own.hostPaths(List.of())).containsExactly("/srv/a", "/srv/b");
    assertThat(own.optional()).isEmpty();
    assertThat(needs("Ubuntu").required()).isEmpty();
    assertThat(needs("Ubuntu").optional()).contains("/etc", "/usr/lib", "/var/lib");
  }

  @Test
  void directoriesBelowAnotherNeedNoMountOfTheirOwn() {
    PodNeeds needs =
        new PodNeeds(
            List.of(), List.of("/etc", "/etc/kubernetes", "/etcd", "/etc"), Optional.empty());
    assertThat(needs.hostPaths(List.of())).containsExactly("/etc", "/etcd");
    assertThat(needs.hostPaths(List.of("/etc"))).containsExactly("/etcd");
  }
}
