package dev.plumbline.repository;

import static dev.plumbline.engine.finding.Status.Error;
import static dev.plumbline.engine.finding.Status.Fail;
import static dev.plumbline.engine.finding.Status.Pass;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kubeadm's patches in directories that its configuration names. */
class KubeadmPatchesTest {

  @TempDir private Path temp;

  private Folder folder() {
    return new Folder(temp);
  }

  private Path kubeadm() throws IOException {
    return folder()
        .write(
            "kubeadm.yaml",
            "apiVersion: kubeadm.k8s.io/v1beta4",
            "kind: ClusterConfiguration",
            "kubernetesVersion: v1.34.1",
            "apiServer:",
            "  extraArgs: [{name: profiling, value: 'false'}]",
            "---",
            "apiVersion: kubeadm.k8s.io/v1beta4",
            "kind: InitConfiguration",
            "patches: {directory: ./patches}");
  }

  @Test
  void patchesOfKubeadmAreAppliedByTheirNames() throws IOException {
    Path main = kubeadm();
    folder()
        .write(
            "patches/kube-apiserver1+json.yaml",
            "- {op: add, path: /spec/containers/0/command/-, value: --anonymous-auth=true}",
            "- {op: add, path: /spec/priority, value: 1}");
    folder()
        .write(
            "patches/kubeletconfiguration0+strategic.yaml",
            "apiVersion: kubelet.config.k8s.io/v1beta1",
            "kind: KubeletConfiguration",
            "readOnlyPort: 10255");
    Check check =
        Check.of(Folder.read(main).get(0))
            .has(Pass, "1.2.15")
            .has(Fail, "4.2.4")
            .at("4.2.4", 3, 15);
    assertThat(check.problems()).isEmpty();
    assertThat(check.arguments("kube-apiserver").get(0))
        .containsExactly("--profiling=false", "--anonymous-auth=true");
  }

  @Test
  void aPatchThatReplacesTheCommandLeavesNothingOfIt() throws IOException {
    Path main = kubeadm();
    folder()
        .write(
            "patches/kube-apiserver.yaml",
            "spec:",
            "  containers:",
            "  - name: kube-apiserver",
            "    command: [kube-apiserver, --authorization-mode=AlwaysAllow]");
    Check.of(Folder.read(main).get(0)).has(Fail, "1.2.6", "1.2.15").at("1.2.6", 4, 31);
  }

  @Test
  void aPatchOfAnItemByItsNumberIsNotFollowed() throws IOException {
    Path main = kubeadm();
    folder()
        .write(
            "patches/kube-apiserver+json.json",
            "[{\"op\": \"remove\", \"path\": \"/spec/containers/0/command/3\"}]");
    Check.of(Folder.read(main).get(0))
        .has(Error, "1.2.15")
        .says("1.2.15", "command/3", "only kubeadm");
  }

  @Test
  void aPatchThatNothingNamesIsNotSupported() throws IOException {
    Path patch =
        folder()
            .write(
                "kube-apiserver0+merge.yaml",
                "apiVersion: v1",
                "kind: Pod",
                "spec: {containers: [{name: kube-apiserver, command: [kube-apiserver]}]}");
    assertThat(Folder.read(patch).get(0)).isInstanceOf(FileOutcome.NotSupported.class);
  }

  @Test
  void aPatchThatCannotBeReadLeavesEverythingUnknown() throws IOException {
    Path main = kubeadm();
    Path patch = folder().write("patches/kube-apiserver9+json.yaml", "- {op: add");
    List<FileOutcome> outcomes = Folder.read(main);
    Check.of(outcomes.get(0)).has(Error, "1.2.15").says("1.2.15", patch.toString());
    assertThat(outcomes.get(1)).isInstanceOf(FileOutcome.Unreadable.class);
  }

