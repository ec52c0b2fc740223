package dev.plumbline.e2e.faults;

import static org.awaitility.Awaitility.await;

import dev.plumbline.e2e.truth.Etcd;
import dev.plumbline.e2e.truth.Folders;
import dev.plumbline.e2e.truth.FreePort;
import dev.plumbline.e2e.truth.SigningKey;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A control plane on loopback, with Plumbline's resources and rights installed: etcd,
 * kube-apiserver, and of kube-controller-manager the controllers that Jobs need. There is no
 * scheduler and no kubelet.
 */
final class ControlPlane implements AutoCloseable {

  static final String NAMESPACE = "plumbline-system";

  private static final String ADMIN = "an-admin";
  private static final String CONTROLLERS = "the-controller-manager";

  /** Who they are: token, user, UID, groups. The operator has the rights of config/, no others. */
  private static final String TOKENS =
      ADMIN
          + ",admin,1,system:masters\n"
          + CONTROLLERS
          + ",system:kube-controller-manager,2\n"
          + OperatorProcess.TOKEN
          + ",system:serviceaccount:plumbline-system:plumbline-operator,3,"
          + "\"system:serviceaccounts,system:serviceaccounts:plumbline-system\"\n";

  private static final String CONTROLLER_NAMES =
      "job-controller,garbage-collector-controller,namespace-controller,resourcequota-controller,"
          + "pod-garbage-collector-controller,serviceaccount-controller";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path binaries;
  private final Path folder;
  private final Etcd etcd;
  private final int port;
  private final Process apiServer;
  private final Process controllers;
  private final KubernetesClient admin;

  private ControlPlane(Path binaries, Path projectRoot) throws IOException {
    this.binaries = binaries;
    this.folder = Files.createTempDirectory("plumbline-faults");
    this.etcd = Etcd.start(binaries.resolve("etcd"));
    this.port = FreePort.pick();
    this.apiServer = apiServer();
    this.admin =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(Config.empty())
                    .withMasterUrl("https://127.0.0.1:" + port)
                    .withTrustCerts(true)
                    .withOauthToken(ADMIN)
                    .withRequestTimeout((int) PATIENCE.toMillis())
                    .build())
            .build();
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .until(() -> "ok".equals(admin.raw("/readyz")));
    this.controllers = controllers();
    kubectl("apply", "--server-side", "-f", projectRoot.resolve("crds").toString());
    kubectl("apply", "--server-side", "-k", projectRoot.resolve("config/base").toString());
  }

  /**
   * Starts it; returns once it takes requests.
   *
   * @param projectRoot where {@code crds/} and {@code config/} lie
   */
  static ControlPlane start(Path binaries, Path projectRoot) throws IOException {
    return new ControlPlane(binaries, projectRoot);
  }

  private Process apiServer() throws IOException {
    Path key = SigningKey.generate().write(folder.resolve("sa.key"));
    Path tokens = Files.writeString(folder.resolve("tokens.csv"), TOKENS);
    return run(
        "kube-apiserver",
        "--etcd-servers=" + etcd.endpoint(),
        "--bind-address=127.0.0.1",
        "--secure-port=" + port,
        "--cert-dir=" + folder,
        "--endpoint-reconciler-type=none",
        "--service-cluster-ip-range=10.96.0.0/16",
        "--service-account-issuer=https://faults.invalid",
        "--service-account-signing-key-file=" + key,
        "--service-account-key-file=" + key,
        "--token-auth-file=" + tokens,
        "--authorization-mode=RBAC");
  }

  private Process controllers() throws IOException {
    return run(
        "kube-controller-manager",
        "--kubeconfig=" + kubeconfig("controllers", "https://127.0.0.1:" + port, CONTROLLERS),
        "--controllers=" + CONTROLLER_NAMES,
        "--use-service-account-credentials=true",
        "--leader-elect=false",
        "--secure-port=0",
        "--kube-api-qps=200",
        "--kube-api-burst=400");
  }

  /** A kubeconfig for a token. */
  Path kubeconfig(String name, String server, String token) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: here
        contexts: [{name: here, context: {cluster: here, user: here}}]
        clusters: [{name: here, cluster: {server: '%s', insecure-skip-tls-verify: true}}]
        users: [{name: here, user: {token: '%s'}}]
        """
            .formatted(server, token));
  }

  private Process run(String component, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(binaries.resolve(component).toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(component + ".log").toFile())
        .start();
  }

  private void kubectl(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("--kubeconfig=" + kubeconfig("admin", "https://127.0.0.1:" + port, ADMIN)));
    command.addAll(List.of(arguments));
    int rc = run("kubectl", command.toArray(String[]::new)).onExit().join().exitValue();
    if (rc != 0) {
      throw new IllegalStateException(
          "kubectl " + command + ": " + Files.readString(folder.resolve("kubectl.log")));
    }
  }

  int port() {
    return port;
  }

  /** Where the API server's certificate and key lie, and what the components log. */
  Path folder() {
    return folder;
  }

  /** Past the proxy, and with every right. */
  KubernetesClient admin() {
    return admin;
  }

  @Override
  public void close() throws IOException {
    admin.close();
    controllers.destroyForcibly().onExit().join();
    apiServer.destroyForcibly().onExit().join();
    etcd.close();
    Folders.delete(folder);
  }
}
