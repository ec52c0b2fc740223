package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code check} says of the folders of public cases, and how it ends. */
class CasesCheckTest {

  @TempDir private Path temp;

  private static String folder(String name) {
    return Run.project().resolve("repository/src/test/resources/cases").resolve(name).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "kind-patch-without-apiversion, 1, ",
    "comment-only-files, 0, ",
    "config-yaml-d, 0, ",
    "rke2-profile-only, 0, ",
    "kops-instance-group, 1, ",
    "merge-key, 1, ",
    "kcp-files, 1, ",
    "sops, 2, kubeadm.yaml is encrypted with SOPS",
    "sops, 2, talos.yaml is encrypted with SOPS",
    "sops, 2, config.yaml line 3 has an argument encrypted with SOPS",
    "templated-talos-and-k3s-in-folder, 2, k3s.yaml line 3 looks like a template ({% ... %})",
    "templated-talos-and-k3s-in-folder, 2, talos.yaml line 7 looks like a template ({% ... %})",
    "go-template-message, 2, kube-apiserver.yaml line 9 looks like a template ({{ ... }})",
  })
  void folders(String name, int exit, String sentence) {
    Run run = Run.of("check", folder(name));
    assertThat(run.exit()).as(run.err()).isEqualTo(exit);
    assertThat(run.err()).contains(sentence == null ? "" : sentence).doesNotContain("ENC[");
  }

  @Test
  void commentsAreSilent() {
    Run run = Run.of("check", folder("comment-only-files"), "--kubernetes-version", "v1.34.1");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void oneCauseOfAFileIsToldOnce() {
    List<String> lines = Run.of("check", folder("sops")).err().lines().toList();
    assertThat(lines).doesNotHaveDuplicates();
    assertThat(lines.stream().filter(line -> line.contains("config.yaml line 3"))).hasSize(1);
  }

  /** A folder of many files is read file by file: the groups among them are found by an index. */
  @Test
  void thousandsOfFilesAreEachGivenToTheirCluster() throws IOException {
    int clusters = 30;
    int groups = 100;
    for (int i = 0; i < clusters; i++) {
      String name = "c" + i;
      Path directory = Files.createDirectories(temp.resolve(name));
      Files.writeString(
          directory.resolve("cluster.yaml"),
          "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: {name: "
              + name
              + "}\nspec: {kubernetesVersion: 1.34.1, kubelet: {anonymousAuth: false}}\n");
      for (int j = 0; j < groups; j++) {
        Files.writeString(
            directory.resolve("g" + j + ".yaml"),
            "apiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\nmetadata: {labels: "
                + "{kops.k8s.io/cluster: "
                + name
                + "}}\nspec: {role: Node, kubelet: {readOnlyPort: 0}}\n");
      }
    }
    Run run = Run.of("check", temp.toString(), "--control", "4.2.4", "-o", "json");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(IntStream.range(0, clusters).mapToObj(i -> temp + "/c" + i + "/cluster.yaml"))
        .allMatch(run.out()::contains);
  }
}
