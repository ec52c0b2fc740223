package dev.plumbline.repository;

import static dev.plumbline.engine.finding.Status.Error;
import static dev.plumbline.engine.finding.Status.Fail;
import static dev.plumbline.engine.finding.Status.NotApplicable;
import static dev.plumbline.engine.finding.Status.Pass;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.repository.RepositoryReader.Selected;
import dev.plumbline.repository.RepositoryReader.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that their own tool reads as one. */
class ReadTogetherTest {

  @TempDir private Path temp;

  private Path write(String path, String... lines) throws IOException {
    Path file = temp.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, String.join("\n", lines) + "\n");
  }

  private static List<FileOutcome> read(Path... files) {
    return new RepositoryReader(Duration.ofSeconds(20))
        .readFiles(
            Arrays.stream(files)
                .map(file -> new Source(file.toString(), file, Selected.DISCOVERED))
                .toList());
  }

  private static Path resource(String path) {
    return Path.of("src/test/resources/cases").resolve(path);
  }

  @Test
  void dropInsOfRke2ReplaceAndAppend() throws IOException {
    for (Path given :
        List.of(
            resource("config-yaml-d/config.yaml"),
            resource("config-yaml-d/config.yaml.d/10-prod.yaml"))) {
      List<FileOutcome> outcomes = read(given);
      Check.of(outcomes.stream().filter(FileOutcome.Evaluated.class::isInstance).toList().get(0))
          .has(Pass, "4.2.1", "1.2.15")
          .has(NotApplicable, "1.2.6", "1.2.7", "1.2.8", "1.2.17");
    }
  }

  @Test
  void thePlaceOfAnArgumentIsInItsOwnFile() throws IOException {
    Path main = write("config.yaml", "profile: cis", "kubelet-arg:", "- read-only-port=10255");
    Path second = write("config.yaml.d/b.yml", "# second", "kubelet-arg+: anonymous-auth=true");
    write("config.yaml.d/a.yaml", "kubelet-arg+: [event-qps=0]");
    write("config.yaml.d/README.txt", "kubelet-arg: []");
    Check check = Check.of(read(main).get(0)).has(Fail, "4.2.1", "4.2.4").at("4.2.1", 2, 15);
    check.in("4.2.1", second);
    assertThat(check.arguments("kubelet").get(0))
        .containsSubsequence("--read-only-port=10255", "--event-qps=0", "--anonymous-auth=true");
  }

  @Test
  void dropInsWithoutAMainFileAreReadAsOne() throws IOException {
    Path first = write("config.yaml.d/1.yaml", "kubelet-arg: [anonymous-auth=true]");
    Path second = write("config.yaml.d/2.yaml", "kubelet-arg: [read-only-port=0]");
    List<FileOutcome> outcomes = read(second, first);
    assertThat(outcomes)
        .contains(new FileOutcome.PartOf(second.toString(), first.toString()))
        .hasSize(2);
    Check.of(outcomes.get(1)).has(NotApplicable, "4.2.1").has(Pass, "4.2.4");
  }

  @Test
  void aDropInThatCannotBeReadLeavesEverythingUnknown() throws IOException {
    Path main = write("config.yaml", "kubelet-arg: [anonymous-auth=false]");
    Path dropIn = write("config.yaml.d/1.yaml", "kubelet-arg: [");
    List<FileOutcome> outcomes = read(main, dropIn);
    Check.of(outcomes.get(0)).has(Error, "4.2.1").says("4.2.1", dropIn.toString());
    assertThat(outcomes.get(1)).isInstanceOf(FileOutcome.Unreadable.class);
  }

  @Test
  void instanceGroupsOfOtherFilesBelongToTheirCluster() throws IOException {
    Path cluster =
        write(
            "prod/cluster.yaml",
            "apiVersion: kops.k8s.io/v1alpha2",
            "kind: Cluster",
            "metadata: {name: a.example.com}",
            "spec:",
            "  kubernetesVersion: 1.34.0",
            "  kubelet: {anonymousAuth: false, readOnlyPort: 0}");
    Path other =
        write(
            "test/cluster.yaml",
            "apiVersion: kops.k8s.io/v1alpha2",
            "kind: Cluster",
            "metadata: {name: a.example.com}",
            "spec: {kubelet: {anonymousAuth: true}}");
    Path group =
        write(
            "prod/groups/nodes.yaml",
            "apiVersion: kops.k8s.io/v1alpha2",
            "kind: InstanceGroup",
            "metadata: {name: nodes, labels: {kops.k8s.io/cluster: a.example.com}}",
            "spec:",
            "  role: Node",
            "  kubelet: {readOnlyPort: 10255}");
    List<FileOutcome> outcomes = read(cluster, other, group);
    Check.of(outcomes.get(0)).has(Pass, "4.2.1").has(Fail, "4.2.4").in("4.2.4", group);
    Check.of(outcomes.get(1)).has(Fail, "4.2.1");
    assertThat(outcomes.get(2))
        .isEqualTo(new FileOutcome.PartOf(group.toString(), cluster.toString()));
  }

  private Path kubeadm() throws IOException {
    return write(
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
    write(
        "patches/kube-apiserver1+json.yaml",
        "- {op: add, path: /spec/containers/0/command/-, value: --anonymous-auth=true}",
        "- {op: add, path: /spec/priority, value: 1}");
    write(
        "patches/kubeletconfiguration0+strategic.yaml",
        "apiVersion: kubelet.config.k8s.io/v1beta1",
        "kind: KubeletConfiguration",
        "readOnlyPort: 10255");
    Check check =
        Check.of(read(main).get(0)).has(Pass, "1.2.15").has(Fail, "4.2.4").at("4.2.4", 3, 15);
    assertThat(check.problems()).isEmpty();
    assertThat(check.arguments("kube-apiserver").get(0))
        .containsExactly("--profiling=false", "--anonymous-auth=true");
  }

  @Test
  void aPatchThatReplacesTheCommandLeavesNothingOfIt() throws IOException {
    Path main = kubeadm();
    write(
        "patches/kube-apiserver.yaml",
        "spec:",
        "  containers:",
        "  - name: kube-apiserver",
        "    command: [kube-apiserver, --authorization-mode=AlwaysAllow]");
    Check.of(read(main).get(0)).has(Fail, "1.2.6", "1.2.15").at("1.2.6", 4, 31);
  }

  @Test
  void aPatchOfAnItemByItsNumberIsNotFollowed() throws IOException {
    Path main = kubeadm();
    write(
        "patches/kube-apiserver+json.json",
        "[{\"op\": \"remove\", \"path\": \"/spec/containers/0/command/3\"}]");
    Check.of(read(main).get(0)).has(Error, "1.2.15").says("1.2.15", "command/3", "only kubeadm");
  }

  @Test
  void aPatchThatNothingNamesIsNotSupported() throws IOException {
    Path patch =
        write(
            "kube-apiserver0+merge.yaml",
            "apiVersion: v1",
            "kind: Pod",
            "spec: {containers: [{name: kube-apiserver, command: [kube-apiserver]}]}");
    assertThat(read(patch).get(0)).isInstanceOf(FileOutcome.NotSupported.class);
  }
}
