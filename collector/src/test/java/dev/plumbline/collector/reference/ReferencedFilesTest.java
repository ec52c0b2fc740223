package dev.plumbline.collector.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.collector.NodeFixture;
import dev.plumbline.collector.host.Accounts;
import dev.plumbline.collector.host.HostFileSystem;
import dev.plumbline.collector.host.HostFiles;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.Variable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files a component's arguments name, and what becomes of each. */
class ReferencedFilesTest {

  private static final SourceLocation PLACE = SourceLocation.line("/m.yaml", 1);

  @TempDir private Path temp;
  private NodeFixture node = new NodeFixture(Path.of("/"));

  @BeforeEach
  void node() {
    node = new NodeFixture(temp);
  }

  private ReferencedFiles.Result read(String component, String... arguments) {
    return ofNode().read(component, arguments(arguments), List.of());
  }

  private ReferencedFiles ofNode() {
    HostFileSystem host = new HostFileSystem(temp);
    HostFiles attributes = new HostFiles(host, new Accounts(host));
    return FilesOfNode.atStart(host, attributes, new MountNamespace.Host(), "");
  }

  private static List<Argument> arguments(String... values) {
    return Stream.of(values).map(value -> Argument.known(value, PLACE)).toList();
  }

  @Test
  void aFlagIsWrittenInManyWays() throws IOException {
    node.file("/a", "").file("/b", "").file("/c", "").file("/d", "");
    var files =
        read("kube-apiserver", "--kubeconfig=/a", "--kubeconfig", "/b", "-kubeconfig=/c", "/d");
    assertThat(files.files()).extracting(ReferencedFile::path).containsExactly("/a", "/b", "/c");
    assertThat(read("x", "--audit_policy_file=/missing").files())
        .containsExactly(new ReferencedFile.Absent("/missing", "/missing"));
    assertThat(read("x", "kubeconfig=/a", "--kubeconfig=").files()).isEmpty();
  }

  @Test
  void configMeansAnotherFileToEachComponent() throws IOException {
    node.file("/c", "enableProfiling: true\nreadOnlyPort: 1\n");
    assertThat(read("kubelet", "--config=/c").files().toString()).contains("path=readOnlyPort");
    assertThat(read("kube-proxy", "--config=/c").files().toString())
        .contains("path=enableProfiling");
    assertThat(read("kube-apiserver", "--config=/c").files()).isEmpty();
  }

  @Test
  void whatAConfigurationNamesIsReadToo() throws IOException {
    node.file("/k", "authentication: {x509: {clientCAFile: /ca.crt}}\n");
    assertThat(read("kubelet", "--config=/k").files())
        .contains(new ReferencedFile.Absent("/ca.crt", "/ca.crt"));
    node.file("/d/1.conf", "authentication: {x509: {clientCAFile: /other.crt}}\n");
    assertThat(read("kubelet", "--config-dir=/d").files())
        .contains(new ReferencedFile.Absent("/other.crt", "/other.crt"));
  }

  @Test
  void dropInsAreInTheOrderOfTheirPaths() throws IOException {
    node.file("/d/20.conf", "maxPods: 2\n")
        .file("/d/10.conf/1.conf", "maxPods: 1\n")
        .file("/d/readme", "{[")
        .file("/d/30.conf", "{[");
    ReferencedFile.Directory directory =
        (ReferencedFile.Directory) read("kubelet", "--config-dir=/d").files().get(0);
    assertThat(directory.documents())
        .extracting(ReferencedFile::path)
        .containsExactly("/d/10.conf/1.conf", "/d/20.conf", "/d/30.conf");
    assertThat(directory.documents().get(2)).isInstanceOf(ReferencedFile.Unreadable.class);
  }

  @Test
  void tooManyDropInsAreUnreadable() throws IOException {
    for (int i = 0; i <= 100; i++) {
      node.file("/d/" + i + ".conf", "");
    }
    assertThat(read("kubelet", "--config-dir=/d").files())
        .singleElement()
        .isInstanceOf(ReferencedFile.Unreadable.class);
  }

  @Test
  void aDataDirectoryThatCannotBeLookedAtIsNotAbsent() throws IOException {
    node.link("/loop", "loop").directory("/data");
    var files = read("etcd", "--data-dir=/loop", "--data-dir=/data").files();
    assertThat(files.get(0)).isInstanceOf(ReferencedFile.Unreadable.class);
    assertThat(files.get(1)).isEqualTo(new ReferencedFile.Present("/data", "/data", List.of()));
  }

  @Test
  void etcdIsGivenFilesByItsVariablesToo() {
    Variable variable =
        new Variable("ETCD_CONFIG_FILE", "/etcd.yaml", Argument.Resolution.RESOLVED, PLACE);
    assertThat(ofNode().read("etcd", List.of(), List.of(variable)).files())
        .contains(new ReferencedFile.Absent("/etcd.yaml", "/etcd.yaml"));
  }

  @Test
  void anArgumentThatOnlyTheContainerHasNamesNothing() {
    Argument hidden = new Argument("--kubeconfig=$(X)", Argument.Resolution.UNRESOLVED, PLACE);
    assertThat(ofNode().read("kubelet", List.of(hidden), List.of()).files()).isEmpty();
  }

  @Test
  void filesOfARepositoryAreOnANode() {
    ReferencedFiles files = new FilesOfRepository(new MountNamespace.Host(), "");
    assertThat(
            files
                .read(
                    "etcd",
                    arguments("--trusted-ca-file=/ca", "--data-dir=/d", "--config-file=x"),
                    List.of())
                .files())
        .satisfiesExactly(
            ca -> assertThat(ca).isEqualTo(new ReferencedFile.OnNode("/ca")),
            relative -> assertThat(relative).isInstanceOf(ReferencedFile.Unreadable.class));
  }
}
