package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.collector.Collector;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Patch;
import dev.plumbline.engine.finding.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Components that run within k3s: what it gives them is a default, and people set it elsewhere. */
class EmbeddedComponentsTest {

  private static final String CONFIG = "/etc/rancher/k3s/config.yaml";
  private static final String MODE = "apiserver-authorization-mode-not-always-allow";
  private static final String PROFILING = "apiserver-profiling-off";

  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final Engine ENGINE = new Engine(CATALOGUE.controls());

  @TempDir private Path temp;

  private HostRoot server(String config) throws IOException {
    return HostRoot.in(temp.resolve("root"))
        .process(7, "0", "0::/system.slice/k3s.service", "/usr/local/bin/k3s", "server")
        .file(CONFIG, config);
  }

  private static Finding finding(HostRoot host, String version, String control) {
    Map<Control, Finding> findings =
        ENGINE.evaluate(
            new Collector(Duration.ofSeconds(20)).collectHost(host.root()),
            ReleaseHints.ofNode(version));
    return Objects.requireNonNull(findings.get(CATALOGUE.named(control).orElseThrow()));
  }

  @Test
  void whatK3sGivesIsItsDefault() throws IOException {
    Finding finding = finding(server("debug: true\n"), "v1.34.3+k3s1", PROFILING);
    assertThat(finding.status()).isEqualTo(Status.Pass);
    assertThat(finding.message()).contains("the default of k3s v1.34");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1.24.17+k3s1", "v1.40.0+k3s1"})
  void whatAnUnknownReleaseGivesIsUnknownAndWhatPeopleGiveCounts(String version)
      throws IOException {
    HostRoot host = server("kube-apiserver-arg: authorization-mode=AlwaysAllow\n");
    Finding unknown = finding(host, version, PROFILING);
    assertThat(unknown.status()).isEqualTo(Status.Error);
    assertThat(unknown.message()).contains("k3s gives --profiling by itself");
    assertThat(finding(host, version, MODE).status()).isEqualTo(Status.Fail);
  }

  @Test
  void anArgumentOfTheConfigurationIsFixedThere() throws IOException {
    HostRoot host =
        server("token: s3cret\nkube-apiserver-arg:\n- \"profiling=true\"\nnode-name: a\n");
    Finding finding = finding(host, "v1.34.3+k3s1", PROFILING);
    assertThat(finding.status()).isEqualTo(Status.Fail);
    assertThat(finding.evidence()).allSatisfy(e -> assertThat(e.file()).isEqualTo(CONFIG));
    assertThat(finding.patches())
        .singleElement()
        .extracting(Patch::file, Patch::diff)
        .satisfies(
            patch -> {
              assertThat(patch.get(0)).isEqualTo(CONFIG);
              assertThat(patch.get(1).toString())
                  .contains("-- \"profiling=true\"", "+- \"profiling=false\"")
                  .doesNotContain("s3cret");
            });
  }

  @Test
  void aFindingNamesTheConfigurationWhereItGivesNoArgument() throws IOException {
    Finding finding = finding(server("debug: true\n"), "v1.34.3+k3s1", "apiserver-audit-log-path");
    assertThat(finding.status()).isEqualTo(Status.Fail);
    assertThat(finding.message()).contains("set it under kube-apiserver-arg in " + CONFIG);
    assertThat(finding.patches()).isEmpty();
  }

  @Test
  void aComponentThatADistributionStartsIsSetInItsConfiguration() throws IOException {
    HostRoot host =
        HostRoot.in(temp.resolve("k0s"))
            .process(
                8,
                "0",
                "0::/system.slice/k0scontroller.service",
                "/var/lib/k0s/bin/kube-apiserver",
                "--profiling=true");
    assertThat(finding(host, "v1.34.3+k0s", PROFILING).message())
        .contains("k0s starts kube-apiserver with this: set it in /etc/k0s/k0s.yaml.");
  }
}
