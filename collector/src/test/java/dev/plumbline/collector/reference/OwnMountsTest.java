package dev.plumbline.collector.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnMountsTest {

  private static final String NODE =
      """
      1 0 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
      2 1 8:2 / /var rw,relatime shared:2 - ext4 /dev/sda2 rw
      """;

  /** MicroK8s' directory of the snap's revision, by the link that leads to it. */
  private static final String OWN =
      """
      600 99 0:56 / / rw,relatime - overlay overlay rw
      601 600 8:1 /etc /host/etc ro,relatime - ext4 /dev/sda1 rw
      602 600 8:2 /snap/microk8s/8500/args /host/var/snap/microk8s/current/args ro - ext4 /dev/sda2 rw
      """;

  private static final List<String> DIRECTORIES =
      List.of("/etc", "/var/snap/microk8s/current/args", "/not/mounted");

  @Test
  void aDirectoryThatIsMountedThroughALinkIsKnownByWhereTheLinkLeads() {
    assertThat(OwnMounts.elsewhere(OWN, NODE, "/host", DIRECTORIES))
        .isEqualTo(Map.of("/var/snap/microk8s/8500/args", "/var/snap/microk8s/current/args"));
  }

  @Test
  void nothingIsTakenForGrantedWhereTheKernelShowsNoMounts() {
    assertThat(OwnMounts.elsewhere("nonsense", NODE, "/host", DIRECTORIES)).isEmpty();
    assertThat(OwnMounts.elsewhere(OWN, "", "/host", DIRECTORIES)).isEmpty();
  }
}
