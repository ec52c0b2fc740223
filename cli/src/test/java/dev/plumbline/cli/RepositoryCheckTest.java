package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code check} on what repositories hold; the files are those of examples/repository. */
class RepositoryCheckTest {

  @TempDir private Path temp;

  private static String example(String path) {
    return Run.project().resolve("examples/repository").resolve(path).toString();
  }

  private static JsonNode control(String number, String... files) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("check", "-o", "json", "--control", number));
    arguments.addAll(List.of(files));
    Run run = Run.of(arguments.toArray(new String[0]));
    return new ObjectMapper().readTree(run.out()).at("/status/controls/0");
  }

  @ParameterizedTest
  @CsvSource({
    "kubeadm/cluster.yaml, 1.2.6, Fail, 8, 14",
    "kubeadm/cluster.yaml, 1.2.15, Pass, 10, 14",
    "kubeadm/cluster.yaml, 1.3.2, Fail, 16, 14",
    "kubeadm/cluster.yaml, 4.2.1, Fail, 22, 14",
    "kubeadm/cluster-v1beta3.yaml, 1.2.6, Pass, 6, 25",
    "cluster-api/control-plane.yaml, 1.2.6, Fail, 16, 31",
    "cluster-api/control-plane.yaml, 2.2, Pass, 20, 31",
    "cluster-api/control-plane.yaml, 4.2.4, Fail, 24, 27",
    "rke2/config.yaml, 1.2.6, Fail, 5, 5",
    "rke2/config.yaml, 4.2.1, Fail, 8, 5",
    "rke2/config.yaml, 1.2.10, Pass, 6, 5",
    "k3s/config.yaml, 1.2.15, Fail, 5, 21",
    "kops/cluster.yaml, 1.2.6, Fail, 8, 5",
    "kops/cluster.yaml, 1.2.10, Fail, 13, 7",
    "talos/controlplane.yaml, 1.2.6, Fail, 12, 27",
    "talos/controlplane.yaml, 1.2.15, Pass, 13, 18",
    "talos/controlplane.yaml, 4.2.4, Fail, 7, 21",
    "kind/kind.yaml, 1.2.6, Fail, 11, 33",
    "kind/kind.yaml, 4.2.1, Pass, 19, 18",
    "static-pods/kube-apiserver.yaml, 1.2.6, Fail, 21, 7",
  })
  void eachFormatIsEvaluatedAtItsLineAndColumn(
      String file, String number, String status, int line, int column) throws IOException {
    JsonNode found = control(number, example(file));
    assertThat(found.at("/status").asText()).isEqualTo(status);
    JsonNode place = found.at("/findings/0/evidence/0");
    assertThat(example(file)).endsWith(place.at("/file").asText());
    assertThat(place.at("/line").asInt()).isEqualTo(line);
    assertThat(place.at("/column").asInt(1)).isEqualTo(column);
  }

  @Test
  void whatCannotBeReadIsNotCountedAsEvaluated() throws IOException {
    Path good = Files.writeString(temp.resolve("a.yaml"), "kubelet-arg: [anonymous-auth=true]\n");
    Path bad = Files.writeString(temp.resolve("b.yaml"), "kubelet-arg: [{{ .Values.x }}\n");
    Run run = Run.of("check", good.toString(), bad.toString(), "--kubernetes-version", "v1.34.1");
    assertThat(run.out())
        .containsPattern("Evaluated +1 of 2 files: .*a\\.yaml\n")
        .contains("b.yaml");
    Run json = Run.of("check", good.toString(), bad.toString(), "-o", "json");
    JsonNode status = new ObjectMapper().readTree(json.out()).at("/status");
    assertThat(status.at("/nodes/evaluated").asInt()).isEqualTo(1);
    assertThat(status.at("/nodes/selected").asInt()).isEqualTo(2);
    assertThat(status.findValuesAsText("message"))
        .contains("1 of 2 files were evaluated. The others could not be read.");
    assertThat(Run.of("check", good.toString(), "-o", "json").out())
        .contains("1 of 1 file was evaluated.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kubeadm/cluster.yaml | 1.2.6 | +      value: Node,RBAC",
        "kubeadm/cluster.yaml | 1.3.2 | +      value: \"false\"",
        "kubeadm/cluster.yaml | 4.2.1 | +    enabled: false",
        "cluster-api/control-plane.yaml | 1.2.6 | +          authorization-mode: Node,RBAC",
        "cluster-api/control-plane.yaml | 4.2.4 | +          read-only-port: \"0\"",
        "rke2/config.yaml | 1.2.6 | +  - \"authorization-mode=Node,RBAC\"",
        "rke2/config.yaml | 4.2.1 | +  - \"anonymous-auth=false\"",
        "k3s/config.yaml | 1.2.15 | +kube-apiserver-arg: \"profiling=false\"",
        "kops/cluster.yaml | 4.2.1 | +    anonymousAuth: false",
        "kind/kind.yaml | 1.2.6 | +            authorization-mode: Node,RBAC",
      })
  void aDiffOfTheFileItselfMakesItPass(String file, String number, String line)
      throws IOException, InterruptedException {
    Path copy = Files.copy(Path.of(example(file)), temp.resolve("file.yaml"));
    JsonNode finding = control(number, copy.toString()).at("/findings/0");
    String diff = finding.at("/patches/0/diff").asText();
    assertThat(diff.lines()).contains(line);
    Process patch =
        new ProcessBuilder("patch", "-s", copy.toString()).redirectErrorStream(true).start();
    patch.getOutputStream().write(diff.getBytes(StandardCharsets.UTF_8));
    patch.getOutputStream().close();
    assertThat(patch.waitFor()).isZero();
    assertThat(control(number, copy.toString()).at("/status").asText()).isEqualTo("Pass");
  }

  @ParameterizedTest
  @CsvSource({
    // What an installer decides is not in its file.
    "kubeadm/cluster-v1beta3.yaml, 1.2.15, NotApplicable",
    "k3s/config.yaml, 1.2.6, NotApplicable",
    "kubeadm/cluster-v1beta3.yaml, 1.2.10, NotApplicable",
    // kubeadm and the like set these in what they make of it.
    "kind/kind.yaml, 4.2.3, NotApplicable",
    "kind/kind.yaml, 4.2.10, NotApplicable",
    // The policy itself lies on the node.
    "kubeadm/cluster.yaml, 3.2.2, NotApplicable",
    "static-pods/kube-apiserver.yaml, 1.1.1, NotApplicable",
  })
  void whatAFileDoesNotDetermineIsNotApplicable(String file, String number, String status)
      throws IOException {
    JsonNode found = control(number, example(file));
    assertThat(found.at("/status").asText()).as(found.toPrettyString()).isEqualTo(status);
    assertThat(found.at("/findings/0/reason").asText()).isEqualTo("DeterminedElsewhere");
  }

  @Test
  void noControlIsInErrorOnWholeExamples() throws IOException {
    Run run = Run.of("check", example(""), "-o", "json");
    assertThat(run.exit()).isEqualTo(1);
    JsonNode summary = new ObjectMapper().readTree(run.out()).at("/status/summary");
    assertThat(summary.at("/error").asInt()).as(run.err()).isZero();
    assertThat(summary.at("/fail").asInt()).isPositive();
  }

  @Test
  void foldersAndPatternsAndSeveralDocumentsAreRead() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("clusters/prod"));
    Files.copy(Path.of(example("rke2/config.yaml")), folder.resolve("config.yaml"));
    Files.createDirectories(folder.resolve(".git"));
    Files.writeString(folder.resolve(".git/config.yaml"), "kube-apiserver-arg: [a=b]");
    Files.writeString(
        folder.resolve("service.yaml"), "apiVersion: v1\nkind: Service\n---\nkind: Other\n");
    Run run = Run.of("check", temp.toString(), "--control", "1.2.6");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .contains("Skipped 1 file that configures no control plane and no kubelet.");
    assertThat(Run.of("check", temp + "/**/conf*.yaml", "--control", "1.2.6").exit()).isEqualTo(1);
    assertThat(Run.of("check", temp + "/*/none*.yaml").err()).contains("No file matches");
  }

  @Test
  void aWaiverOfTheScanCountsInTheRepositoryToo() throws IOException {
    Path scan =
        Files.writeString(
            temp.resolve("scan.yaml"),
            """
            apiVersion: plumbline.dev/v1alpha1
            kind: ComplianceScan
            metadata: {name: cis}
            spec:
              controls: {include: ["1.2.6"]}
            ---
            apiVersion: plumbline.dev/v1alpha1
            kind: ComplianceWaiver
            metadata: {name: test-cluster}
            spec: {control: "1.2.6", reason: a test, approvedBy: Ada, expires: "2999-01-01"}
            """);
    Run run = Run.of("check", example("kind/kind.yaml"), "--scan", scan.toString());
    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("Waived");
    Files.writeString(
        scan, Files.readString(scan).replace("spec: {control", "spec: {scans: [other], control"));
    assertThat(Run.of("check", example("kind/kind.yaml"), "--scan", scan.toString()).exit())
        .isEqualTo(1);
    Files.writeString(scan, "kind: Service");
    assertThat(Run.of("check", example("kind/kind.yaml"), "--scan", scan.toString()).exit())
        .isEqualTo(2);
  }

  @Test
  void theLeastSeverityThatFailsCanBeChosen() {
    String file = example("k3s/config.yaml");
    assertThat(Run.of("check", file, "--control", "1.2.15").exit()).isEqualTo(1);
    assertThat(Run.of("check", file, "--control", "1.2.15", "--fail-on", "high").exit()).isZero();
  }

  @Test
  void aFileOfAnotherKindIsToldWhenItWasNamed() throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("web.yaml"), "apiVersion: apps/v1\nkind: Deployment\nspec: {}\n");
    Run run = Run.of("check", file.toString());
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("web.yaml holds no document that check reads", "kubeadm");
    Path folder = Files.createDirectories(temp.resolve("only-other"));
    Files.move(file, folder.resolve("web.yaml"));
    run = Run.of("check", folder.toString());
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("No file that can be evaluated was found in " + folder);
  }

  @Test
  void aHalfWrittenFileIsAnErrorAtItsLine() throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("cluster.yaml"),
            "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\napiServer:\n  extraArgs: [\n");
    for (String given : List.of(file.toString(), temp.toString())) {
      Run run = Run.of("check", given, "--control", "1.2.6");
      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.err()).contains("cluster.yaml line 5 not valid YAML");
    }
  }

  @Test
  void aTemplateInAFolderIsSkippedAndToldUnlessItSpeaksOfAControlPlane() throws IOException {
    Files.copy(Path.of(example("kind/kind.yaml")), temp.resolve("kind.yaml"));
    Path chart = Files.writeString(temp.resolve("chart.yaml"), "a: {{ .Values.a }}\nb: [\n");
    Run run = Run.of("check", temp.toString(), "--control", "4.2.1");
    assertThat(run.exit()).isZero();
    assertThat(run.err()).contains("Skipped 1 file", "of which 1 can't be parsed");
    Files.writeString(chart, "a: {{ x }}\nb: [ kube-apiserver\n");
    run = Run.of("check", temp.toString(), "--control", "4.2.1");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains(chart + " looks like a template ({{ ... }}); render it");
  }

  @Test
  void aFileOf100MegabytesIsRefusedAndOneInAFolderIsLookedThrough() throws IOException {
    Path huge = temp.resolve("huge.yaml");
    try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
      file.setLength(100L * 1024 * 1024);
    }
    Run run = Run.of("check", huge.toString());
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains(huge.toString(), "larger than");
    Files.copy(Path.of(example("kind/kind.yaml")), temp.resolve("kind.yaml"));
    run = Run.of("check", temp.toString(), "--control", "4.2.1");
    assertThat(run.exit()).isZero();
    assertThat(run.err()).contains("Skipped 1 file");
    try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
      file.seek(64 * 1024 * 700L - 5);
      file.write("kube-apiserver".getBytes(StandardCharsets.UTF_8));
    }
    run = Run.of("check", temp.toString(), "--control", "4.2.1");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains(huge + " is larger than 1024 KiB");
  }

  @Test
  void aFolderOf50000FilesIsTooMuchAndSaysSo() throws IOException {
    for (int i = 0; i < 50_000; i++) {
      Files.createFile(temp.resolve("f" + i + ".yaml"));
    }
    Run run = Run.of("check", temp.toString());
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("holds more than 10000 files that may configure a component");
  }

  @Test
  void aRecognisedFileThatIsNotReadIsNeverSkipped() throws IOException {
    Files.copy(Path.of(example("kubeadm/cluster-v1beta3.yaml")), temp.resolve("kubeadm.yaml"));
    Path openshift =
        Files.writeString(
            temp.resolve("server.yaml"),
            "apiVersion: operator.openshift.io/v1\nkind: KubeAPIServer\n");
    Run run = Run.of("check", temp.toString(), "--control", "1.2.6");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains(openshift + " is a configuration of OpenShift");
  }

  @Test
  void jinjaTemplatesOfTalosAndK3sAreNotSkipped() throws IOException {
    Path k3s = temp.resolve("k3s.yaml");
    Files.writeString(
        k3s, "tls-san:\n{% for h in hosts %}\n  - {{ h }}\n{% endfor %}\nkubelet-arg:\n");
    Run run = Run.of("check", temp.toString(), "--control", "4.2.4");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("k3s.yaml", "looks like a template");
  }

  @ParameterizedTest
  @CsvSource({
    "k3s-server.yaml.j2, 'kubelet-arg: [\"{{ a }}\"]'",
    "kubelet.service.j2, 'ExecStart=/usr/bin/kubelet --read-only-port={{ port }}'",
    "bootstrap.sh.tftpl, '/etc/eks/bootstrap.sh --kubelet-extra-args ${args}'",
    "_kubeadm.tpl, '{{ define \"a\" }}apiVersion: kubeadm.k8s.io/v1beta4{{ end }}'",
    "kcp.gotmpl, 'kind: KubeadmControlPlane # {{ if .x }}'",
  })
  void templatesInAFolderAreNamedWhateverTheirEnding(String name, String text) throws IOException {
    Files.copy(Path.of(example("kubeadm/cluster-v1beta3.yaml")), temp.resolve("kubeadm.yaml"));
    Path file = Files.writeString(temp.resolve(name), text);
    Run run = Run.of("check", temp.toString(), "--control", "1.2.6");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains(file + " looks like a template");
  }

  @Test
  void aTemplateOfSomethingElseInAFolderIsSkipped() throws IOException {
    Files.copy(Path.of(example("kubeadm/cluster-v1beta3.yaml")), temp.resolve("kubeadm.yaml"));
    Files.writeString(temp.resolve("nginx.conf.j2"), "server { listen {{ port }}; }");
    Files.writeString(temp.resolve("empty.yaml"), "# nothing\n---\n# nothing\n");
    Run run = Run.of("check", temp.toString(), "--control", "1.2.6");
    assertThat(run.exit()).isZero();
    assertThat(run.err().lines().toList())
        .containsExactly(
            "plumbline: Skipped 1 file that configures no control plane and no kubelet,"
                + " of which 1 can't be parsed.");
  }

  @Test
  void anUnknownKindThatConfiguresAKubeletIsNamed() throws IOException {
    Files.copy(Path.of(example("kubeadm/cluster-v1beta3.yaml")), temp.resolve("kubeadm.yaml"));
    Path file =
        Files.writeString(
            temp.resolve("machine.yaml"),
            "kind: Machine\nspec:\n  userData: |\n    KUBELET_EXTRA_ARGS=--max-pods=1\n");
    Run run = Run.of("check", temp.toString(), "--control", "1.2.6");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains(file + " line 3 has \"KUBELET_EXTRA_ARGS\" in a document of a kind");
  }

  @Test
  void filesThatAreNoneOrBinaryHaveAReasonOfTheirOwn() throws IOException, InterruptedException {
    Path link = Files.createSymbolicLink(temp.resolve("link.yaml"), temp.resolve("nowhere.yaml"));
    Path binary = Files.write(temp.resolve("binary.yaml"), new byte[] {(byte) 0xff, 0, 1});
    Path fifo = temp.resolve("fifo.yaml");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    Run run = Run.of("check", temp.toString(), binary.toString(), "--control", "1.2.6");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains(
            link + " is a link that leads to no file",
            binary + " is not UTF-8 text",
            fifo + " is not a regular file");
  }

  @Test
  void valuesThatTheInstallerRefusesAreErrors() throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("c.yaml"),
            "apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\napiServer:\n  extraArgs:\n    profiling: false\n");
    Run run = Run.of("check", file.toString(), "--control", "1.2.15");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("line 5", "other than a string");
  }

  @Test
  void aKindClusterWithinAnotherIsReported() throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("kind.yaml"),
            """
            kind: Cluster
            apiVersion: kind.x-k8s.io/v1alpha4
            kubeadmConfigPatches:
              - |
                kind: Cluster
                apiVersion: kind.x-k8s.io/v1alpha4
                kubeadmConfigPatches: ["a: b"]
            """);
    Run run = Run.of("check", file.toString(), "--control", "1.2.6");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("line 5 has a patch of kind \"Cluster\"");
  }

  @Test
  void whatTheComponentRefusesIsAnError() throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("config.yaml"), "kube-apiserver-arg: [authorization-mode=alwaysallow]\n");
    Run run = Run.of("check", file.toString(), "--control", "1.2.6");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("refuses to start", "Nothing names its release", "--kubernetes-version");
    run = Run.of("check", file.toString(), "--control", "1.2.6", "--kubernetes-version", "v1.34.1");
    assertThat(run.err())
        .contains("refuses to start", "taken to be v1.34.1 by the requested Kubernetes version");
  }

  @ParameterizedTest
  @CsvSource({
    "'benchmark: mine', There is no benchmark",
    "'controls: yes', is not a valid ComplianceScan",
  })
  void aScanThatTheOperatorWouldRefuseIsRefusedHereToo(String spec, String why) throws IOException {
    Path scan = scan(spec);
    Run run = Run.of("check", example("kind/kind.yaml"), "--scan", scan.toString());
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(why).hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "Waiver, '{control: nothing, reason: r, approvedBy: a, expires: \"2027-01-01\"}', has no control",
    "Waiver, '{control: \"1.2.6\", reason: r, approvedBy: a, expires: \"2027-02-30\"}', is not a day",
    "Waiver, '{control: \"1.2.6\", reason: r, approvedBy: a}', is not a day",
    "Waiver, '{control: \"1.2.6\", reason: r, expires: \"2027-01-01\"}', ComplianceWaiver one: spec.approvedBy is missing",
    "Waiver, '{control: [a]}', is not a valid ComplianceWaiver",
    "Attestation, '{control: \"9.9\", statement: s, approvedBy: a, date: \"2026-01-01\", expires: \"2027-01-01\"}', has no control",
    "Attestation, '{statement: s, approvedBy: a, date: \"2026-01-01\", expires: \"2027-01-01\"}', has no control",
  })
  void aWaiverOrAttestationThatCanNotCountIsRefused(String kind, String spec, String why)
      throws IOException {
    Path scan = scan("suspend: false");
    Files.writeString(
        scan,
        Files.readString(scan)
            + "---\napiVersion: plumbline.dev/v1alpha1\nkind: Compliance"
            + kind
            + "\nmetadata: {name: one}\nspec: "
            + spec
            + "\n");
    Run run = Run.of("check", example("kind/kind.yaml"), "--scan", scan.toString());
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(why).hasLineCount(1);
  }

  private Path scan(String spec) throws IOException {
    return Files.writeString(
        temp.resolve("scan.yaml"),
        "apiVersion: plumbline.dev/v1alpha1\nkind: ComplianceScan\nmetadata: {name: cis}\nspec:\n  "
            + spec
            + "\n");
  }

  @Test
  void aCustomBenchmarkInTheSameFileIsEvaluated() throws IOException {
    Path scan = scan("benchmark: mine");
    String benchmark =
        """
        ---
        apiVersion: plumbline.dev/v1alpha1
        kind: ComplianceBenchmark
        metadata: {name: mine}
        spec:
          extends: cis-2.0
          controls: {include: ["1.2.6"]}
        """;
    Files.writeString(scan, Files.readString(scan) + benchmark);
    Run run = Run.of("check", example("kind/kind.yaml"), "--scan", scan.toString(), "-o", "json");
    JsonNode status = new ObjectMapper().readTree(run.out()).at("/status");
    assertThat(status.at("/benchmark").asText()).isEqualTo("mine");
    assertThat(status.at("/controls")).hasSize(1);
  }

  @Test
  void eachErrorNamesItsFileAndLine() throws IOException {
    String kcp =
        """
        apiVersion: controlplane.cluster.x-k8s.io/v1beta1
        kind: KubeadmControlPlane
        spec:
          version: v1.34.0
          kubeadmConfigSpec:
            clusterConfiguration:
              apiServer:
                extraArgs:
                  no-such-flag: a
        """;
    Path first = Files.writeString(temp.resolve("first.yaml"), kcp);
    Path second = Files.writeString(temp.resolve("second.yaml"), kcp);
    Run run = Run.of("check", temp.toString(), "--control", "1.2.6");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err().lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("plumbline: " + first + ":9: "))
        .anyMatch(line -> line.startsWith("plumbline: " + second + ":9: "));
  }
}
