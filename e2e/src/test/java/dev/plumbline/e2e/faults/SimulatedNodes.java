// Over 250 lines: the scheduler and the kubelets are one actor, which each step of a pod goes
// through.
package dev.plumbline.e2e.faults;

import dev.plumbline.collector.Collector;
import dev.plumbline.evidence.EvidenceJson;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Plays the scheduler and each node's kubelet: binds pods, reports what becomes of them, and serves
 * their logs, for which the API server asks it as it asks a kubelet.
 */
final class SimulatedNodes implements AutoCloseable {

  private static final String NAMESPACE = ControlPlane.NAMESPACE;

  private final KubernetesClient admin;
  private final HttpServer kubelet;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "nodes");
            made.setDaemon(true);
            return made;
          });
  private final Map<String, String> evidence = new ConcurrentHashMap<>();
  private final Map<String, Outcome.Chosen> outcomes = new ConcurrentHashMap<>();
  private final Map<String, String> logs = new ConcurrentHashMap<>();
  private final Set<String> done = ConcurrentHashMap.newKeySet();

  private SimulatedNodes(ControlPlane controlPlane, Vertx vertx) {
    this.admin = controlPlane.admin();
    // The API server does not verify a kubelet's certificate unless it is told to.
    this.kubelet =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHost("127.0.0.1")
                    .setPort(0)
                    .setSsl(true)
                    .setKeyCertOptions(
                        new PemKeyCertOptions()
                            .setCertPath(controlPlane.folder().resolve("apiserver.crt").toString())
                            .setKeyPath(controlPlane.folder().resolve("apiserver.key").toString())))
            .requestHandler(this::serveLog);
    kubelet.listen().toCompletionStage().toCompletableFuture().join();
    admin
        .pods()
        .inNamespace(NAMESPACE)
        .inform(
            new ResourceEventHandler<Pod>() {
              @Override
              public void onAdd(Pod pod) {
                thread.execute(() -> play(pod));
              }

              @Override
              public void onUpdate(Pod before, Pod pod) {
                thread.execute(() -> play(pod));
              }

              @Override
              public void onDelete(Pod pod, boolean unknown) {
                logs.remove(pod.getMetadata().getName());
              }
            });
  }

  static SimulatedNodes start(ControlPlane controlPlane, Vertx vertx) {
    return new SimulatedNodes(controlPlane, vertx);
  }

  /**
   * A node joins.
   *
   * @param host the folder that stands for its root directory
   */
  void join(String name, Path host) {
    evidence.computeIfAbsent(
        name, node -> EvidenceJson.write(new Collector(Duration.ofMinutes(1)).collectHost(host)));
    admin
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: v1
                kind: Node
                metadata:
                  name: %s
                  labels: {kubernetes.io/hostname: %1$s, kubernetes.io/os: linux}
                """
                    .formatted(name),
                Node.class))
        .create();
    report(name, "True");
  }

  /** What the kubelet reports of its node. */
  void report(String name, String ready) {
    admin
        .nodes()
        .withName(name)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            """
            status:
              addresses: [{type: InternalIP, address: 127.0.0.1}]
              daemonEndpoints: {kubeletEndpoint: {Port: %d}}
              nodeInfo: {kubeletVersion: v1.36.3, operatingSystem: linux, architecture: amd64}
              conditions: [{type: Ready, status: '%s', reason: KubeletReport, message: as the test has it}]
            """
                .formatted(kubelet.actualPort(), ready));
  }

  /** From now on this becomes of the pods of a node. */
  void choose(String node, Outcome.Chosen outcome) {
    outcomes.put(node, outcome);
  }

  /** From now on every pod runs to its end. */
  void chooseNothing() {
    outcomes.clear();
  }

  String evidence(String node) {
    return Objects.requireNonNull(evidence.get(node), node);
  }

  private void play(Pod pod) {
    try {
      if (pod.getMetadata().getDeletionTimestamp() != null) {
        admin.resource(pod).withGracePeriod(0).delete();
        return;
      }
      String node =
          pod.getSpec()
              .getAffinity()
              .getNodeAffinity()
              .getRequiredDuringSchedulingIgnoredDuringExecution()
              .getNodeSelectorTerms()
              .get(0)
              .getMatchFields()
              .get(0)
              .getValues()
              .get(0);
      if (done.add(pod.getMetadata().getUid())) {
        play(pod, node);
      }
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        // As a kubelet does, whatever the API server has answered.
        done.remove(pod.getMetadata().getUid());
        CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, thread)
            .execute(() -> playAgain(pod));
      }
    }
  }

  private void playAgain(Pod pod) {
    Pod now = admin.pods().inNamespace(NAMESPACE).withName(pod.getMetadata().getName()).get();
    if (now != null && now.getMetadata().getUid().equals(pod.getMetadata().getUid())) {
      play(now);
    }
  }

  private void play(Pod pod, String node) {
    String job = pod.getMetadata().getLabels().getOrDefault("batch.kubernetes.io/job-name", "-1");
    int attempt = Integer.parseInt(job.substring(job.lastIndexOf('-') + 1));
    Outcome outcome =
        outcomes.getOrDefault(node, (any, number) -> Outcome.collected()).of(pod, attempt);
    if (outcome instanceof Outcome.Unschedulable) {
      status(
          pod,
          """
          status:
            conditions:
              - {type: PodScheduled, status: 'False', reason: Unschedulable, message: '0/3 nodes are available'}
          """);
      return;
    }
    bind(pod, node);
    if (outcome instanceof Outcome.Reported reported) {
      status(pod, Serialization.asYaml(Map.of("status", reported.status())));
    } else if (outcome instanceof Outcome.Deleted) {
      admin.resource(pod).delete();
    } else if (outcome instanceof Outcome.NoDirectory) {
      failedMount(pod);
    } else if (outcome instanceof Outcome.Collected collected) {
      end(pod, node, collected);
    }
  }

  /** A pod that has been running ends as it should. */
  void end(Pod pod) {
    thread.execute(
        () -> end(pod, pod.getSpec().getNodeName(), (Outcome.Collected) Outcome.collected()));
  }

  private void end(Pod pod, String node, Outcome.Collected collected) {
    String json = evidence(node);
    logs.put(pod.getMetadata().getName(), collected.log().apply(json + "\n"));
    String receipt =
        EvidenceJson.write(
            EvidenceJson.receipt(json, env(pod, "PLUMBLINE_RUN"), env(pod, "PLUMBLINE_NODE_UID")));
    status(
        pod,
        Serialization.asYaml(Map.of("status", Outcome.ended(collected.receipt().apply(receipt)))));
  }

  private static String env(Pod pod, String name) {
    return pod.getSpec().getContainers().stream()
        .flatMap(container -> container.getEnv().stream())
        .filter(variable -> variable.getName().equals(name))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private void bind(Pod pod, String node) {
    if (pod.getSpec().getNodeName() != null) {
      return;
    }
    admin
        .bindings()
        .inNamespace(NAMESPACE)
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: v1
                kind: Binding
                metadata: {name: %s, namespace: %s}
                target: {apiVersion: v1, kind: Node, name: %s}
                """
                    .formatted(pod.getMetadata().getName(), NAMESPACE, node),
                io.fabric8.kubernetes.api.model.Binding.class))
        .create();
  }

  private void status(Pod pod, String yaml) {
    admin
        .pods()
        .inNamespace(NAMESPACE)
        .withName(pod.getMetadata().getName())
        .subresource("status")
        .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), yaml);
  }

  /** In the words of the kubelet, about the first directory that the pod mounts. */
  private void failedMount(Pod pod) {
    admin
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: v1
                kind: Event
                metadata: {generateName: mount-, namespace: %1$s}
                involvedObject: {kind: Pod, namespace: %1$s, name: %2$s, uid: %3$s}
                type: Warning
                reason: FailedMount
                message: 'MountVolume.SetUp failed for volume "x" : hostPath type check failed: %4$s is not a directory'
                """
                    .formatted(
                        NAMESPACE,
                        pod.getMetadata().getName(),
                        pod.getMetadata().getUid(),
                        pod.getSpec().getVolumes().get(0).getHostPath().getPath()),
                Event.class))
        .create();
  }

  /** {@code /containerLogs/NAMESPACE/POD/CONTAINER}. */
  private void serveLog(HttpServerRequest asked) {
    String[] parts = asked.path().split("/", -1);
    String log = parts.length == 5 ? logs.get(parts[3]) : null;
    if (log == null) {
      asked.response().setStatusCode(HttpURLConnection.HTTP_NOT_FOUND).end();
    } else {
      asked.response().putHeader("Content-Type", "text/plain").end(log);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    kubelet.close().toCompletionStage().toCompletableFuture().join();
  }
}
