package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.collector.Collector;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes of public bug reports, below {@code cases}: what each control comes to. A checkout has no
 * links and no modes of its own: a file that holds the path of another stands for a link to it.
 */
class HostRootCasesTest {

  private static final Path CASES = HostRoots.project().resolve("engine/src/test/resources/cases");

  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final Engine ENGINE = new Engine(CATALOGUE.controls());

  @TempDir private Path temp;

  /** Findings by the control's number in the newest benchmark. */
  private record Node(Map<Control, Finding> findings) {

    Finding finding(String number) {
      Control control = CATALOGUE.control(number, CATALOGUE.newest()).orElseThrow();
      return Objects.requireNonNull(findings.get(control));
    }

    void assertStatus(Status status, String... numbers) {
      for (String number : numbers) {
        assertThat(finding(number).status())
            .as(number + ": " + finding(number).message())
            .isEqualTo(status);
      }
    }
  }

  @Test
  void componentsOfUsersOfTheirOwnAreEvaluated() throws IOException {
    Node node = node("k0s-nonroot-control-plane/h4", Map.of());
    node.assertStatus(Status.Fail, "1.2.6", "2.2");
    assertThat(node.finding("1.2.6").message()).contains("AlwaysAllow");
  }

  @Test
  void aStockKubeletOfAnOlderReleaseIsEvaluated() throws IOException {
    Node node =
        node(
            "kubeadm-stock-kubelet/kwcp",
            Map.of(
                "etc/kubernetes/kubelet.real", "600",
                "var/lib/kubelet/config.yaml", "644",
                "var/lib/kubelet/pki/k-2026.pem", "600"));
    node.assertStatus(Status.Pass, "4.2.1", "4.2.2", "4.2.3", "4.2.10", "4.1.5");
    node.assertStatus(Status.Fail, "4.1.9", "4.3.1");
    assertThat(node.findings().values())
        .allSatisfy(finding -> assertThat(finding.message()).doesNotContain("unknown flag"));
  }

  @Test
  void aRelativePathLeadsFromTheProcessesWorkingDirectory() throws IOException {
    Node node =
        node("relative-kubelet-config/h1", Map.of("etc/kubernetes/kubelet_conf.json", "600"));
    node.assertStatus(Status.Pass, "4.2.1", "4.2.2", "4.1.9");
  }

  @Test
  void theFirstEncryptionProviderIsNamedWithItsLine() throws IOException {
    Finding finding = node("encryption-identity-first-message/f5", Map.of()).finding("1.2.28");
    assertThat(finding.status()).isEqualTo(Status.Fail);
    assertThat(finding.message()).contains("first encryption provider").contains("identity");
    assertThat(finding.evidence())
        .filteredOn(seen -> seen.file().equals("/etc/kubernetes/enc.yaml"))
        .extracting(EvidenceRef::text)
        .anyMatch(text -> text.contains("identity"));
  }

  private Node node(String name, Map<String, String> modes) throws IOException {
    Path from = CASES.resolve(name);
    Path root = temp.resolve("root");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.sorted().toList()) {
        copy(from, file, root);
      }
    }
    for (String directory : List.of("etc/systemd/system", "usr/lib", "var/lib", "proc")) {
      Files.createDirectories(root.resolve(directory));
    }
    for (var mode : modes.entrySet()) {
      Path file = root.resolve(mode.getKey());
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(text(mode.getValue())));
    }
    return new Node(
        ENGINE.evaluate(
            new Collector(Duration.ofSeconds(20)).collectHost(root), ReleaseHints.none()));
  }

  private static void copy(Path from, Path file, Path root) throws IOException {
    Path to = root.resolve(from.relativize(file).toString());
    if (Files.isDirectory(file)) {
      Files.createDirectories(to);
      return;
    }
    String text = Files.readString(file);
    if (leadsToAnother(from, file, text)) {
      Files.createSymbolicLink(to, Path.of(text));
      return;
    }
    Files.writeString(to, text);
    // Before any process has started.
    Files.setLastModifiedTime(to, FileTime.from(Instant.EPOCH));
  }

  private static boolean leadsToAnother(Path from, Path file, String text) {
    if (text.isEmpty() || text.contains("\n") || text.contains("\0")) {
      return false;
    }
    Path target =
        text.startsWith("/")
            ? from.resolve(text.substring(1))
            : Path.of(file.getParent() + "/" + text.replace("..data/", "..data1/"));
    return Files.exists(target);
  }

  /** {@code 600} as {@code rw-------}. */
  private static String text(String octal) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < octal.length(); i++) {
      int bits = octal.charAt(i) - '0';
      text.append((bits & 4) != 0 ? 'r' : '-')
          .append((bits & 2) != 0 ? 'w' : '-')
          .append((bits & 1) != 0 ? 'x' : '-');
    }
    return text.toString();
  }
}
