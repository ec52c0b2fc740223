package dev.plumbline.e2e.truth;

import dev.plumbline.operator.live.KubeletTokens;
import dev.plumbline.operator.live.LiveReader;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A real kube-apiserver, which kubelets ask who a token is of and what he may do. It has the
 * account that the operator asks kubelets as, with the rights that {@code config/} gives it.
 */
final class KubeletsApiServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String NAMESPACE = "plumbline-system";
  private static final String READER = "plumbline-kubelet-reader";

  private final Path folder;
  private final Process process;
  private final KubernetesClient client;

  private KubeletsApiServer(Path folder, Process process, KubernetesClient client) {
    this.folder = folder;
    this.process = process;
    this.client = client;
  }

  /**
   * Starts it, and waits until it is ready.
   *
   * @param etcd its URL
   * @param rbac {@code config/base/rbac.yaml}
   */
  static KubeletsApiServer start(Path binary, String etcd, Path rbac)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("plumbline-kubelets");
    int port = FreePort.pick();
    Row row = new Row("for kubelets", List.of("--authorization-mode=Node,RBAC"), null);
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(new ApiServerTrial(binary, etcd).command(row, folder, port))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      awaitReady(process, new InsecureClient(port, ApiServerTrial.ASKING), log);
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.destroyForcibly().onExit().join();
      throw e;
    }
    // It has made its certificate, which the client reads at once.
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("https://127.0.0.1:" + port)
            .withCaCertFile(folder.resolve("certs/apiserver.crt").toString())
            .withOauthToken(ApiServerTrial.ASKING)
            .build();
    KubeletsApiServer server =
        new KubeletsApiServer(
            folder, process, new KubernetesClientBuilder().withConfig(config).build());
    try {
      server.createReader(rbac);
      return server;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static void awaitReady(Process process, InsecureClient asking, Path log)
      throws IOException, InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!asking.status("/readyz").equals(OptionalInt.of(200))) {
      // The exit of the process is the condition waited for; its absence paces the asking.
      if (process.waitFor(200, TimeUnit.MILLISECONDS) || Instant.now().isAfter(end)) {
        throw new IllegalStateException(Files.readString(log));
      }
    }
  }

  private void createReader(Path rbac) throws IOException {
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
    try (InputStream in = Files.newInputStream(rbac)) {
      List<HasMetadata> readers =
          client.load(in).items().stream()
              .filter(object -> object.getMetadata().getName().equals(READER))
              .toList();
      client.resourceList(readers).create();
    }
  }

  /** Asks kubelets as the operator does. */
  LiveReader reader() {
    return new LiveReader(
        client.getConfiguration(), KubeletTokens.of(client, NAMESPACE), node -> Set.of());
  }

  /** What a kubelet is given to connect by. */
  void writeKubeconfig(Path file) throws IOException {
    Config config = client.getConfiguration();
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        current-context: truth
        contexts: [{name: truth, context: {cluster: truth, user: truth}}]
        clusters: [{name: truth, cluster: {server: "%s", certificate-authority: "%s"}}]
        users: [{name: truth, user: {token: "%s"}}]
        """
            .formatted(config.getMasterUrl(), config.getCaCertFile(), config.getOauthToken()));
  }

  @Override
  public void close() throws IOException {
    client.close();
    process.destroyForcibly().onExit().join();
    Folders.delete(folder);
  }
}
