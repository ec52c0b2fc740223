package dev.plumbline.collector.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a process's paths lie on the node, by what the kernel shows of its mounts. */
class MountInfoTest {

  /** A node with a disk for {@code /var} and a link-free {@code /etc} on its root. */
  private static final String NODE =
      """
      22 27 0:21 / /proc rw,relatime shared:5 - proc proc rw
      27 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
      28 27 8:2 / /var rw shared:2 - ext4 /dev/sda2 rw
      29 28 0:55 / /var/lib/docker/overlay2/abc/merged rw - overlay overlay rw,lowerdir=x
      30 27 0:60 / /etc/overlay\\040dir rw - overlay overlay rw
      31 27 8:1 /srv/files /mnt/files rw - ext4 /dev/sda1 rw
      32 27 0:70 / /etc/hidden rw - tmpfs tmpfs rw
      33 27 0:80 / /a rw - tmpfs tmpfs rw
      34 33 0:81 / /a/b rw - tmpfs tmpfs rw
      35 33 0:82 / /a rw - tmpfs tmpfs rw
      """;

  /** A container of Docker's on that node. */
  private static final String CONTAINER =
      """
      200 150 0:55 / / rw,relatime master:9 - overlay overlay rw,lowerdir=x
      201 200 0:90 / /proc rw - proc proc rw
      202 200 8:1 /etc/kubernetes /etc/kubernetes ro master:1 - ext4 /dev/sda1 rw
      203 200 8:2 /lib/etcd /data rw - ext4 /dev/sda2 rw
      204 200 8:1 /etc/kubernetes/ca.crt /ca.crt ro - ext4 /dev/sda1 rw
      205 200 8:1 /srv/files/deep /files rw - ext4 /dev/sda1 rw
      206 200 0:91 / /secret rw - tmpfs tmpfs rw
      207 200 8:1 /etc/old//deleted /gone rw - ext4 /dev/sda1 rw
      208 200 0:60 / /overlay rw - overlay overlay rw
      209 200 8:1 /etc /all-of-etc rw - ext4 /dev/sda1 rw
      210 209 8:2 /other /all-of-etc/other rw - ext4 /dev/sda2 rw
      211 200 8:1 /srv /all-of-etc rw - ext4 /dev/sda1 rw
      212 200 8:1 /etc/with\\040blank /blank rw - ext4 /dev/sda1 rw
      213 200 0:81 / /b rw - tmpfs tmpfs rw
      214 200 8:1 /../.. /dots rw - ext4 /dev/sda1 rw
      215 200 8:1 /etc /etc-again rw - ext4 /dev/sda1 rw
      """;

  private static Location locate(String path) {
    return locate(CONTAINER, NODE, path);
  }

  private static Location locate(String process, String node, String path) {
    return MountInfo.of(process, node, place -> !place.startsWith("/mnt"))
        .orElseThrow()
        .locate(path);
  }

  @ParameterizedTest
  @CsvSource({
    "/etc/kubernetes/admin.conf, /etc/kubernetes/admin.conf, /etc/kubernetes",
    "/etc/kubernetes, /etc/kubernetes, /etc/kubernetes",
    "/etc//kubernetes/./x, /etc/kubernetes/x, /etc/kubernetes",
    "/data/member, /var/lib/etcd/member, /var/lib/etcd",
    "/ca.crt, /etc/kubernetes/ca.crt, /etc/kubernetes/ca.crt",
    "/overlay/x, /etc/overlay dir/x, /etc/overlay dir",
    "/blank/x, /etc/with blank/x, /etc/with blank",
    // Mounted at two places of the node, of which one is out of scope.
    "/files/x, /srv/files/deep/x, /srv/files/deep",
    // The mount behind it is the one that counts.
    "/all-of-etc/x, /srv/x, /srv",
    "/all-of-etc/other/x, /srv/other/x, /srv",
  })
  void onTheNode(String path, String expected, String directory) {
    assertThat(locate(path)).isEqualTo(new Location.OnHost(directory, expected));
  }

