package dev.plumbline.collector;

import static dev.plumbline.collector.NodeFixture.component;
import static dev.plumbline.collector.NodeFixture.file;
import static dev.plumbline.collector.NodeFixture.fileSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.HostFile;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.ReferencedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies outside of the mounted directories is out of scope, and never absent (B1). */
class ScopeOfEvidenceTest {

  private static final String[] MOUNTED = {"/etc", "/usr/lib", "/var/lib"};
  private static final String HOST = "0::/system.slice/x.service";

  @TempDir private Path temp;
  private NodeFixture node = new NodeFixture(Path.of("/"));

  @BeforeEach
  void mount() throws IOException {
    node = new NodeFixture(temp).directory("/etc").directory("/usr/lib").directory("/var/lib");
  }

  @Test
  void aDataDirectoryOnADiskOfItsOwn() throws IOException {
    node.process(7, "0", HOST, "etcd", "--data-dir=/data/etcd");
    assertThat(file(component(node.evidence(MOUNTED), "etcd"), "/data/etcd"))
        .isEqualTo(new ReferencedFile.OutOfScope("/data/etcd", "/data/etcd"));
    assertThat(file(component(node.evidence("/"), "etcd"), "/data/etcd"))
        .isEqualTo(new ReferencedFile.Absent("/data/etcd", "/data/etcd"));
  }

  /** Where RKE2's data is elsewhere, the node lacks the directory that its pod was to mount. */
  @Test
  void theUsualPlaceOfAMovedDirectoryIsMissedByNobody() throws IOException {
    node.file("/etc/rancher/rke2/config.yaml", "data-dir: /data/rke2\n")
        .directory("/data/rke2/agent/pod-manifests")
        .file("/data/rke2/server/tls/ca.key", "x")
        .process(7, "0", HOST, "kubelet", "--kubeconfig=/data/rke2/agent/kubelet.kubeconfig");
    String usual = "/var/lib/rancher/rke2";
    List<String> mounted = List.of("/etc", "/usr/lib", "/data/rke2");

    Evidence evidence = read(mounted, List.of(usual));

    assertThat(evidence.problems()).isEmpty();
    assertThat(fileSet(evidence, "kubernetes-pki").unseen()).isEmpty();
    assertThat(fileSet(evidence, "kubernetes-pki").files())
        .extracting(HostFile::path)
        .contains("/data/rke2/server/tls/ca.key");
    // What was not moved is missed.
    node.process(7, "0", HOST, "kubelet");
    assertThat(read(mounted, List.of(usual)).problems()).isNotEmpty();
  }

  private Evidence read(List<String> directories, List<String> missing) {
    return new Collector(Duration.ofSeconds(20))
        .collectHost(node.root(), directories, missing, Map.of());
  }

  @Test
  void aDataDirectoryOfAStaticPod() throws IOException {
    node.staticPod(
        "etcd",
        """
        name: etcd
        command: [etcd, --data-dir=/var/lib/etcd]
        volumeMounts: [{name: data, mountPath: /var/lib/etcd}]
        """);
    String manifest = "/etc/kubernetes/manifests/etcd.yaml";
    node.file(
        manifest,
        java.nio.file.Files.readString(node.at(manifest))
            + "  volumes: [{name: data, hostPath: {path: /data/etcd}}]\n");
    assertThat(file(component(node.evidence(MOUNTED), "etcd"), "/var/lib/etcd"))
        .isInstanceOf(ReferencedFile.OutOfScope.class)
        .extracting(f -> ((ReferencedFile.OutOfScope) f).hostPath())
        .asString()
        .startsWith("/data/etcd");
  }

