package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A manifest made by an attacker who owns the node is an Error that names file and reason, in
 * seconds.
 */
class HostileManifestsTest {

  private static final String SECRET = "hunter2-the-secret";

  @TempDir private Path temp;

  private HostRoot host() throws IOException {
    return HostRoot.in(temp.resolve("host"));
  }

  private Path manifest() throws IOException {
    Path file = temp.resolve("host" + HostRoots.MANIFEST);
    Files.createDirectories(file.getParent());
    return file;
  }

  private void assertError(String reason) {
    Finding finding =
        assertTimeoutPreemptively(
            Duration.ofSeconds(30),
            () -> host().evaluate("apiserver-authorization-mode-not-always-allow"));
    assertThat(finding.status()).as(finding.message()).isEqualTo(Status.Error);
    assertThat(finding.message())
        .contains(HostRoots.MANIFEST)
        .contains(reason)
        .doesNotContain(SECRET);
  }

  @Test
  void textThatIsNoYaml() throws IOException {
    host().manifest("@" + SECRET + ": [\n\t- %%%\n");
    assertError("not valid YAML");
  }

  @Test
  void textThatIsYamlByChance() throws IOException {
    host().manifest("root:" + SECRET + ":19000:0\nnobody:x\n");
    assertError("is no Kubernetes object");
  }

  @Test
  void nothingAtAll() throws IOException {
    host().manifest("");
    assertError("is empty");
  }

  @Test
  void controlCharactersReachNoTerminal() throws IOException {
    host().apiServer("--authorization-mode=RBAC\u001b[2J", "\u001b]0;x\u0007");
    Finding finding = host().evaluate("apiserver-authorization-mode-not-always-allow");
    assertThat(finding.status()).isEqualTo(Status.Error);
    assertThat(finding.toString().chars()).noneMatch(Character::isISOControl);
  }

  @Test
  void oneGibibyte() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(manifest().toFile(), "rw")) {
      file.setLength(1L << 30);
    }
    assertError("is larger than");
  }

  @Test
  void fifo() throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("mkfifo", manifest().toString()).start().waitFor()).isZero();
    assertError("is not a regular file");
  }

  @Test
  void linkToAFileOutsideTheHostRoot() throws IOException {
    Files.writeString(temp.resolve("shadow"), "root:" + SECRET + ":1:\n");
    Files.createSymbolicLink(manifest(), temp.resolve("shadow"));
    assertError("is a link that leads to nothing");
  }

  @Test
  void linkThatClimbsOutOfTheHostRoot() throws IOException {
    Files.writeString(temp.resolve("shadow"), "root:" + SECRET + ":1:\n");
    Files.createSymbolicLink(manifest(), Path.of("../../../../../../../shadow"));
    assertError("is a link that leads to nothing");
  }

  @Test
  void linkToShadowWithinTheHostRoot() throws IOException {
    host().file("/etc/shadow", "root:$6$" + SECRET + ":19000:0:99999:7:::\n*: [}");
    Files.createSymbolicLink(manifest(), Path.of("/etc/shadow"));
    assertError("leads to /etc/shadow, which");
  }

  @Test
  void linkToItself() throws IOException {
    Files.createSymbolicLink(manifest(), manifest().getFileName());
    assertError("too many symbolic links");
  }

  @Test
  void folderThatIsALinkOutside() throws IOException {
    Path outside = Files.createDirectories(temp.resolve("outside"));
    Files.writeString(outside.resolve("kube-apiserver.yaml"), SECRET);
    Files.createDirectories(temp.resolve("host/etc/kubernetes"));
    Files.createSymbolicLink(temp.resolve("host/etc/kubernetes/manifests"), outside);

    Finding finding = host().evaluate("apiserver-authorization-mode-not-always-allow");

    assertThat(finding.status()).isNotEqualTo(Status.Pass);
    assertThat(finding.message()).doesNotContain(SECRET);
  }

  @Test
  void bombOfAliases() throws IOException {
    StringBuilder yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      yaml.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9)));
    }
    host().manifest(yaml.toString());
    assertError("expands to more than");
  }

  @Test
  void bytesThatAreNoUtf8() throws IOException {
    Files.write(manifest(), new byte[] {'a', ':', ' ', (byte) 0xC3, (byte) 0x28, '\n'});
    assertError("is not UTF-8 text");
  }

  @Test
  void nesting200000DeepInYaml() throws IOException {
    host().manifest("a: " + "[".repeat(200_000));
    assertError("nests deeper than");
  }

  @Test
  void nesting200000DeepInJson() throws IOException {
    host().manifest("{\"a\": " + "[".repeat(200_000) + "]".repeat(200_000) + "}");
    assertError("nests deeper than");
  }

  @Test
  void numberOfAMillionDigits() throws IOException {
    host().apiServer("--authorization-mode=RBAC");
    String yaml =
        Files.readString(manifest())
            .replace(
                "    - kube-apiserver\n",
                "    - kube-apiserver\n    - " + "9".repeat(500_000) + "\n");
    host().manifest(yaml);
    assertThat(host().evaluate("apiserver-authorization-mode-not-always-allow").status())
        .isEqualTo(Status.Error);
  }

  @Test
  void mergeKey() throws IOException {
    host()
        .manifest(
            "x: &x {a: 1}\napiVersion: v1\nkind: Pod\nspec:\n  a: 2\n  <<: *x\n  containers: []\n");
    assertError("merge key");
  }

  @Test
  void duplicateKey() throws IOException {
    host().manifest("apiVersion: v1\nkind: Pod\nspec: {containers: []}\nspec: {containers: []}\n");
    assertError("repeats a key");
  }

  @Test
  void duplicateKeyInJson() throws IOException {
    host().manifest("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"kind\":\"Pod\"}");
    assertError("repeats a key");
  }

  @Test
  void explicitTag() throws IOException {
    host().manifest("apiVersion: v1\nkind: !!binary UG9k\n");
    assertError("explicit tag");
  }

  @Test
  void numberWhereAStringIsWanted() throws IOException {
    host().apiServer("--authorization-mode=RBAC", "--v");
    host().manifest(Files.readString(manifest()).replace("\"--v\"", "--v\n    - 2"));
    assertError("its reader refuses the file");
  }

  @Test
  void aGoodManifestBesideABadOneIsNoPass() throws IOException {
    host().apiServer("--authorization-mode=RBAC");
    host().file("/etc/kubernetes/manifests/other.yaml", "{[");
    Finding finding = host().evaluate("apiserver-authorization-mode-not-always-allow");
    assertThat(finding.status()).isEqualTo(Status.Error);
    assertThat(finding.message()).contains("other.yaml");
  }
}
