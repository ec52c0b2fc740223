package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found of a component whose arguments are in a file, and the diff of that file. */
class ArgumentFileRemediesTest {

  private static final String ARGS = "/var/snap/microk8s/current/args/";

  @TempDir private Path temp;
  private HostRoot node;

  @BeforeEach
  void node() throws IOException {
    node = HostRoot.in(temp.resolve("root"));
    args("kubelite", "--start-control-plane=true\n");
    for (String name : HostRoots.KUBELITE) {
      args(name, "--v=1\n");
    }
  }

  private void args(String name, String text) throws IOException {
    node.file(ARGS + name, text);
  }

  private Finding evaluate(String number) throws IOException {
    node.process(
        700, "0", "0::/system.slice/snap.microk8s.daemon-kubelite.service", "/snap/x/kubelite");
    return node.evaluate(number);
  }

  @Test
  void authorizersAreReplacedOnTheirLine() throws IOException {
    args("kube-apiserver", "# ours\n--allow-privileged=true\n--authorization-mode=AlwaysAllow\n");
    Finding finding = evaluate("1.2.6");
    assertThat(finding.status()).isEqualTo(Status.Fail);
    assertThat(finding.reason()).isEqualTo(Reason.RequirementNotMet);
    assertThat(finding.patches())
        .singleElement()
        .satisfies(
            patch -> {
              assertThat(patch.file()).isEqualTo(ARGS + "kube-apiserver");
              assertThat(patch.diff())
                  .contains("---authorization-mode=AlwaysAllow\n+--authorization-mode=Node,RBAC")
                  .doesNotContain("ours");
            });
  }

  @Test
  void settingOfAKubeletWithoutAFileIsAFlag() throws IOException {
    args("kubelet", "--anonymous-auth=false\n--read-only-port=10255\n");
    Finding finding = evaluate("4.2.4");
    assertThat(finding.status()).isEqualTo(Status.Fail);
    assertThat(finding.patches())
        .singleElement()
        .satisfies(
            patch ->
                assertThat(patch.diff()).contains("---read-only-port=10255\n+--read-only-port=0"));
  }

  @Test
  void severalArgumentsOnALineAreLeftToPeople() throws IOException {
    args("kubelet", "--anonymous-auth=false --read-only-port=10255\n");
    Finding finding = evaluate("4.2.4");
    assertThat(finding.status()).isEqualTo(Status.Fail);
    assertThat(finding.patches()).isEmpty();
  }

  @Test
  void argumentsOfAKubeletWithoutAFileAreItsConfiguration() throws IOException {
    Finding finding = evaluate("4.1.9");
    assertThat(finding.message()).contains(ARGS + "kubelet has mode");
  }
}