  @Test
  void aConfigurationFileAndADirectoryOfDropIns() throws IOException {
    node.process(
        7,
        "0",
        HOST,
        "kubelet",
        "--config=/home/kubernetes/kubelet-config.yaml",
        "--config-dir=/home/kubernetes/conf.d");
    var kubelet = component(node.evidence(MOUNTED), "kubelet");
    assertThat(kubelet.files())
        .containsExactlyInAnyOrder(
            new ReferencedFile.OutOfScope(
                "/home/kubernetes/kubelet-config.yaml", "/home/kubernetes/kubelet-config.yaml"),
            new ReferencedFile.OutOfScope("/home/kubernetes/conf.d", "/home/kubernetes/conf.d"));
  }

  @Test
  void aSetOfFilesThatALinkLeadsOutOf() throws IOException {
    node.link("/etc/kubernetes/pki", "/opt/pki");
    assertThat(fileSet(node.evidence(MOUNTED), "kubernetes-pki").outOfScope())
        .containsExactly("/opt/pki");
    assertThat(fileSet(node.evidence("/"), "kubernetes-pki").outOfScope()).isEmpty();
  }

  @Test
  void oneFileOfASetThatALinkLeadsOutOf() throws IOException {
    node.file("/etc/kubernetes/pki/ca.key", "x")
        .link("/etc/kubernetes/pki/ca.crt", "../../../opt/ca.crt");
    var set = fileSet(node.evidence(MOUNTED), "kubernetes-pki");
    assertThat(set.outOfScope()).containsExactly("/opt/ca.crt");
    assertThat(set.files()).hasSize(2);
  }

  @Test
  void anotherDistributionsFilesAreAbsentWhereItsMarkIs() throws IOException {
    assertThat(node.evidence(MOUNTED).fileSets()).allMatch(set -> set.outOfScope().isEmpty());
    assertThat(fileSet(node.evidence("/etc"), "kubernetes-pki").outOfScope()).isEmpty();

    node.file("/etc/systemd/system/snap.microk8s.daemon-kubelite.service", "");
    node.directory("/etc/rancher/node");
    Evidence evidence = node.evidence(MOUNTED);
    assertThat(fileSet(evidence, "kubernetes-pki").outOfScope())
        .containsExactly("/var/snap/microk8s/current/certs");
    assertThat(fileSet(evidence, "kubelet-service").outOfScope()).hasSize(2);
    assertThat(fileSet(node.evidence("/etc"), "kubernetes-pki").outOfScope())
        .contains("/var/lib/rancher/rke2/server/tls");
    // Where the marks can't be read either, nothing is known.
    assertThat(fileSet(node.evidence("/var/lib"), "admin-kubeconfig").outOfScope())
        .contains("/var/snap/microk8s/current/credentials/client.config");
  }

  @Test
  void manifestsThatALinkLeadsOutOfAreAProblem() throws IOException {
    node.link("/etc/kubernetes/manifests", "/opt/manifests");
    assertThat(node.evidence(MOUNTED).problems())
        .singleElement()
        .extracting(Problem::why)
        .asString()
        .contains("/opt/manifests", "operator's PLUMBLINE_HOST_PATHS");
  }

  @Test
  void oneManifestThatALinkLeadsOutOfIsAProblem() throws IOException {
    node.link("/etc/kubernetes/manifests/kube-apiserver.yaml", "/opt/kube-apiserver.yaml");
    assertThat(node.evidence(MOUNTED).problems())
        .singleElement()
        .extracting(Problem::why)
        .asString()
        .contains("/opt/kube-apiserver.yaml");
  }

  @Test
  void manifestsThatAreNotMountedAreLeftToTheScope() {
    Evidence evidence = node.evidence("/usr/lib");
    assertThat(evidence.problems()).isEmpty();
    assertThat(evidence.scope().covers("/etc/kubernetes/manifests")).isFalse();
    assertThat(evidence.scope().directories()).containsExactly("/usr/lib");
  }

  @Test
  void directoriesMayEndInASlash() {
    assertThat(node.evidence("/etc/", "usr/lib").scope().directories())
        .containsExactly("/etc", "/usr/lib");
  }
}
