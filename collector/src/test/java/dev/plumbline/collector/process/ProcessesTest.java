package dev.plumbline.collector.process;

import static dev.plumbline.collector.NodeFixture.component;
import static dev.plumbline.collector.NodeFixture.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.collector.NodeFixture;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.Visibility;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which processes are the node's components, and what is read of them. */
class ProcessesTest {

  private static final String UUID = "01234567-89ab-cdef-0123-456789abcdef";
  private static final String KUBELET = "0::/system.slice/kubelet.service";

  @TempDir private Path temp;
  private NodeFixture node = new NodeFixture(Path.of("/"));

  @BeforeEach
  void node() throws IOException {
    node = new NodeFixture(temp);
    node.file("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\nmallory:x:1000:1000::/:/bin/sh\n");
  }

  @Test
  void componentsOfUsersOfTheirOwnAreTheNodes() throws IOException {
    String cgroup = "0::/system.slice/k0scontroller.service";
    node.process(100, "0", cgroup, "/usr/local/bin/k0s", "controller")
        .process(101, "998", cgroup, "/var/lib/k0s/bin/kube-apiserver", "--profiling=true")
        .process(102, "52034", cgroup, "/var/lib/k0s/bin/etcd", "--data-dir=/var/lib/k0s/etcd")
        .process(103, "997", cgroup, "/var/lib/k0s/bin/kube-scheduler");
    Evidence evidence = node.evidence();
    assertThat(evidence.components())
        .extracting(Component::name)
        .containsExactlyInAnyOrder("kube-apiserver", "etcd", "kube-scheduler");
    assertThat(evidence.problems()).isEmpty();
    assertThat(component(evidence, "kube-apiserver").arguments())
        .extracting(Argument::value)
        .containsExactly("--profiling=true");
  }

  @Test
  void aProcessOfAUsersSessionIsAProblemThatNamesIt() throws IOException {
    String cgroup = "/user.slice/user-1000.slice/session-2.scope";
    node.process(7, "1000", "0::" + cgroup, "kube-apiserver");
    Evidence evidence = node.evidence();
    assertThat(evidence.components()).isEmpty();
    assertThat(evidence.ignoredProcesses()).isEmpty();
    Problem problem = evidence.problems().get(0);
    assertThat(problem.component()).isEqualTo("kube-apiserver");
    assertThat(problem.why()).contains("process 7", "user mallory", cgroup);
  }

  @Test
  void aProcessWhoseOwnerIsUnknownIsAProblem() throws IOException {
    node.file("/proc/7/cmdline", "kubelet\0");
    assertThat(node.evidence().problems())
        .singleElement()
        .satisfies(p -> assertThat(p.component()).isEqualTo("kubelet"));
  }

  @Test
  void aContainerThatTheKubeletDidNotStartIsEvaluatedWithUnknownFiles() throws IOException {
    node.file("/etc/kubernetes/authz.yaml", "x")
        .process(
            7,
            "0",
            "0::/system.slice/docker-0123456789abcdef.scope",
            "kube-apiserver",
            "--authorization-config=/etc/kubernetes/authz.yaml");
    Component component = component(node.evidence(), "kube-apiserver");
    assertThat(component.source()).isEqualTo(Component.Source.PROCESS);
    assertThat(file(component, "/etc/kubernetes/authz.yaml"))
        .isInstanceOf(ReferencedFile.Unreadable.class)
        .asString()
        .contains("container that the kubelet did not start");
  }

  @Test
  void workloadsShareOneMessageOnAllNodes() throws IOException {
    node.process(7, "0", "0::/kubepods/pod" + UUID + "/c", "kube-apiserver")
        .process(8, "0", "0::/kubepods/pod" + UUID.replace('7', '8') + "/c", "kube-apiserver");
    Evidence evidence = node.evidence();
    assertThat(evidence.components()).isEmpty();
    assertThat(evidence.ignoredProcesses()).extracting("pid").containsExactly(7, 8);
    assertThat(evidence.ignoredProcesses())
        .extracting("why")
        .containsOnly("belongs to the pod of a workload, not to a static pod of this node");
  }

  @Test
  void k3sIsFoundUnderTheNameThatItGivesItself() throws IOException {
    node.process(7, "0", "0::/system.slice/k3s.service", "/usr/local/bin/k3s server", "", "");
    assertThat(node.evidence().problems())
        .extracting(Problem::component)
        .containsExactlyElementsOf(Component.NAMES);
  }

  @Test
  void k3sInAContainerIsAProblemAndInAPodIsNot() throws IOException {
    node.process(7, "0", "0::/docker/0123456789abcdef", "k3s", "agent");
    node.process(8, "0", "0::/kubepods/pod" + UUID + "/c", "k3s", "server");
    assertThat(node.evidence().problems())
        .extracting(Problem::component)
        .containsExactlyInAnyOrder("kubelet", "kube-proxy");
  }

