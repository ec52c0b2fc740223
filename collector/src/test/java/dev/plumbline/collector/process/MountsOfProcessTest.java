package dev.plumbline.collector.process;

import static dev.plumbline.collector.NodeFixture.component;
import static dev.plumbline.collector.NodeFixture.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.collector.NodeFixture;
import dev.plumbline.collector.host.HostFileSystem;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.ReferencedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of processes in containers, found through the mounts that the kernel shows. */
class MountsOfProcessTest {

  private static final String DOCKER =
      "0::/system.slice/docker-0123456789abcdef0123456789abcdef.scope";
  private static final String STATIC_POD =
      "0::/kubepods/pod0123456789abcdef0123456789abcdef/0123456789abcdef";
  private static final String POLICY = "kind: Policy\nrules: [{level: None}]\n";

  @TempDir private Path temp;
  private NodeFixture node = new NodeFixture(Path.of("/"));

  @BeforeEach
  void mounts() throws IOException {
    node = new NodeFixture(temp);
    node.file("/proc/1/mountinfo", "1 0 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n")
        .file(
            "/proc/7/mountinfo",
            """
            9 8 0:5 / / rw - overlay overlay rw
            10 9 8:1 /etc/kubernetes/pod-7 /resources rw - ext4 /dev/sda1 rw
            """)
        .file("/etc/kubernetes/pod-7/policy.yaml", POLICY);
  }

  private ReferencedFile policy(String path) {
    Component apiServer =
        node.evidence("/etc", "/opt").components().stream()
            .filter(c -> c.source() == Component.Source.PROCESS)
            .findFirst()
            .orElseThrow();
    return file(apiServer, path);
  }

  private static void isOf(ReferencedFile file, String hostPath) {
    assertThat(file)
        .isInstanceOfSatisfying(
            ReferencedFile.Document.class, d -> assertThat(d.hostPath()).isEqualTo(hostPath));
  }

  @Test
  void ofAContainerThatTheKubeletDidNotStart() throws IOException {
    node.process(7, "0", DOCKER, "kube-apiserver", "--audit-policy-file=/resources/policy.yaml");
    isOf(policy("/resources/policy.yaml"), "/etc/kubernetes/pod-7/policy.yaml");
  }

  @Test
  void ofAStaticPodWhoseManifestIsNotAFile() throws IOException {
    node.process(
        7, "0", STATIC_POD, "kube-apiserver", "--audit-policy-file=/resources/policy.yaml");
    isOf(policy("/resources/policy.yaml"), "/etc/kubernetes/pod-7/policy.yaml");
  }

  @Test
  void ofAPodThatWasStartedByAnEarlierManifest() throws IOException {
    node.file("/etc/kubernetes/pod-8/policy.yaml", POLICY)
        .process(7, "0", STATIC_POD, "kube-apiserver", "--audit-policy-file=/resources/policy.yaml")
        .file(
            "/etc/kubernetes/manifests/a.yaml",
            """
            apiVersion: v1
            kind: Pod
            spec:
              containers:
              - name: kube-apiserver
                command: [kube-apiserver, --audit-policy-file=/resources/policy.yaml]
                volumeMounts: [{name: r, mountPath: /resources}]
              volumes: [{name: r, hostPath: {path: /etc/kubernetes/pod-8}}]
            """);
    isOf(policy("/resources/policy.yaml"), "/etc/kubernetes/pod-7/policy.yaml");
  }

  @Test
  void anImagesFileIsUnknownAndAPlaceOutOfScopeIsOutOfScope() throws IOException {
    node.process(7, "0", DOCKER, "kube-apiserver", "--audit-policy-file=/etc/policy.yaml");
    assertThat(policy("/etc/policy.yaml"))
        .isInstanceOf(ReferencedFile.Unreadable.class)
        .asString()
        .contains("lies in the container's image");
    node.file(
        "/proc/7/mountinfo", "9 8 0:5 / / rw - overlay o rw\n10 9 8:1 /srv /etc rw - x y z\n");
    assertThat(policy("/etc/policy.yaml")).isInstanceOf(ReferencedFile.OutOfScope.class);
  }

  @Test
  void aLinkInAMountDoesNotLeadOutOfIt() throws IOException {
    node.link("/etc/kubernetes/pod-7/link.yaml", "/etc/kubernetes/secret.yaml")
        .file("/etc/kubernetes/secret.yaml", POLICY)
        .process(7, "0", DOCKER, "kube-apiserver", "--audit-policy-file=/resources/link.yaml");
    assertThat(policy("/resources/link.yaml")).isInstanceOf(ReferencedFile.Unreadable.class);
  }

  @Test
  void aNodesOwnProcessInAnotherRootHasThePathsOfThatRoot() throws IOException {
    node.process(7, "0", "0::/podruntime/kubelet", "kubelet", "--config=/etc/kubelet.yaml")
        .file("/etc/kubelet.yaml", "readOnlyPort: 1\n")
        .file("/opt/real.yaml", "readOnlyPort: 0\n")
        .file(
            "/proc/7/mountinfo",
            "9 8 0:5 / / rw - overlay o rw\n10 9 8:1 /opt/real.yaml /etc/kubelet.yaml rw - x y z\n");
    isOf(
        file(component(node.evidence("/etc", "/opt"), "kubelet"), "/etc/kubelet.yaml"),
        "/opt/real.yaml");
  }

  /** The kernel itself: a process with a mount namespace of its own, read from outside. */
  @Test
  void ofARealProcess() throws Exception {
    Path real = Files.createDirectory(temp.resolve("real"));
    Path seen = Files.createDirectory(temp.resolve("seen as this"));
    Files.writeString(real.resolve("policy.yaml"), POLICY);
    Process process =
        new ProcessBuilder(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount --bind \"$0\" \"$1\" && echo mounted && exec cat",
                real.toString(),
                seen.toString())
            .redirectErrorStream(true)
            .start();
    try {
      String line = process.inputReader().readLine();
      assumeTrue("mounted".equals(line), "this user may not mount: " + line);
      var mounts = new ProcessFiles(new HostFileSystem(Path.of("/")), (int) process.pid()).mounts();
      assertThat(mounts.orElseThrow().locate(seen + "/policy.yaml").toString())
          .contains("path=" + real + "/policy.yaml");
    } finally {
      process.destroy();
      process.waitFor(10, TimeUnit.SECONDS);
    }
  }
}