  @ParameterizedTest
  @CsvSource({
    "/usr/local/bin/x, image",
    "/etc/passwd, image",
    "/etc/kubernetesx, image",
    "/secret/token, mounted in the container and not on the node",
    "/gone/x, removed or replaced",
    "/dots/x, mounted in the container and not on the node",
    // What the node has there is hidden by another mount.
    "/etc-again/hidden/x, mounted in the container and not on the node",
    "/b/x, mounted in the container and not on the node",
  })
  void nowhereThatCouldBeDetermined(String path, String why) {
    assertThat(locate(path))
        .isInstanceOfSatisfying(
            Location.Unknown.class, unknown -> assertThat(unknown.why()).contains(why));
  }

  @Test
  void aProcessWithTheMountsOfTheNodeHasTheNodesPaths() {
    assertThat(MountInfo.of(NODE, NODE, path -> true)).contains(new MountNamespace.Host());
  }

  /** Such as a unit of systemd with a private /tmp. */
  @Test
  void aProcessThatSharesTheRootOfTheNodeHasItsOtherPaths() {
    String unit =
        """
        300 299 8:1 / / rw - ext4 /dev/sda1 rw
        301 300 8:2 / /var rw - ext4 /dev/sda2 rw
        302 300 8:2 /tmp/private /tmp rw - ext4 /dev/sda2 rw
        """;
    assertThat(locate(unit, NODE, "/etc/kubernetes/x"))
        .isEqualTo(new Location.OnHost("/", "/etc/kubernetes/x"));
    assertThat(locate(unit, NODE, "/tmp/x"))
        .isEqualTo(new Location.OnHost("/var/tmp/private", "/var/tmp/private/x"));
  }

  /** ostree: the file system's root is mounted elsewhere, and /etc is a mount of its own. */
  @Test
  void theShortestPathIsTheOneThatPeopleKnow() {
    String node =
        """
        1 0 8:4 /ostree/deploy/x.0 / rw - xfs /dev/sda4 rw
        2 1 8:4 / /sysroot ro - xfs /dev/sda4 rw
        3 1 8:4 /ostree/deploy/x.0/etc /etc rw - xfs /dev/sda4 rw
        """;
    String pod =
        """
        9 8 0:5 / / rw - overlay overlay rw
        10 9 8:4 /ostree/deploy/x.0/etc/kubernetes/pod-7 /resources rw - xfs /dev/sda4 rw
        """;
    assertThat(locate(pod, node, "/resources/config.yaml"))
        .isEqualTo(
            new Location.OnHost("/etc/kubernetes/pod-7", "/etc/kubernetes/pod-7/config.yaml"));
  }

  @Test
  void aRootThatIsNoMountIsUnknown() {
    assertThat(locate("5 4 8:2 / /var rw - ext4 /dev/sda2 rw\n", NODE, "/var/x"))
        .isInstanceOf(Location.Unknown.class);
  }

  /** No kernel writes these; a copy of a node's files may hold them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "garbage",
        "1 2 8:1 /",
        "a b 8:1 / / rw - x y z",
        "99999999999 1 8:1 / / rw - x y z",
      })
  void whatIsNoListOfMountsIsNone(String text) {
    assertThat(MountInfo.of(text, NODE, path -> true)).isEmpty();
    assertThat(MountInfo.of(CONTAINER, text, path -> true)).isEmpty();
  }

  static Stream<String> circles() {
    return Stream.of(
        """
        1 1 8:1 / / rw - x y z
        2 1 8:1 / / rw - x y z
        1 2 8:1 / / rw - x y z
        """,
        """
        1 9 8:1 / / rw - x y z
        2 3 8:1 / /a rw - x y z
        3 2 8:1 / /a rw - x y z
        2 1 8:1 / /a rw - x y z
        """);
  }

  @ParameterizedTest
  @MethodSource("circles")
  void circlesOfParentsEnd(String process) {
    Optional<MountNamespace> mounts = MountInfo.of(process, NODE, path -> true);
    assertThat(mounts.orElseThrow().locate("/a/x")).isNotNull();
  }

  @Test
  void aHugeListIsRefused() {
    String line = "7 1 8:1 / /x rw - x y z\n";
    assertThat(MountInfo.of(line.repeat(100_001), NODE, path -> true)).isEmpty();
  }
}
