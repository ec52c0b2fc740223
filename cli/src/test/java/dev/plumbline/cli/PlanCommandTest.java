package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {

  private static final String MANIFEST = "etc/kubernetes/manifests/kube-apiserver.yaml";

  private static final String COMMAND = "    - kube-apiserver\n";

  @TempDir private Path temp;
  private Path host;
  private String manifest = "";

  @BeforeEach
  void aNodeAsKubeadmWritesIt() throws IOException {
    host = temp.resolve("host");
    Path stock = Run.project().resolve("engine/src/test/resources/kubeadm/v1.34.4/" + MANIFEST);
    manifest = Files.readString(stock);
    write("v1.34.4", manifest);
  }

  private void write(String version, String content) throws IOException {
    assertThat(content).contains(":" + version);
    Path file = host.resolve(MANIFEST);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private String with(String argument) {
    return manifest.replace(COMMAND, COMMAND + "    - " + argument + "\n");
  }

  private String bundle() throws IOException {
    return EvidenceFile.of(temp, "v1.34.4", Map.of("cp-1", host, "cp-2", host), "cis-2.0")
        .toString();
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(temp.resolve(name), content);
  }

  private static JsonNode json(Run run) throws IOException {
    assertThat(run.out()).as(run.err()).startsWith("{");
    return new ObjectMapper().readTree(run.out());
  }

  private static JsonNode change(JsonNode plan, String control) {
    for (JsonNode change : plan.at("/changes")) {
      if (change.at("/control").asText().equals(control)) {
        return change;
      }
    }
    return plan.at("/none");
  }

  @Test
  void theSameReleaseChangesNothing() throws IOException {
    Run run =
        Run.of("plan", "--evidence", bundle(), "--kubernetes-version", "1.34", "--section", "1.2");
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("No control changes its status.", "the tables of v1.34.4");
  }

  /** The audit log's limits have defaults since 1.36. */
  @Test
  void aDefaultThatChangesIsAChange() throws IOException {
    write("v1.34.4", with("--audit-log-path=/var/log/audit.log"));
    Run run =
        Run.of(
            "plan",
            "--evidence",
            bundle(),
            "--kubernetes-version",
            "1.36",
            "--section",
            "1.2",
            "-o",
            "json");
    JsonNode change = change(json(run), "apiserver-audit-log-maxage");
    assertThat(change.at("/before").asText()).as(run.out()).isEqualTo("Fail");
    assertThat(change.at("/after").asText()).isEqualTo("Pass");
    assertThat(change.at("/nodes")).hasSize(2);
    assertThat(run.exit()).isZero();
  }

  /** The last release with the flag is 1.32. */
  @Test
  void aFlagThatIsGoneIsARefusal() throws IOException {
    String older = manifest.replace(":v1.34.4", ":v1.32.13");
    write("v1.32.13", older.replace(COMMAND, COMMAND + "    - --cloud-provider=external\n"));
    Run run = Run.of("plan", "--evidence", bundle(), "--kubernetes-version", "v1.37.2");
    assertThat(run.out())
        .contains("REFUSES TO START", "  kube-apiserver v1.37.2 on 2 nodes (cp-1, cp-2): ")
        .contains("cloud-provider")
        .contains("No control changes its status but those of what refuses to start.")
        .doesNotContain("without the plan");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(
            Run.of("plan", "--evidence", bundle(), "--kubernetes-version", "1.32", "--section", "1")
                .out())
        .doesNotContain("REFUSES");
  }

  @Test
  void aFlagThatNoReleaseHasWasRefusedBefore() throws IOException {
    write("v1.34.4", with("--no-such-flag=x"));
    Run run =
        Run.of("plan", "--evidence", bundle(), "--kubernetes-version", "1.37", "--section", "1.2");
    assertThat(run.out()).contains("as it would without the plan: ");
    assertThat(run.exit()).isEqualTo(2);
  }

  @Test
  void aFileIsLaidOverTheManifestsOfNodes() throws IOException {
    String changed =
        with("--anonymous-auth=false")
            .replace("--authorization-mode=Node,RBAC", "--authorization-mode=AlwaysAllow");
    assertThat(changed).contains("AlwaysAllow");
    Path file = file("kube-apiserver.yaml", changed);
    Run run =
        Run.of("plan", "--evidence", bundle(), file.toString(), "--section", "1.2", "-o", "json");
    JsonNode plan = json(run);
    JsonNode worse = change(plan, "apiserver-authorization-mode-not-always-allow");
    assertThat(worse.at("/before").asText()).as(run.out()).isEqualTo("Pass");
    assertThat(worse.at("/after").asText()).isEqualTo("Fail");
    assertThat(plan.at("/changes/0/after").asText()).isEqualTo("Fail");
    assertThat(plan.at("/files/0/nodes")).hasSize(2);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(
            Run.of(
                    "plan",
                    "--evidence",
                    bundle(),
                    file.toString(),
                    "--section",
                    "1.2",
                    "--max-failures",
                    "9")
                .exit())
        .isNotEqualTo(1);
  }

  @Test
  void theSameFileChangesNothing() throws IOException {
    Path file = file("kube-apiserver.yaml", manifest);
    Run run = Run.of("plan", "--evidence", bundle(), file.toString());
    assertThat(run.out()).contains("No control changes its status.");
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
  }

  /** The node's file at that path was never read. */
  @Test
  void aFileThatTheNodeWasNotReadForIsUnknown() throws IOException {
    Path file =
        file(
            "kube-apiserver.yaml",
            manifest.replace(
                "--authorization-mode=Node,RBAC", "--authorization-config=/etc/a.yaml"));
    Run run =
        Run.of("plan", "--evidence", bundle(), file.toString(), "--section", "1.2", "-o", "json");
    JsonNode change = change(json(run), "apiserver-authorization-mode-not-always-allow");
    assertThat(change.at("/after").asText()).as(run.out()).isEqualTo("Error");
    assertThat(run.exit()).isEqualTo(2);
  }

  @Test
  void whatCannotBeLaidOverIsNamedAndNeverCountsAsNothing() throws IOException {
    Path audit =
        file(
            "audit.yaml",
            "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Metadata}]\n");
    Run run = Run.of("plan", "--evidence", bundle(), audit.toString());
    assertThat(run.out()).contains("NOT TAKEN INTO ACCOUNT", "audit.yaml configures kube-apis");
    assertThat(run.exit()).isEqualTo(2);

    Path scheduler =
        file("kube-scheduler.yaml", manifest.replace("kube-apiserver", "kube-scheduler"));
    assertThat(Run.of("plan", "--evidence", bundle(), scheduler.toString()).out())
        .contains("no node of the bundle has a static pod manifest of kube-scheduler.");

    Path one = file("one.yaml", manifest);
    Path two = file("two.yaml", manifest);
    Run several = Run.of("plan", "--evidence", bundle(), one.toString(), two.toString());
    assertThat(several.out()).contains("which nodes each is for is not known. Give one of them,");
    assertThat(several.exit()).isEqualTo(2);
  }

  @Test
  void everyManifestOfAStockNodeLaidOverItselfChangesNothing() throws IOException {
    Path node = Run.project().resolve("engine/src/test/resources/kubeadm/v1.36.3");
    String stock = EvidenceFile.of(temp, "v1.36.3", Map.of("cp-1", node), "cis-2.0").toString();
    Path manifests = node.resolve("etc/kubernetes/manifests");
    Run run = Run.of("plan", "--evidence", stock, manifests.toString(), "-o", "json");
    assertThat(json(run).at("/files")).as(run.out()).hasSize(4);
    assertThat(json(run).at("/changes")).as(run.out()).isEmpty();
    assertThat(json(run).at("/notLaid")).isEmpty();
    assertThat(run.exit()).isZero();
  }

  @Test
  void wrongUsageIsRefused() throws IOException {
    String bundle = bundle();
    assertThat(Run.of("plan", "--evidence", bundle).err())
        .contains("Give --kubernetes-version, FILE, or both.");
    Run unknown = Run.of("plan", "--evidence", bundle, "--kubernetes-version", "1.99");
    assertThat(unknown.err()).contains("The flags of \"1.99\" are not known. Known are 1.29, 1.30");
    assertThat(unknown.exit()).isEqualTo(2);
  }
}
