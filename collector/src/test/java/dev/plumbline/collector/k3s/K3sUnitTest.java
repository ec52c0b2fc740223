package dev.plumbline.collector.k3s;

import static dev.plumbline.collector.NodeFixture.component;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.collector.NodeFixture;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Evidence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Units that start k3s, and the form in which it gives a kubelet its settings. */
class K3sUnitTest {

  private static final String SERVICE = "0::/system.slice/k3s.service";
  private static final String UNIT = "/etc/systemd/system/k3s.service";

  @TempDir private Path temp;
  private NodeFixture node = new NodeFixture(Path.of("/"));

  @BeforeEach
  void node() throws IOException {
    node = new NodeFixture(temp);
    node.file("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\n");
  }

  private NodeFixture server(String... options) throws IOException {
    return title("server")
        .file(UNIT, "[Service]\nExecStart=/usr/local/bin/k3s \\\n  server \\\n" + lines(options));
  }

  private NodeFixture title(String role) throws IOException {
    return node.process(7, "0", SERVICE, "/usr/local/bin/k3s " + role, "", "");
  }

  private static String lines(String... options) {
    return "\t'" + String.join("' \\\n\t'", options) + "' \\\n\n";
  }

  private static List<String> given(Evidence evidence, String component, String flag) {
    return component(evidence, component).arguments().stream()
        .map(Argument::value)
        .filter(argument -> argument.startsWith("--" + flag + "="))
        .map(argument -> argument.substring(flag.length() + 3))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "'[Service]\nExecStart=/opt/start-k3s\n', does not start k3s server",
    "'[Service]\nExecStart=/usr/local/bin/k3s server $OPTIONS\n', not resolved",
    "'[Service]\nExecStart=/usr/local/bin/k3s agent\n', does not start k3s server",
    "'[Service]\nExecStart=/usr/local/bin/k3s server \"--x\n', quote",
  })
  void aUnitThatIsNotUnderstoodIsAProblem(String unit, String why) throws IOException {
    title("server").file(UNIT, unit);
    assertThat(node.evidence().components()).isEmpty();
    assertThat(node.evidence().problems()).allSatisfy(p -> assertThat(p.why()).contains(why));
  }

  @Test
  void aDropInReplacesTheCommand() throws IOException {
    server("--cluster-init")
        .file(UNIT + ".d/10.conf", "[Service]\nExecStart=\nExecStart=/usr/local/bin/k3s server\n");
    assertThat(node.evidence().components())
        .extracting(Component::name)
        .doesNotContain("etcd")
        .contains("kube-apiserver");
  }

  @ParameterizedTest
  @CsvSource({"true, config-dir, anonymous-auth", "false, anonymous-auth, config-dir"})
  void aKubeletIsGivenADropInOrFlags(boolean dropIn, String flag, String other) throws IOException {
    String agent = "/var/lib/rancher/k3s/agent/";
    server("--kubelet-arg=config=/etc/kubelet.yaml")
        .file(agent + (dropIn ? "etc/kubelet.conf.d/00-k3s-defaults.conf" : "x"), "kind: K\n");
    Evidence evidence = node.evidence();
    assertThat(given(evidence, "kubelet", flag)).hasSize(1);
    assertThat(given(evidence, "kubelet", other)).isEmpty();
    assertThat(given(evidence, "kubelet", "config")).hasSize(dropIn ? 0 : 1);
  }
}
