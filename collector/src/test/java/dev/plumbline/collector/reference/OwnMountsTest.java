package dev.plumbline.collector.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  /** The kernel writes the bytes of a path as they are, and Linux takes any. */
  @Test
  void aMountWhosePathIsNoTextCostsNoOther(@TempDir Path temp) throws IOException {
    byte[] odd =
        "603 600 8:1 /srv /srv/caf\u00e9 rw - x y z\n".getBytes(StandardCharsets.ISO_8859_1);
    write(temp.resolve("proc/self/mountinfo"), odd, OWN.replace("/host/", temp + "/host/"));
    write(temp.resolve("host/proc/1/mountinfo"), odd, NODE);
    assertThat(OwnMounts.elsewhere(temp, temp.resolve("host"), DIRECTORIES))
        .isEqualTo(Map.of("/var/snap/microk8s/8500/args", "/var/snap/microk8s/current/args"));
  }

  @Test
  void whereTheKernelShowsNoMountsNothingIsElsewhere(@TempDir Path temp) {
    assertThat(OwnMounts.elsewhere(temp, temp.resolve("host"), DIRECTORIES)).isEmpty();
  }

  private static void write(Path file, byte[] odd, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, odd);
    Files.writeString(file, text, StandardOpenOption.APPEND);
  }

  @Test
  void nothingIsTakenForGrantedWhereTheKernelShowsNoMounts() {
    assertThat(OwnMounts.elsewhere("nonsense", NODE, "/host", DIRECTORIES)).isEmpty();
    assertThat(OwnMounts.elsewhere(OWN, "", "/host", DIRECTORIES)).isEmpty();
  }
}