  @Test
  void aRelativePathStartsAtTheWorkingDirectory() throws IOException {
    node.file("/etc/kubernetes/kubelet.json", "{\"readOnlyPort\": 0}")
        .process(7, "0", KUBELET, "kubelet", "--config=kubelet.json")
        .link("/proc/7/cwd", "/etc/kubernetes");
    assertThat(file(component(node.evidence(), "kubelet"), "kubelet.json"))
        .isInstanceOf(ReferencedFile.Document.class)
        .extracting(f -> ((ReferencedFile.Document) f).hostPath())
        .isEqualTo("/etc/kubernetes/kubelet.json");
  }

  @Test
  void aRelativePathWithoutAWorkingDirectoryIsUnreadable() throws IOException {
    node.process(7, "0", KUBELET, "kubelet", "--config=kubelet.json");
    assertThat(file(component(node.evidence(), "kubelet"), "kubelet.json"))
        .isInstanceOf(ReferencedFile.Unreadable.class);
    node.link("/proc/7/cwd", "/etc/kubernetes (deleted)");
    assertThat(file(component(node.evidence(), "kubelet"), "kubelet.json"))
        .isInstanceOf(ReferencedFile.Unreadable.class);
  }

  @Test
  void aStaticPodsRelativePathIsNotTheHosts() throws IOException {
    node.file("/etc/kubelet.json", "{}")
        .process(
            7,
            "0",
            "0::/kubepods/pod0123456789abcdef0123456789abcdef/c",
            "kube-scheduler",
            "--config=kubelet.json")
        .link("/proc/7/cwd", "/etc");
    assertThat(file(component(node.evidence(), "kube-scheduler"), "kubelet.json"))
        .isInstanceOf(ReferencedFile.Unreadable.class);
  }

  @Test
  void aConfigurationWrittenAfterTheStartIsNotInForce() throws IOException {
    kubelet();
    node.started(7, Instant.now().minusSeconds(3600));
    assertThat(file(component(node.evidence(), "kubelet"), "/etc/kubelet.json"))
        .asString()
        .contains("was changed after the process started");
    node.started(7, Instant.now().plusSeconds(60));
    assertThat(file(component(node.evidence(), "kubelet"), "/etc/kubelet.json"))
        .isInstanceOf(ReferencedFile.Document.class);
  }

  private void kubelet() throws IOException {
    node.file("/etc/kubelet.json", "{\"readOnlyPort\": 0}")
        .process(7, "0", KUBELET, "kubelet", "--config=/etc/kubelet.json");
  }

  @Test
  void kubeProxyIsReadThroughItsConfigMap() throws IOException {
    node.file(
            "/var/lib/kubelet/pods/" + UUID + "/volumes/kubernetes.io~configmap/x/config.conf",
            "enableProfiling: true\n")
        .process(
            7,
            "0",
            "0::/kubepods/pod" + UUID + "/c",
            "kube-proxy",
            "--config=/var/lib/kube-proxy/config.conf");
    assertThat(file(component(node.evidence(), "kube-proxy"), "/var/lib/kube-proxy/config.conf"))
        .isInstanceOf(ReferencedFile.Document.class);
    String volume = "/var/lib/kubelet/pods/" + UUID + "/volumes/kubernetes.io~configmap/x";
    assertThat(
            file(component(node.evidence(volume), "kube-proxy"), "/var/lib/kube-proxy/config.conf"))
        .isInstanceOf(ReferencedFile.Document.class);
    assertThat(
            file(component(node.evidence("/etc"), "kube-proxy"), "/var/lib/kube-proxy/config.conf"))
        .isInstanceOf(ReferencedFile.Unreadable.class)
        .asString()
        .contains("add its directory to the operator's PLUMBLINE_HOST_PATHS");
  }

  @Test
  void etcdsVariablesAreItsProcesses() throws IOException {
    node.process(7, "0", "0::/system.slice/etcd.service", "etcd")
        .file("/proc/7/environ", "A=b\0ETCD_AUTO_TLS=true\0");
    Component etcd = component(node.evidence(), "etcd");
    assertThat(etcd.surroundings()).isEqualTo(Visibility.OBSERVED);
    assertThat(etcd.environment())
        .singleElement()
        .satisfies(v -> assertThat(v.name() + "=" + v.value()).isEqualTo("ETCD_AUTO_TLS=true"));
  }

  @Test
  void bytesThatAreNoTextAreNotKnown() throws IOException {
    node.process(7, "0", KUBELET, "kubelet", "x");
    Files.write(
        node.at("/proc/7/cmdline"), new byte[] {'k', 'u', 'b', 'e', 'l', 'e', 't', 0, -1, 0});
    assertThat(component(node.evidence(), "kubelet").arguments())
        .extracting(Argument::resolution)
        .containsExactly(Argument.Resolution.UNRESOLVED);
  }

  @Test
  void withoutProcNothingIsKnownOfProcesses() {
    assertThat(node.evidence().scope().processes()).isEqualTo(Visibility.NOT_OBSERVED);
  }
}