  @Test
  void nodesWithPatchesOfTheirOwnAreApart() throws IOException {
    Path main =
        folder()
            .write(
                "kubeadm.yaml",
                "apiVersion: kubeadm.k8s.io/v1beta4",
                "kind: ClusterConfiguration",
                "---",
                "apiVersion: kubeadm.k8s.io/v1beta4",
                "kind: InitConfiguration",
                "patches: {directory: a}",
                "---",
                "apiVersion: kubeadm.k8s.io/v1beta4",
                "kind: JoinConfiguration",
                "patches: {directory: b}");
    String add = "- {op: add, path: /spec/containers/0/command/-, value: --profiling=";
    folder().write("a/kube-apiserver0+json.yaml", add + "false}");
    folder().write("b/kube-apiserver0+json.yaml", add + "true}");
    folder().write("b/kubeletconfiguration.yaml", "readOnlyPort: 10255");
    Check check = Check.of(Folder.read(main).get(0)).has(Fail, "1.2.15", "4.2.4");
    assertThat(check.arguments("kube-apiserver"))
        .containsExactly(List.of("--profiling=false"), List.of("--profiling=true"));
  }

  /** Paths that are given relatively, and those that a configuration names, are the same files. */
  @Test
  void aFileIsReadOnceByWhateverPath() throws IOException {
    kubeadm();
    folder()
        .write(
            "patches/kube-apiserver1+json.yaml",
            "- {op: add, path: /spec/containers/0/command/-, value: --anonymous-auth=true}");
    Files.createDirectory(temp.resolve("x"));
    Path given = temp.resolve("x/../kubeadm.yaml");
    Path patch = temp.resolve("x/../patches/kube-apiserver1+json.yaml");
    List<FileOutcome> outcomes = Folder.read(given, patch);
    assertThat(outcomes).hasSize(2);
    assertThat(Check.of(outcomes.get(0)).arguments("kube-apiserver").get(0))
        .containsExactly("--profiling=false", "--anonymous-auth=true");
  }

  @Test
  void aJsonPatchThatIsNoListIsRefused() throws IOException {
    Path main = kubeadm();
    folder().write("patches/kube-apiserver+json.yaml", "op: add");
    assertThat(Check.of(Folder.read(main).get(0)).problems())
        .anyMatch(problem -> problem.contains("not a list of operations"));
  }

  @Test
  void aDocumentThatIsRefusedLeavesThePatchesToTheNext() throws IOException {
    Path main =
        folder()
            .write(
                "kubeadm.yaml",
                "apiVersion: controlplane.cluster.x-k8s.io/v1beta1",
                "kind: KubeadmControlPlane",
                "spec: {kubeadmConfigSpec: {clusterConfiguration: {apiServer: {extraArgs: {a_b: c}}}}}",
                "---",
                "apiVersion: kubeadm.k8s.io/v1beta4",
                "kind: ClusterConfiguration",
                "---",
                "apiVersion: kubeadm.k8s.io/v1beta4",
                "kind: InitConfiguration",
                "patches: {directory: patches}");
    folder()
        .write(
            "patches/kube-apiserver+json.yaml",
            "- {op: add, path: /spec/containers/0/command/-, value: --profiling=true}");
    assertThat(Check.of(Folder.read(main).get(0)).arguments("kube-apiserver"))
        .contains(List.of("--profiling=true"));
  }

  /** It has the name of a patch, and is read by what it holds. */
  @Test
  void aKubeletsConfigurationMayHaveTheNameOfAPatch() throws IOException {
    Path file =
        folder()
            .write(
                "kubeletconfiguration.yaml",
                "apiVersion: kubelet.config.k8s.io/v1beta1",
                "kind: KubeletConfiguration",
                "readOnlyPort: 10255");
    Check.of(Folder.read(file).get(0)).has(Fail, "4.2.4");
    folder().write("kubeletconfiguration.yaml", "readOnlyPort: 10255");
    Check.of(Folder.read(file).get(0))
        .has(Error, "4.2.4")
        .says("4.2.4", "patch for kubeadm", "patches.directory", "check that configuration too");
  }
}
