package dev.plumbline.collector.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.plumbline.collector.NodeFixture;
import dev.plumbline.evidence.HostFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No link leads out of the host root, nothing hangs, and what can't be observed isn't absent. */
class HostFileSystemTest {

  private static final int MAX = 1024;

  @TempDir private Path temp;
  private NodeFixture node = new NodeFixture(Path.of("/"));
  private HostFileSystem host = new HostFileSystem(Path.of("/"));

  @BeforeEach
  void root() throws IOException {
    node = new NodeFixture(Files.createDirectories(temp.resolve("host")));
    host = new HostFileSystem(node.root());
  }

  private FileContent read(String path) {
    return host.read(path, "/", MAX);
  }

  private static void assertRefused(FileContent content, String why) {
    assertThat(content).isInstanceOf(FileContent.Refused.class);
    assertThat(((FileContent.Refused) content).why()).contains(why);
  }

  private static void assertText(FileContent content, String path, String text) {
    assertThat(content).isInstanceOf(FileContent.Text.class);
    assertThat(((FileContent.Text) content).path()).isEqualTo(path);
    assertThat(((FileContent.Text) content).text()).isEqualTo(text);
  }

  /** As the node's pod, which is root without capabilities, finds the directory of etcd. */
  @Test
  void aDirectoryThatCannotBeEnteredHasAttributesAndNoEntries() throws IOException {
    Path closed = Files.createDirectories(node.root().resolve("var/lib/etcd/member"));
    Path etcd = Objects.requireNonNull(closed.getParent());
    Files.setPosixFilePermissions(etcd, Set.of());
    try {
      assumeThat(Files.isReadable(etcd)).as("tests of root may enter it").isFalse();
      assertThat(host.attributes("/var/lib/etcd", "/").found())
          .hasValueSatisfying(
              found -> {
                assertThat(found.kind()).isEqualTo(HostFile.Kind.DIRECTORY);
                assertThat(found.path()).isEqualTo("/var/lib/etcd");
                assertThat(found.mode()).isZero();
              });
      assertThat(host.list("/var/lib/etcd", MAX)).isInstanceOf(Lookup.Refused.class);
      assertThat(host.attributes("/var/lib/etcd/member", "/")).isInstanceOf(Lookup.Refused.class);
    } finally {
      Files.setPosixFilePermissions(etcd, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void absoluteAndRelativeLinksAreResolvedBelowTheRoot() throws IOException {
    node.file("/data/b/x", "hello").link("/etc/a", "/data/b").link("/etc/c", "../data/./b/x");
    assertText(read("/etc/a/x"), "/data/b/x", "hello");
    assertText(read("//etc/./c"), "/data/b/x", "hello");
  }

  @Test
  void noLinkLeadsOutOfTheRoot() throws IOException {
    Files.writeString(temp.resolve("secret"), "secret");
    node.link("/etc/a", temp.resolve("secret").toString()).link("/etc/b", "../../../../secret");
    assertThat(read("/etc/a")).isEqualTo(new FileContent.Absent("/etc/a"));
    assertThat(read("/etc/b")).isEqualTo(new FileContent.Absent("/etc/b"));
    assertThat(read("/../secret")).isEqualTo(new FileContent.Absent("/../secret"));
  }

  @Test
  void aLoopOfLinksIsRefused() throws IOException {
    node.link("/a", "b").link("/b", "a");
    assertRefused(read("/a"), "too many symbolic links");
  }

  @Test
  void aMountedDirectoryConfinesItsLinks() throws IOException {
    node.file("/secret", "x").file("/mount/ok", "y");
    node.link("/mount/up", "../secret")
        .link("/mount/absolute", "/mount/ok")
        .link("/mount/in", "ok");
    assertRefused(host.read("/mount/up", "/mount", MAX), "leads out of /mount");
    assertRefused(host.read("/mount/absolute", "/mount", MAX), "absolute path");
    assertText(host.read("/mount/in", "/mount", MAX), "/mount/ok", "y");
  }

  @Test
  void aFifoIsRefusedAtOnce() throws IOException, InterruptedException {
    Process mkfifo = new ProcessBuilder("mkfifo", node.root().resolve("fifo").toString()).start();
    assertThat(mkfifo.waitFor()).isZero();
    FileContent content = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> read("/fifo"));
    assertRefused(content, "is not a regular file");
  }

  @Test
  void contentThatCannotBeUsedIsRefused() throws IOException {
    node.file("/large", "x".repeat(MAX + 1)).directory("/directory");
    Files.write(node.at("/binary"), new byte[] {(byte) 0xC3, 0x28});
    assertRefused(read("/large"), "is larger than 1 KiB");
    assertRefused(read("/directory"), "is a directory");
    assertRefused(read("/binary"), "is not UTF-8 text");
    assertText(host.readLeniently("/binary", MAX), "/binary", "\uFFFD(");
  }

  @Test
  void aFileWhereADirectoryIsExpectedIsAbsent() throws IOException {
    node.file("/etc/file", "x");
    assertThat(read("/etc/file/below")).isInstanceOf(FileContent.Absent.class);
    assertThat(host.list("/etc/file", 10)).isInstanceOf(Lookup.Absent.class);
  }

  @Test
  void aRootThatIsNotThereHoldsNothing() {
    HostFileSystem nothing = new HostFileSystem(temp.resolve("missing"));
    assertThat(nothing.read("/etc/x", "/", MAX)).isInstanceOf(FileContent.Absent.class);
    assertThat(nothing.list("/etc", 10)).isInstanceOf(Lookup.Absent.class);
  }

  @Test
  void entriesAreListedByName() throws IOException {
    node.file("/d/b", "").file("/d/a", "");
    assertThat(host.list("/d", 2)).isEqualTo(new Lookup.Found<>(List.of("a", "b")));
    assertThat(host.list("/d", 1)).isInstanceOf(Lookup.Refused.class);
    assertThat(host.list("/e", 1)).isInstanceOf(Lookup.Absent.class);
  }

  @Test
  void attributesAreThoseOfTheLinksTarget() throws IOException {
    node.file("/d/file", "").link("/link", "d/file");
    Files.setPosixFilePermissions(node.at("/d/file"), PosixFilePermissions.fromString("rw-r-----"));
    HostFileSystem.Attributes attributes = host.attributes("/link", "/").found().orElseThrow();
    assertThat(attributes.path()).isEqualTo("/d/file");
    assertThat(attributes.mode()).isEqualTo(0640);
    assertThat(attributes.kind()).isEqualTo(HostFile.Kind.FILE);
    assertThat(host.attributes("/d", "/").found().orElseThrow().kind())
        .isEqualTo(HostFile.Kind.DIRECTORY);
  }

  @Test
  void aPathOutsideOfTheScopeIsNotAbsent() throws IOException {
    node.file("/usr/lib/x", "").link("/usr/lib/out", "/opt/x/y").link("/usr/lib/gone", "missing");
    HostFileSystem scoped = new HostFileSystem(node.root(), List.of("/usr/lib"));
    assertThat(scoped.read("/data/etcd", "/", MAX))
        .isEqualTo(new FileContent.OutOfScope("/data/etcd"));
    assertThat(scoped.read("/usr/lib/out/z", "/", MAX))
        .isEqualTo(new FileContent.OutOfScope("/opt/x/y/z"));
    assertThat(scoped.attributes("/data", "/")).isEqualTo(new Lookup.OutOfScope<>("/data"));
    assertThat(scoped.list("/data", 10)).isEqualTo(new Lookup.OutOfScope<>("/data"));
    assertThat(scoped.read("/usr/lib/gone", "/", MAX)).isInstanceOf(FileContent.Absent.class);
    assertText(scoped.read("/usr/lib/x", "/", MAX), "/usr/lib/x", "");
  }

  @Test
  void theParentOfAMountIsNotTheNodesDirectory() throws IOException {
    node.directory("/usr/lib");
    HostFileSystem scoped = new HostFileSystem(node.root(), List.of("/usr/lib"));
    assertThat(scoped.list("/usr", 10)).isEqualTo(new Lookup.OutOfScope<>("/usr"));
    assertThat(scoped.attributes("/usr", "/")).isEqualTo(new Lookup.OutOfScope<>("/usr"));
    assertThat(scoped.isDirectory("/usr")).isFalse();
  }

  @Test
  void aPathThatClimbsOutOfWhatIsUnknownIsOutOfScope() throws IOException {
    node.directory("/etc");
    HostFileSystem scoped = new HostFileSystem(node.root(), List.of("/etc"));
    assertThat(scoped.read("/opt/../etc/x", "/", MAX))
        .isEqualTo(new FileContent.OutOfScope("/opt"));
  }

  @Test
  void aLinksTargetIsReadWithoutFollowingIt() throws IOException {
    node.link("/proc/7/cwd", "/nowhere").file("/proc/8/cwd", "/etc/kubernetes\n");
    assertThat(host.linkTarget("/proc/7/cwd")).isEqualTo(new Lookup.Found<>("/nowhere"));
    assertThat(host.linkTarget("/proc/8/cwd")).isEqualTo(new Lookup.Found<>("/etc/kubernetes"));
    assertThat(host.linkTarget("/proc/9/cwd")).isInstanceOf(Lookup.Absent.class);
  }

  @Test
  void aLinkThatWasMadeLaterIsAChangeOfContent() throws IOException {
    Instant hourAgo = Instant.now().minusSeconds(3600);
    node.file("/old/config", "x").modified("/old/config", hourAgo.minusSeconds(60));
    node.link("/config", "old/config");
    FileTimes times = ((FileContent.Text) read("/config")).times();
    assertThat(times.modified()).isAfter(hourAgo);
    assertThat(((FileContent.Text) read("/old/config")).times().modified()).isBefore(hourAgo);
  }

  @Test
  void aChangeOfModeIsNoChangeOfContent() throws IOException {
    node.file("/config", "x").modified("/config", Instant.now().minusSeconds(7200));
    Files.setPosixFilePermissions(node.at("/config"), PosixFilePermissions.fromString("rw-------"));
    FileTimes times = ((FileContent.Text) read("/config")).times();
    assumeThat(times.born()).as("the file system records births").isNotEqualTo(Instant.MAX);
    assertThat(times.mayHaveNewContentSince(Instant.now().plusSeconds(1))).isFalse();
    assertThat(times.mayHaveNewContentSince(times.born())).isFalse();
    assertThat(times.mayHaveNewContentSince(times.born().minusSeconds(60))).isTrue();
  }
}
