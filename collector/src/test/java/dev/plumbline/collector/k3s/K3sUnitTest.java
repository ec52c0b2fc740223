package dev.plumbline.collector.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Evidence;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Units that start k3s, and the form in which it gives a kubelet its settings. */
class K3sUnitTest extends OnK3sNode {

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

  @Test
  void aFileOfVariablesThatHasChangedSinceIsAProblem() throws IOException {
    String file = "/etc/systemd/system/k3s.service.env";
    Instant start = Instant.parse("2126-11-25T12:00:00Z");
    title("server")
        .file(
            UNIT, "[Service]\nEnvironmentFile=" + file + "\nExecStart=/usr/local/bin/k3s server\n")
        .modified(UNIT, start.minusSeconds(60))
        .file(file, "K3S_DATA_DIR=/srv/k3s\n")
        .modified(file, start.plusSeconds(60))
        .started(7, start);
    assertThat(node.evidence().components()).isEmpty();
    assertThat(node.evidence().problems())
        .isNotEmpty()
        .allSatisfy(problem -> assertThat(problem.why()).contains("was changed after k3s started"));
  }

  @Test
  void variablesOfFilesComeOverThoseOfTheUnit() throws IOException {
    title("server")
        .file(
            UNIT,
            """
            [Service]
            EnvironmentFile=/etc/k3s.env
            Environment=K3S_DATA_DIR=/srv/unit
            ExecStart=/usr/local/bin/k3s server
            """)
        .file("/etc/k3s.env", "K3S_DATA_DIR=/srv/file\n");
    assertThat(given(node.evidence(), "kube-apiserver", "client-ca-file"))
        .containsExactly("/srv/file/server/tls/client-ca.crt");
  }

  @Test
  void dropInsThatCannotBeReadAreAProblem() throws IOException {
    server("--cluster-init");
    for (int i = 0; i <= 100; i++) {
      node.file(UNIT + ".d/" + i + ".conf", "[Service]\n");
    }
    assertThat(node.evidence().components()).isEmpty();
    assertThat(node.evidence().problems()).isNotEmpty();
  }
}
