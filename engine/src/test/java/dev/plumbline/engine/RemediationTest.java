package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.PatchFailedException;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Patch;
import dev.plumbline.engine.finding.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A finding's diff, applied to the node's own file, makes the control pass. */
class RemediationTest {

  private static final String CONTROL = "apiserver-authorization-mode-not-always-allow";

  private static final Pattern INSERTION = Pattern.compile("^@@ -(\\d+),0 ");

  @TempDir private Path temp;

  /** Every argument list with which the real server let everybody in. */
  @TestFactory
  Stream<DynamicTest> diffMendsWhatTheServerLetThrough() throws IOException {
    JsonNode table =
        new ObjectMapper()
            .readTree(HostRoots.project().resolve("truth/kube-apiserver-v1.36.3.json").toFile());
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode row : table.get("rows")) {
      if (row.get("outcome").asText().equals("ALLOWS")) {
        tests.add(DynamicTest.dynamicTest(row.get("name").asText(), () -> assertMended(row)));
      }
    }
    return tests.stream();
  }

  private void assertMended(JsonNode row) throws IOException, PatchFailedException {
    HostRoot host = HostRoot.in(temp.resolve("row-" + row.get("name").asText().hashCode()));
    List<String> arguments = new ArrayList<>();
    row.get("arguments").forEach(a -> arguments.add(a.asText().replace("{dir}", HostRoots.FILES)));
    row.path("files")
        .properties()
        .forEach(
            file -> {
              try {
                host.file(
                    HostRoots.FILES + "/" + file.getKey(),
                    file.getValue().asText().replace("{dir}", HostRoots.FILES));
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    host.apiServer("registry.k8s.io/kube-apiserver:v1.36.3", arguments);
    assertMended(host);
  }

  private static void assertMended(HostRoot host) throws IOException, PatchFailedException {
    Finding failing = host.evaluate(CONTROL);
    assertThat(failing.patches()).as(failing.message()).hasSize(1);
    apply(failing.patches().get(0), host.root());
    Finding mended = host.evaluate(CONTROL);
    assertThat(mended.status())
        .as(mended.message() + failing.patches().get(0).diff())
        .isEqualTo(Status.Pass);
    assertThat(host.evaluate("apiserver-authorization-mode-includes-node").status())
        .isEqualTo(Status.Pass);
    assertThat(host.evaluate("apiserver-authorization-mode-includes-rbac").status())
        .isEqualTo(Status.Pass);
  }

  private static void apply(Patch patch, Path root) throws IOException, PatchFailedException {
    Path file = root.resolve(patch.file().substring(1));
    List<String> diff = patch.diff().lines().toList();
    assertThat(diff.get(0)).isEqualTo("--- a" + patch.file());
    List<String> mended =
        DiffUtils.patch(
            Files.readAllLines(file),
            UnifiedDiffUtils.parseUnifiedDiff(
                diff.stream().map(RemediationTest::asTheLibraryCounts).toList()));
    Files.write(file, mended);
  }

  /** Where nothing is taken out, patch counts the line before, and the library the next. */
  private static String asTheLibraryCounts(String line) {
    Matcher nothing = INSERTION.matcher(line);
    return nothing.find()
        ? "@@ -" + (Integer.parseInt(nothing.group(1)) + 1) + line.substring(nothing.end(1))
        : line;
  }

  private static final String HEAD =
      "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: kube-apiserver\n";

  @Test
  void flowListOnOneLine() throws IOException, PatchFailedException {
    assertMended(
        HostRoot.in(temp)
            .manifest(
                HEAD
                    + "    command: [kube-apiserver, --a, --profiling=false]\n"
                        .replace("--a, ", "")));
  }

  @Test
  void flowListWithTheModeLast() throws IOException, PatchFailedException {
    assertMended(
        HostRoot.in(temp)
            .manifest(
                HEAD
                    + "    command: [\"kube-apiserver\", \"--authorization-mode=Node\", \"--authorization-mode=AlwaysAllow\"]\n"));
  }

  @Test
  void jsonOverManyLines() throws IOException, PatchFailedException {
    assertMended(
        HostRoot.in(temp)
            .manifest(
                "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"spec\": {\"containers\": [{\"name\": \"a\",\n\"command\": [\n  \"kube-apiserver\",\n  \"--authorization-mode\",\n  \"AlwaysAllow\",\n  \"--profiling=false\"\n]}]}}\n"));
  }

  @Test
  void noArgumentsAtAll() throws IOException, PatchFailedException {
    assertMended(
        HostRoot.in(temp).manifest(HEAD + "    command:\n    - kube-apiserver\n    image: x\n"));
  }

  @Test
  void secretsBesideTheArgumentsStayOnTheNode() throws IOException {
    Finding finding =
        HostRoot.in(temp)
            .manifest(
                HEAD
                    + "    command:\n    - kube-apiserver\n    env:\n    - name: TOKEN\n      value: hunter2\n")
            .evaluate(CONTROL);
    assertThat(finding.status()).isEqualTo(Status.Fail);
    assertThat(finding.toString()).doesNotContain("hunter2");
  }

  @Test
  void anArgumentUsedElsewhereTooIsLeftToPeople() throws IOException {
    Finding finding =
        HostRoot.in(temp)
            .manifest(
                "x: &m --authorization-mode=AlwaysAllow\n"
                    + HEAD
                    + "    command: [kube-apiserver, *m]\n")
            .evaluate(CONTROL);
    assertThat(finding.status()).isEqualTo(Status.Fail);
    assertThat(finding.patches()).isEmpty();
  }

  @Test
  void aKubeletsDropInThatOverridesIsTheOneThatIsEdited() throws IOException, PatchFailedException {
    String head = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n";
    HostRoot host =
        HostRoot.in(temp.resolve("drop-ins"))
            .file(
                "/var/lib/kubelet/config.yaml",
                head + "authentication:\n  anonymous:\n    enabled: false\npodPidsLimit: 4096\n")
            .file(
                "/etc/kubernetes/kubelet.conf.d/10-first.conf",
                head + "authentication:\n  anonymous:\n    enabled: true\n")
            .file(
                "/etc/kubernetes/kubelet.conf.d/20-second.conf",
                head + "authentication:\n  anonymous:\n    enabled: true\npodPidsLimit: -1\n")
            .file("/etc/kubernetes/kubelet.conf.d/30-third.conf", head + "eventRecordQPS: 1\n")
            .process(
                700,
                "0",
                "0::/system.slice/kubelet.service",
                "/usr/bin/kubelet",
                "--config=/var/lib/kubelet/config.yaml",
                "--config-dir=/etc/kubernetes/kubelet.conf.d");
    Map<String, String> deciding =
        Map.of(
            "kubelet-anonymous-auth-off",
            "20-second.conf",
            "kubelet-pod-pids-limit",
            "20-second.conf",
            "kubelet-event-rate",
            "30-third.conf",
            "kubelet-seccomp-default",
            "/var/lib/kubelet/config.yaml");
    for (var control : deciding.entrySet()) {
      Finding failing = host.evaluate(control.getKey());
      assertThat(failing.status()).as(failing.message()).isEqualTo(Status.Fail);
      assertThat(failing.patches())
          .singleElement()
          .satisfies(patch -> assertThat(patch.file()).endsWith(control.getValue()));
      apply(failing.patches().get(0), host.root());
      assertThat(host.evaluate(control.getKey()).status())
          .as(failing.patches().get(0).diff())
          .isEqualTo(Status.Pass);
    }
  }
}
