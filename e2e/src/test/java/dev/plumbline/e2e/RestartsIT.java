package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.ComplianceScanStatus.Run;
import dev.plumbline.report.model.RunningApiServer;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A restart of the API server that no manifest shows, and a file that it reads again, each start a
 * run by themselves: by the metrics that the operator may get with its own rights. Takes ten
 * minutes, most of which it waits.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestartsIT {

  private static final String SCAN = "restarts";

  /** kubeadm mounts the folder into the API server. */
  private static final String FILE = "/etc/kubernetes/pki/authentication.yaml";

  private static final String CONFIGURATION =
      """
      apiVersion: apiserver.config.k8s.io/v1
      kind: AuthenticationConfiguration
      jwt: []
      """;

  /** A few minutes until the server is asked, one until the change has settled, and the run. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private TrueCluster cluster;
  private String manifest;

  @BeforeAll
  void connect() throws IOException {
    cluster = new TrueCluster();
    manifest = Files.readString(TrueCluster.manifest());
    Files.writeString(file(), CONFIGURATION);
    cluster.changeManifest(
        text ->
            text.replace(
                "    - kube-apiserver\n",
                "    - kube-apiserver\n    - --authentication-config=" + FILE + "\n"),
        TrueCluster.Openness.AUTHORIZING);
  }

  /** Runs for a restart or a reload are a quarter of an hour apart, so each has a scan anew. */
  @BeforeEach
  void scan() {
    cluster.apply(
        """
                apiVersion: plumbline.dev/v1alpha1
                kind: ComplianceScan
                metadata: {name: %s}
                spec:
                  benchmark: cis-2.0
                  controls: {include: [apiserver-profiling-off]}
                  sources: [Node, Live]
                """
            .formatted(SCAN));
    cluster.awaitRun(SCAN, "");
    // What is not known to the run has not changed since.
    await(run -> run.apiServers().stream().anyMatch(s -> s.authentication() != null));
  }

  @AfterEach
  void forget() {
    cluster
        .client()
        .resources(ComplianceScan.class)
        .withName(SCAN)
        .withTimeout(1, TimeUnit.MINUTES)
        .delete();
  }

  @AfterAll
  void disconnect() throws IOException {
    cluster.changeManifest(changed -> manifest, TrueCluster.Openness.AUTHORIZING);
    Files.deleteIfExists(file());
    cluster.close();
  }

  private static Path file() {
    return TrueCluster.hostRoot().resolve(FILE.substring(1));
  }

  private Run run() {
    return Objects.requireNonNull(
        cluster.client().resources(ComplianceScan.class).withName(SCAN).get().getStatus().run());
  }

  private void await(Predicate<Run> isSo) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(2))
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .until(() -> isSo.test(run()));
  }

  @Test
  void aFileThatTheServerReadsAgainStartsARunByItself() throws IOException {
    List<RunningApiServer> before = run().apiServers();
    TrueCluster.edit(file(), text -> text + "# another\n");
    await(run -> run.finished() && run.cause() == Run.Cause.ConfigurationReloaded);
    assertThat(run().apiServers()).isNotEqualTo(before);
  }

  /** The manifest is the same, so that the mirror pod is. */
  @Test
  void aRestartThatNoManifestShowsStartsARunByItself() {
    String pods = run().staticPodsDigest();
    cluster.restartApiServer();
    await(run -> run.finished() && run.cause() == Run.Cause.ComponentRestarted);
    assertThat(run().staticPodsDigest()).isEqualTo(pods);
  }
}
