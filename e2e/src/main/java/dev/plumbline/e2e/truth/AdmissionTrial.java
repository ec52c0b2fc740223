package dev.plumbline.e2e.truth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.ProbeAnswers.None;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import dev.plumbline.operator.live.AdmissionProbes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Starts a kube-apiserver, gives it a row's objects and config/overlays/admission-probes, and asks
 * it as the operator does.
 */
public final class AdmissionTrial {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String SYSTEM = "plumbline-system";

  private final ApiServerTrial servers;
  private final Path overlay;

  /**
   * A trial.
   *
   * @param etcd where the servers store
   * @param overlay the folder config/overlays/admission-probes
   */
  public AdmissionTrial(Path binary, Etcd etcd, Path overlay) {
    this.servers = new ApiServerTrial(binary, etcd.endpoint());
    this.overlay = overlay;
  }

  /** Tries a row. */
  public AdmissionTable.Recorded run(AdmissionRow row) throws IOException, InterruptedException {
    Path dir = Files.createTempDirectory("plumbline-admission");
    int port = FreePort.pick();
    Process server =
        new ProcessBuilder(servers.command(new Row(row.name(), row.arguments(), null), dir, port))
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("log").toFile())
            .start();
    try (KubernetesClient root = client(port, ApiServerTrial.ASKING)) {
      await(server, () -> root.namespaces().withName("default").get() != null);
      prepare(root, row);
      return recorded(row, dir, port, server, root);
    } finally {
      server.destroyForcibly().onExit().join();
      Folders.delete(dir);
    }
  }

  private AdmissionTable.Recorded recorded(
      AdmissionRow row, Path dir, int port, Process server, KubernetesClient root)
      throws InterruptedException {
    Config config =
        new ConfigBuilder(Config.empty())
            .withCaCertFile(dir.resolve("certs/apiserver.crt").toString())
            .build();
    ApiEndpoint endpoint = new ApiEndpoint("127.0.0.1", port);
    List<String> namespaces =
        root.namespaces().list().getItems().stream()
            .map(one -> one.getMetadata().getName())
            .toList();
    boolean applied = row.policy() == AdmissionRow.Policy.Applied;
    if (applied) {
      // The server sees new policies a moment later.
      await(
          server,
          () -> isAsked(AdmissionProbes.read(config, ApiServerTrial.PROBING, List.of(), endpoint)));
    }
    List<ProbeAnswers> answers =
        AdmissionProbes.read(config, ApiServerTrial.PROBING, namespaces, endpoint).stream()
            .map(
                one ->
                    new ProbeAnswers(
                        one.probe(), SourceLocation.line("kube-apiserver", 1), one.answers()))
            .toList();
    return new AdmissionTable.Recorded(
        row.name(),
        row.arguments(),
        row.policy(),
        answers,
        applied ? statusWithoutDryRun(port) : 0,
        Stream.concat(
                root.pods().inAnyNamespace().list().getItems().stream(),
                root.services().inAnyNamespace().list().getItems().stream())
            .map(one -> one.getMetadata().getName())
            .filter(name -> !name.equals("kubernetes"))
            .toList());
  }

  private static boolean isAsked(List<ProbeAnswers> answers) {
    return answers.stream()
        .flatMap(one -> one.answers().stream())
        .noneMatch(one -> one.answer() instanceof None);
  }

  /** What controllers would make, and the row's own before the policy that is waited for. */
  private void prepare(KubernetesClient root, AdmissionRow row) throws IOException {
    namespace(root, SYSTEM);
    account(root, "default");
    for (JsonNode object : row.objects()) {
      HasMetadata created = Serialization.unmarshal(object.toString(), HasMetadata.class);
      root.resource(created).create();
      if (object.has("status")) {
        root.resource(created).patchStatus();
      }
      String name = created.getMetadata().getName();
      if (created.getKind().equals("Namespace") && !name.equals("without-account")) {
        account(root, name);
      }
    }
    apply(root, "rbac.yaml");
    if (row.policy() == AdmissionRow.Policy.Applied) {
      apply(root, "policy.yaml");
    }
  }

  private void apply(KubernetesClient root, String file) throws IOException {
    try (var in = Files.newInputStream(overlay.resolve(file))) {
      root.load(in).create();
    }
  }

  private static void namespace(KubernetesClient root, String name) {
    root.resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    account(root, name);
  }

  private static void account(KubernetesClient root, String namespace) {
    root.resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("default")
                .withNamespace(namespace)
                .endMetadata()
                .build())
        .create();
  }

  /** As somebody who has got hold of a token of the account. */
  private static int statusWithoutDryRun(int port) {
    try (KubernetesClient prober = client(port, ApiServerTrial.PROBING)) {
      prober
          .resource(
              new PodBuilder()
                  .withNewMetadata()
                  .withName("real")
                  .withNamespace("default")
                  .endMetadata()
                  .withNewSpec()
                  .withAutomountServiceAccountToken(false)
                  .addNewContainer()
                  .withName("a")
                  .withImage("a")
                  .endContainer()
                  .endSpec()
                  .build())
          .create();
      return 201;
    } catch (KubernetesClientException e) {
      return e.getCode();
    }
  }

  private static KubernetesClient client(int port, String token) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1:" + port)
                .withTrustCerts(true)
                .withOauthToken(token)
                .withRequestRetryBackoffLimit(0)
                .build())
        .build();
  }

  private interface Condition {
    boolean holds();
  }

  /** The exit of the process would end it; its absence paces the asking. */
  private static void await(Process server, Condition condition) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end)) {
      if (server.waitFor(200, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("the API server exited");
      }
      try {
        if (condition.holds()) {
          return;
        }
      } catch (KubernetesClientException e) {
        // It is not yet ready.
      }
    }
    throw new IllegalStateException("what was waited for did not come");
  }
}
