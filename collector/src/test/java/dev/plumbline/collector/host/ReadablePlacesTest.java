package dev.plumbline.collector.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.collector.NodeFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node of which some places are mounted, some are missing, and some are mounted through a link.
 */
class ReadablePlacesTest {

  private static final int MAX = 1000;

  @TempDir private Path temp;
  private NodeFixture node = new NodeFixture(Path.of("/"));

  @BeforeEach
  void makeNode() {
    node = new NodeFixture(temp);
  }

  private static void assertText(FileContent content, String path, String text) {
    assertThat(content)
        .isInstanceOfSatisfying(
            FileContent.Text.class,
            read -> {
              assertThat(read.path()).isEqualTo(path);
              assertThat(read.text()).isEqualTo(text);
            });
  }

  @Test
  void whatTheKubeletDidNotFindIsNeitherAbsentNorForASettingToOpen() throws IOException {
    node.directory("/etc");
    HostFileSystem scoped =
        new HostFileSystem(
            node.root(), List.of("/etc"), List.of("/var/lib/etcd", "/a/config"), Map.of());
    assertThat(scoped.attributes("/var/lib/etcd/member", "/"))
        .isEqualTo(
            new Lookup.Refused<>(
                "/var/lib/etcd/member",
                "was not read: the node's kubelet found no /var/lib/etcd to mount. If the node has"
                    + " it, as where the kubelet runs in a container, run plumbline check on the"
                    + " node"));
    assertThat(scoped.read("/a/config", "/", MAX))
        .isInstanceOfSatisfying(
            FileContent.Refused.class,
            refused -> assertThat(refused.why()).contains("found no such directory or file"));
    assertThat(scoped.read("/a/config2", "/", MAX))
        .isEqualTo(new FileContent.OutOfScope("/a/config2"));
  }

  @Test
  void aFileCanBeReadWithoutTheRestOfItsDirectory() throws IOException {
    node.file("/a/config", "x").file("/a/secret", "y");
    HostFileSystem scoped = new HostFileSystem(node.root(), List.of("/a/config"));
    assertText(scoped.read("/a/config", "/", MAX), "/a/config", "x");
    assertThat(scoped.read("/a/secret", "/", MAX))
        .isEqualTo(new FileContent.OutOfScope("/a/secret"));
    assertThat(scoped.list("/a", 10)).isEqualTo(new Lookup.OutOfScope<>("/a"));
    assertThat(scoped.readableBelow("/a")).containsExactly("config");
  }

  @Test
  void aPlaceThatIsMountedThroughALinkIsReadByWhereTheNodeHasIt() throws IOException {
    node.file("/snap/current/args/kubelet", "x");
    HostFileSystem scoped =
        new HostFileSystem(
            node.root(),
            List.of("/snap/current/args"),
            List.of(),
            Map.of("/snap/8500/args", "/snap/current/args"));
    assertText(scoped.read("/snap/8500/args/kubelet", "/", MAX), "/snap/current/args/kubelet", "x");
    assertThat(scoped.read("/snap/8500/other", "/", MAX))
        .isEqualTo(new FileContent.OutOfScope("/snap/8500/other"));
  }
}
