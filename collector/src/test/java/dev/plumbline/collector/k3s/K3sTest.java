package dev.plumbline.collector.k3s;

import static dev.plumbline.collector.NodeFixture.component;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.SourceLocation.Style;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What k3s runs within itself, by its options and where they are written. */
class K3sTest extends OnK3sNode {

  private static final String CONFIG = "/etc/rancher/k3s/config.yaml";

  @Test
  void optionsAreTheUnitsWhereTheTitleHidesThem() throws IOException {
    server("--kube-apiserver-arg=anonymous-auth=true", "--kube-scheduler-arg", "profiling=true");
    Evidence evidence = node.evidence();
    assertThat(evidence.problems()).isEmpty();
    assertThat(given(evidence, "kube-apiserver", "anonymous-auth")).containsExactly("true");
    assertThat(given(evidence, "kube-scheduler", "profiling")).containsExactly("true");
    assertThat(component(evidence, "kube-apiserver").arguments())
        .filteredOn(a -> a.value().equals("--anonymous-auth=true"))
        .allSatisfy(
            a -> {
              assertThat(a.place().file()).isEqualTo(UNIT);
              assertThat(a.place().line()).isEqualTo(4);
            });
  }

  @Test
  void whatK3sGivesByItselfIsMarkedAsItsOwn() throws IOException {
    server("--cluster-init");
    assertThat(component(node.evidence(), "kube-apiserver").arguments())
        .filteredOn(a -> a.value().equals("--authorization-mode=Node,RBAC"))
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.place().style()).isEqualTo(Style.BUILT_IN);
              assertThat(a.place().file()).isEqualTo("k3s");
            });
  }

  @Test
  void aLaterFileReplacesAnOptionAndOneWithAPlusAddsToIt() throws IOException {
    server("--kubelet-arg=v=4")
        .file(CONFIG, "kubelet-arg:\n- a=1\nkube-apiserver-arg: [x=1]\n")
        .file(CONFIG + ".d/10.yaml", "kubelet-arg: b=2\nkube-apiserver-arg+: x=2\n")
        .file(CONFIG + ".d/20.yml", "kubelet-arg+:\n- b=3\n")
        .file(CONFIG + ".d/30.txt", "kubelet-arg: b=9\n");
    Evidence evidence = node.evidence();
    assertThat(given(evidence, "kubelet", "a")).isEmpty();
    assertThat(given(evidence, "kubelet", "b")).containsExactly("2", "3");
    assertThat(given(evidence, "kubelet", "v")).containsExactly("4");
    assertThat(given(evidence, "kube-apiserver", "x")).containsExactly("1", "2");
  }

  @ParameterizedTest
  @CsvSource({
    "authorization-mode=RBAC, 'RBAC'",
    "authorization-mode+=RBAC, 'Node,RBAC|RBAC'",
    "authorization-mode-=RBAC, 'RBAC|Node,RBAC'",
    "--authorization-mode=RBAC, 'RBAC'",
    "authorization-mode, 'true'",
    "profiling=true, 'Node,RBAC'",
    "authorization-config=/etc/a.yaml, ''",
  })
  void anArgumentReplacesK3sOwnUnlessItsNameEndsInASign(String argument, String modes)
      throws IOException {
    server("--kube-apiserver-arg=" + argument);
    assertThat(String.join("|", given(node.evidence(), "kube-apiserver", "authorization-mode")))
        .isEqualTo(modes);
  }

  @ParameterizedTest
  @CsvSource({
    "--disable-apiserver, kube-apiserver",
    "--disable-controller-manager, kube-controller-manager",
    "--disable-scheduler=true, kube-scheduler",
    "--disable-kube-proxy, kube-proxy",
    "--disable-agent, kubelet",
  })
  void aComponentThatIsDisabledIsNotThere(String option, String component) throws IOException {
    server("--cluster-init", option);
    Evidence evidence = node.evidence();
    assertThat(evidence.problems()).isEmpty();
    assertThat(evidence.components()).extracting(Component::name).doesNotContain(component);
    assertThat(evidence.components()).extracting(Component::name).contains("etcd");
  }

  @ParameterizedTest
  @CsvSource({
    "--debug, false, unix://kine.sock",
    "--cluster-init, true, https://127.0.0.1:2379",
    "--server=https://10.0.0.1:6443, true, https://127.0.0.1:2379",
    "--datastore-endpoint=mysql://u:secret@tcp(db)/k3s, false, unix://kine.sock",
    "--datastore-endpoint=https://u:secret@etcd:2379, false, https://etcd:2379",
  })
  void etcdRunsWhereItIsAskedFor(String option, boolean etcd, String servers) throws IOException {
    server(option);
    Evidence evidence = node.evidence();
    assertThat(evidence.components().stream().anyMatch(c -> c.name().equals("etcd")))
        .isEqualTo(etcd);
    assertThat(given(evidence, "kube-apiserver", "etcd-servers")).containsExactly(servers);
    assertThat(EvidenceJson.write(evidence)).doesNotContain("secret@");
  }

  @Test
  void etcdRunsWhereItsDataIs() throws IOException {
    server("--debug").file("/var/lib/rancher/k3s/server/db/etcd/member/wal/0.wal", "");
    assertThat(node.evidence().components()).extracting(Component::name).contains("etcd");
  }

  @Test
  void variablesCountWhereNoOptionIsGiven() throws IOException {
    server("--debug")
        .file(
            UNIT,
            """
            [Service]
            EnvironmentFile=-/etc/default/%N
            Environment=K3S_CLUSTER_INIT=true
            ExecStart=/usr/local/bin/k3s server
            """)
        .file("/etc/default/k3s", "# moved\nK3S_DATA_DIR='/data'\nK3S_TOKEN=t0ken\n");
    Evidence evidence = node.evidence();
    assertThat(given(evidence, "etcd", "config-file"))
        .containsExactly("/data/server/db/etcd/config");
    assertThat(EvidenceJson.write(evidence)).doesNotContain("t0ken");
    node.file(CONFIG, "data-dir: /other\ntoken: t0ken\n");
    assertThat(given(node.evidence(), "etcd", "config-file"))
        .containsExactly("/other/server/db/etcd/config");
    assertThat(EvidenceJson.write(node.evidence())).doesNotContain("t0ken");
  }

  @Test
  void whereNeitherOptionsNorUnitAreThereNothingIsKnown() throws IOException {
    title("agent");
    Evidence evidence = node.evidence();
    assertThat(evidence.components()).isEmpty();
    assertThat(evidence.problems())
        .extracting(Problem::component)
        .containsExactly("kubelet", "kube-proxy");
    assertThat(evidence.problems().get(0).why()).contains("no systemd unit");
  }

  @ParameterizedTest
  @CsvSource({
    "'a: {b: 1}\na: 2\n', config.yaml",
    "'- a\n', config.yaml",
  })
  void aConfigurationThatIsNotUnderstoodIsAProblem(String config, String file) throws IOException {
    server("--debug").file(CONFIG, config);
    assertThat(node.evidence().components()).isEmpty();
    assertThat(node.evidence().problems())
        .isNotEmpty()
        .allSatisfy(p -> assertThat(p.place().file()).endsWith(file));
  }

  @Test
  void aConfigurationThatChangedSinceTheStartIsNotInForce() throws IOException {
    Instant start = Instant.now().minusSeconds(3600);
    server("--debug")
        .file("/proc/stat", "btime " + (start.getEpochSecond() - 100) + "\n")
        .file("/proc/7/stat", "7 (k3s) S " + "0 ".repeat(18) + "10000 0 0\n")
        .file(CONFIG, "kube-apiserver-arg: profiling=true\n");
    assertThat(node.evidence().components()).isEmpty();
    assertThat(node.evidence().problems())
        .isNotEmpty()
        .allSatisfy(p -> assertThat(p.why()).contains("until a restart"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{token: t0ken, kube-apiserver-arg: [profiling=true]}\n",
        "token: t0ken\nkube-apiserver-arg: [profiling=true]\nagent-token: t0ken\n",
        "kube-apiserver-arg:\n- profiling=true\ntoken:\n- t0ken\n",
      })
  void aSecretBesideAnArgumentStaysOnTheNode(String config) throws IOException {
    server("--token=t0ken", "--agent-token", "t0ken").file(CONFIG, config);
    assertThat(given(node.evidence(), "kube-apiserver", "profiling")).containsExactly("true");
    assertThat(EvidenceJson.write(node.evidence())).doesNotContain("t0ken");
  }

  @Test
  void otherCommandsOfK3sRunNothing() throws IOException {
    node.process(7, "0", SERVICE, "/usr/local/bin/k3s", "kubectl", "get", "pods")
        .process(8, "0", SERVICE, "/usr/local/bin/k3s init", "", "");
    assertThat(node.evidence().components()).isEmpty();
    assertThat(node.evidence().problems()).isEmpty();
  }
}
