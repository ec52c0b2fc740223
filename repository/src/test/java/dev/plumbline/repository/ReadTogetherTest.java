package dev.plumbline.repository;

import static dev.plumbline.engine.finding.Status.Error;
import static dev.plumbline.engine.finding.Status.Fail;
import static dev.plumbline.engine.finding.Status.NotApplicable;
import static dev.plumbline.engine.finding.Status.Pass;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that their own tool reads as one. */
class ReadTogetherTest {

  @TempDir private Path temp;

  private Folder folder() {
    return new Folder(temp);
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
      List<FileOutcome> outcomes = Folder.read(given);
      Check.of(outcomes.stream().filter(FileOutcome.Evaluated.class::isInstance).toList().get(0))
          .has(Pass, "4.2.1", "1.2.15")
          .has(NotApplicable, "1.2.6", "1.2.7", "1.2.8", "1.2.17");
    }
  }

  @Test
  void thePlaceOfAnArgumentIsInItsOwnFile() throws IOException {
    Path main =
        folder().write("config.yaml", "profile: cis", "kubelet-arg:", "- read-only-port=10255");
    Path second =
        folder().write("config.yaml.d/b.yml", "# second", "kubelet-arg+: anonymous-auth=true");
    folder().write("config.yaml.d/a.yaml", "kubelet-arg+: [event-qps=0]");
    folder().write("config.yaml.d/README.txt", "kubelet-arg: []");
    Check check = Check.of(Folder.read(main).get(0)).has(Fail, "4.2.1", "4.2.4").at("4.2.1", 2, 15);
    check.in("4.2.1", second);
    assertThat(check.arguments("kubelet").get(0))
        .containsSubsequence("--read-only-port=10255", "--event-qps=0", "--anonymous-auth=true");
  }

  @Test
  void dropInsWithoutAMainFileAreReadAsOne() throws IOException {
    Path first = folder().write("config.yaml.d/1.yaml", "kubelet-arg: [anonymous-auth=true]");
    Path second = folder().write("config.yaml.d/2.yaml", "kubelet-arg: [read-only-port=0]");
    List<FileOutcome> outcomes = Folder.read(second, first);
    assertThat(outcomes)
        .contains(new FileOutcome.PartOf(second.toString(), first.toString()))
        .hasSize(2);
    Check.of(outcomes.get(1)).has(NotApplicable, "4.2.1").has(Pass, "4.2.4");
  }

  @Test
  void aDropInThatCannotBeReadLeavesEverythingUnknown() throws IOException {
    Path main = folder().write("config.yaml", "kubelet-arg: [anonymous-auth=false]");
    Path dropIn = folder().write("config.yaml.d/1.yaml", "kubelet-arg: [");
    List<FileOutcome> outcomes = Folder.read(main, dropIn);
    Check.of(outcomes.get(0)).has(Error, "4.2.1").says("4.2.1", dropIn.toString());
    assertThat(outcomes.get(1)).isInstanceOf(FileOutcome.Unreadable.class);
  }

  @Test
  void instanceGroupsOfOtherFilesBelongToTheirCluster() throws IOException {
    Path cluster =
        folder()
            .write(
                "prod/cluster.yaml",
                "apiVersion: kops.k8s.io/v1alpha2",
                "kind: Cluster",
                "metadata: {name: a.example.com}",
                "spec:",
                "  kubernetesVersion: 1.34.0",
                "  kubelet: {anonymousAuth: false, readOnlyPort: 0}");
    Path other =
        folder()
            .write(
                "test/cluster.yaml",
                "apiVersion: kops.k8s.io/v1alpha2",
                "kind: Cluster",
                "metadata: {name: a.example.com}",
                "spec: {kubelet: {anonymousAuth: true}}");
    Path group =
        folder()
            .write(
                "prod/groups/nodes.yaml",
                "apiVersion: kops.k8s.io/v1alpha2",
                "kind: InstanceGroup",
                "metadata: {name: nodes, labels: {kops.k8s.io/cluster: a.example.com}}",
                "spec:",
                "  role: Node",
                "  kubelet: {readOnlyPort: 10255}");
    List<FileOutcome> outcomes = Folder.read(cluster, other, group);
    Check.of(outcomes.get(0)).has(Pass, "4.2.1").has(Fail, "4.2.4").in("4.2.4", group);
    Check.of(outcomes.get(1)).has(Fail, "4.2.1");
    assertThat(outcomes.get(2))
        .isEqualTo(new FileOutcome.PartOf(group.toString(), cluster.toString()));
  }

  @Test
  void aPartWithoutAWordThatCannotBeReadIsNamed() throws IOException {
    Path main = folder().write("config.yaml", "kubelet-arg: [anonymous-auth=false]");
    Path dropIn = folder().write("config.yaml.d/1.yaml", "token: [");
    for (Path[] given : List.of(new Path[] {main}, new Path[] {dropIn, main})) {
      List<FileOutcome> outcomes = Folder.read(given);
      assertThat(outcomes).anyMatch(FileOutcome.Unreadable.class::isInstance);
      Check.of(
              outcomes.stream()
                  .filter(FileOutcome.Evaluated.class::isInstance)
                  .findFirst()
                  .orElseThrow())
          .has(Error, "4.2.1");
    }
  }

  /** The directory of another tool's file. */
  @Test
  void aDirectoryBesideAFileOfAnotherKindIsNoPart() throws IOException {
    Path main = folder().write("falco.yaml", "rules: []");
    folder().write("falco.yaml.d/1.yaml", "rules: [");
    assertThat(Folder.read(main)).singleElement().isInstanceOf(FileOutcome.Unrelated.class);
  }

  @Test
  void aDirectoryOfTooManyPartsIsNamed() throws IOException {
    Path main = folder().write("config.yaml", "kubelet-arg: [anonymous-auth=false]");
    for (int i = 0; i <= PathsBelow.MAX_FILES; i++) {
      folder().write("config.yaml.d/" + i + ".yaml", "token: a");
    }
    List<FileOutcome> outcomes = Folder.read(main);
    Check.of(outcomes.get(0)).has(Error, "4.2.1").says("4.2.1", "config.yaml.d", "200 files");
    assertThat(outcomes.get(1))
        .isInstanceOfSatisfying(
            FileOutcome.Unreadable.class,
            file -> assertThat(file.cause()).isEqualTo(FileOutcome.Cause.TOO_LARGE));
  }

  @Test
  void aDirectoryAmongTheDropInsIsSkipped() throws IOException {
    Path main = folder().write("config.yaml", "kubelet-arg: [anonymous-auth=false]");
    folder().write("config.yaml.d/old.yaml/1.yaml", "kubelet-arg: [");
    assertThat(Folder.read(main)).hasSize(1);
    Check.of(Folder.read(main).get(0)).has(Pass, "4.2.1");
  }

  @Test
  void filesThatArePartsOfEachOtherAreReadOnce() throws IOException {
    String[] names = {"a.example.com", "b.example.com"};
    Path[] files = new Path[2];
    for (int i = 0; i < 2; i++) {
      files[i] =
          folder()
              .write(
                  names[i] + "/cluster.yaml",
                  "apiVersion: kops.k8s.io/v1alpha2",
                  "kind: Cluster",
                  "metadata: {name: " + names[i] + "}",
                  "spec: {kubelet: {anonymousAuth: false}}",
                  "---",
                  "apiVersion: kops.k8s.io/v1alpha2",
                  "kind: InstanceGroup",
                  "metadata: {labels: {kops.k8s.io/cluster: " + names[1 - i] + "}}",
                  "spec: {role: Node, kubelet: {readOnlyPort: 10255}}");
    }
    List<FileOutcome> outcomes = Folder.read(files);
    Check check = Check.of(outcomes.get(0)).has(Pass, "4.2.1").has(Fail, "4.2.4");
    assertThat(check.arguments("kubelet")).hasSize(2);
    assertThat(outcomes.get(1)).isInstanceOf(FileOutcome.PartOf.class);
  }

  @Test
  void aPartThatIsNamedLikeAPatchIsReadAllTheSame() throws IOException {
    Path cluster =
        folder()
            .write(
                "cluster.yaml",
                "apiVersion: kops.k8s.io/v1alpha2",
                "kind: Cluster",
                "metadata: {name: a.example.com}");
    Path group =
        folder()
            .write(
                "etcd-nodes.yaml",
                "apiVersion: kops.k8s.io/v1alpha2",
                "kind: InstanceGroup",
                "metadata: {labels: {kops.k8s.io/cluster: a.example.com}}",
                "spec: {role: Node, kubelet: {readOnlyPort: 10255}}");
    Check.of(Folder.read(cluster, group).get(0)).has(Fail, "4.2.4").in("4.2.4", group);
  }
}
