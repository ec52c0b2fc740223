package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configuration files of kubelets and of installers, over the evidence of two nodes. */
class PlanFilesTest {

  private static final String PROFILING = "apiserver-profiling-off";
  private static final String ANONYMOUS = "kubelet-anonymous-auth-off";

  private static final String CONTROL_PLANE = "cp-1";

  private static final String WORKER = "worker-1";

  @TempDir private Path temp;
  private String bundle = "";

  @BeforeEach
  void nodesOfKubeadm() throws IOException {
    Path node = Run.project().resolve("engine/src/test/resources/cases/kubeadm-stock-kubelet/kwcp");
    Path worker = temp.resolve("worker");
    copy(node, worker);
    Files.delete(worker.resolve("etc/kubernetes/manifests/kube-apiserver.yaml"));
    bundle =
        EvidenceFile.of(temp, "v1.34.1", Map.of(CONTROL_PLANE, node, WORKER, worker), "cis-1.12")
            .toString();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Path copied = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(copied);
        } else {
          Files.copy(path, copied);
        }
      }
    }
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(temp.resolve(name), content).toString();
  }

  private Run plan(String... more) {
    List<String> arguments = new ArrayList<>(List.of("plan", "--evidence", bundle));
    arguments.addAll(List.of(more));
    return Run.of(arguments.toArray(new String[0]));
  }

  private JsonNode json(String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.addAll(List.of("-o", "json"));
    Run run = plan(arguments.toArray(new String[0]));
    assertThat(run.out()).as(run.err()).startsWith("{");
    return new ObjectMapper().readTree(run.out());
  }

  private static List<JsonNode> changes(JsonNode plan, String control) {
    return StreamSupport.stream(plan.at("/changes").spliterator(), false)
        .filter(change -> change.at("/control").asText().equals(control))
        .toList();
  }

  private static void assertChange(JsonNode plan, String control, String after, String... nodes) {
    assertThat(changes(plan, control))
        .as(plan.toPrettyString())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.at("/after").asText()).isEqualTo(after);
              assertThat(change.at("/nodes")).extracting(JsonNode::asText).containsExactly(nodes);
            });
  }

  private static final String OPEN =
      """
      apiVersion: kubelet.config.k8s.io/v1beta1
      kind: KubeletConfiguration
      authentication: {anonymous: {enabled: true}}
      """;

  @Test
  void aKubeletConfigurationIsLaidOverTheFileOfEveryKubelet() throws IOException {
    JsonNode plan = json(file("kubelet.yaml", OPEN), "--section", "4.2");

    assertChange(plan, ANONYMOUS, "Fail", CONTROL_PLANE, WORKER);
    assertThat(plan.at("/files/0/as").asText()).isEqualTo("CONFIGURATION_FILE");
    // It is the whole file: what the node's file has beside it is gone.
    assertThat(changes(plan, "kubelet-client-ca")).isNotEmpty();
    assertThat(plan.at("/notLaid")).isEmpty();
  }

  @Test
  void theSameKubeletConfigurationChangesNothing() throws IOException {
    String same =
        Files.readString(
            Run.project()
                .resolve("engine/src/test/resources/cases/kubeadm-stock-kubelet/kwcp")
                .resolve("var/lib/kubelet/config.yaml"));
    Run run = plan(file("kubelet.yaml", same), "--section", "4.2");

    assertThat(run.out())
        .contains("over kubelet on 2 nodes (cp-1, worker-1), in the place of the configuration")
        .contains("No control changes its status.");
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
  }

  @Test
  void nodesAreNamed() throws IOException {
    String file = file("kubelet.yaml", OPEN);

    assertChange(json(file, "--nodes", "work*", "--section", "4.2"), ANONYMOUS, "Fail", WORKER);
    Run none = plan(file, "--nodes", "other", "--section", "4.2");
    assertThat(none.out())
        .contains("no node of the bundle that --nodes names has a kubelet that reads such a");
    assertThat(none.exit()).isEqualTo(2);
    assertThat(plan("--kubernetes-version", "1.34", "--nodes", "x").err())
        .contains("--nodes: Give FILE");
  }

  @Test
  void extraArgumentsOfKubeadmTakeThePlaceOfTheSameFlags() throws IOException {
    JsonNode plan =
        json(
            file(
                "kubeadm.yaml",
                """
                apiVersion: kubeadm.k8s.io/v1beta4
                kind: ClusterConfiguration
                apiServer:
                  extraArgs:
                  - {name: profiling, value: "false"}
                  - {name: authorization-mode, value: AlwaysAllow}
                """),
            "--section",
            "1.2");

    assertChange(plan, PROFILING, "Pass", CONTROL_PLANE);
    assertChange(plan, "apiserver-authorization-mode-not-always-allow", "Fail", CONTROL_PLANE);
    assertThat(changes(plan, "apiserver-client-ca")).as("the others stay").isEmpty();
    assertThat(plan.at("/files/0/as").asText()).isEqualTo("ARGUMENTS");
    assertThat(plan.at("/notLaid")).isEmpty();
  }

  /** kubeadm fills in the fields that it sets by itself, which the node's file shows. */
  @Test
  void fieldsWithinAnInstallersFileLeaveOthersAsTheyAre() throws IOException {
    JsonNode plan =
        json(
            file(
                "kubeadm.yaml",
                """
                apiVersion: kubeadm.k8s.io/v1beta4
                kind: ClusterConfiguration
                apiServer:
                  extraArgs:
                  - {name: profiling, value: "false"}
                ---
                """
                    + OPEN),
            "--section",
            "1.2",
            "--section",
            "4.2");

    assertChange(plan, PROFILING, "Pass", CONTROL_PLANE);
    assertChange(plan, ANONYMOUS, "Fail", CONTROL_PLANE, WORKER);
    assertThat(changes(plan, "kubelet-client-ca")).isEmpty();
  }

  @Test
  void rke2AndKindAndKopsAndTalosAreLaidOverTheirComponents() throws IOException {
    assertChange(
        json(
            file(
                "config.yaml",
                "kube-apiserver-arg: [profiling=false]\nkubelet-arg: [anonymous-auth=true]\n"),
            "--control",
            PROFILING,
            "--control",
            ANONYMOUS),
        ANONYMOUS,
        "Fail",
        CONTROL_PLANE,
        WORKER);
    assertChange(
        json(
            file(
                "kind.yaml",
                """
                kind: Cluster
                apiVersion: kind.x-k8s.io/v1alpha4
                kubeadmConfigPatches:
                - |
                  kind: ClusterConfiguration
                  apiServer:
                    extraArgs: {profiling: "false"}
                """),
            "--control",
            PROFILING),
        PROFILING,
        "Pass",
        CONTROL_PLANE);
    assertChange(
        json(
            file(
                "kops.yaml",
                """
                apiVersion: kops.k8s.io/v1alpha2
                kind: Cluster
                metadata: {name: a.example.com}
                spec:
                  kubernetesVersion: 1.34.1
                  kubeAPIServer: {enableProfiling: false}
                """),
            "--control",
            PROFILING),
        PROFILING,
        "Pass",
        CONTROL_PLANE);
    assertChange(
        json(
            file(
                "controlplane.yaml",
                """
                version: v1alpha1
                machine: {type: controlplane}
                cluster:
                  apiServer:
                    extraArgs: {profiling: "false"}
                """),
            "--control",
            PROFILING),
        PROFILING,
        "Pass",
        CONTROL_PLANE);
  }

  @Test
  void twoPoolsAreTakenForTheControlPlaneAndTheOthers() throws IOException {
    String controlPlane =
        file(
            "controlplane.yaml",
            """
            version: v1alpha1
            machine:
              type: controlplane
              kubelet: {extraArgs: {anonymous-auth: "false"}}
            cluster:
              apiServer: {extraArgs: {profiling: "false"}}
            """);
    String worker =
        file(
            "worker.yaml",
            """
            version: v1alpha1
            machine:
              type: worker
              kubelet: {extraArgs: {anonymous-auth: "true"}}
            """);

    assertChange(json(controlPlane, worker, "--control", ANONYMOUS), ANONYMOUS, "Fail", WORKER);
  }

  @Test
  void filesBetweenWhichNothingDecidesAreNotLaid() throws IOException {
    Run run =
        plan(file("a.yaml", OPEN), file("b.yaml", OPEN.replace("true", "false")), "--section", "4");

    assertThat(run.out())
        .contains("each configure kubelet, and which nodes each is for is not known")
        .contains("--nodes");
    assertThat(run.exit()).isEqualTo(2);
  }

  /** What only the installer will know is no Pass. */
  @Test
  void aValueOfATemplateIsUnknown() throws IOException {
    JsonNode plan =
        json(
            file(
                "kubeadm.yaml",
                """
                apiVersion: kubeadm.k8s.io/v1beta4
                kind: ClusterConfiguration
                apiServer:
                  extraArgs:
                  - {name: authorization-mode, value: "${MODES}"}
                """),
            "--section",
            "1.2");

    assertChange(plan, "apiserver-authorization-mode-not-always-allow", "Error", CONTROL_PLANE);
  }

  @Test
  void aFieldThatIsNotReadLeavesTheComponentUndetermined() throws IOException {
    Run run =
        plan(
            file(
                "kubeadm.yaml",
                """
                apiVersion: kubeadm.k8s.io/v1beta4
                kind: ClusterConfiguration
                apiServer:
                  surprise: true
                  extraArgs:
                  - {name: profiling, value: "false"}
                """),
            "--section",
            "1.2");

    assertThat(run.out()).contains("NOT TAKEN INTO ACCOUNT", "surprise, which is not read");
    assertThat(run.out()).doesNotContain("-> Pass");
    assertThat(run.exit()).isEqualTo(2);
  }
}
