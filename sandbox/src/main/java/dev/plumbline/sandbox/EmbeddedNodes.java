package dev.plumbline.sandbox;

import dev.plumbline.collector.Main;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Nodes of the embedded API server: each is a directory, and a Job on it is a local collector
 * process.
 */
final class EmbeddedNodes implements AutoCloseable {

  private final EmbeddedApiServer server;
  private final KubernetesClient client;
  private final String namespace;
  private final Map<String, Path> hostRoots;
  private final ExecutorService processes = Executors.newFixedThreadPool(2);

  private EmbeddedNodes(EmbeddedApiServer server, String namespace, Map<String, Path> hostRoots) {
    this.server = server;
    this.client = server.client();
    this.namespace = namespace;
    this.hostRoots = Map.copyOf(hostRoots);
  }

  /**
   * Registers the nodes and starts to take Jobs.
   *
   * @param hostRoots the directory of each node, by its name
   */
  public static EmbeddedNodes start(
      EmbeddedApiServer server, String namespace, Map<String, Path> hostRoots) {
    EmbeddedNodes nodes = new EmbeddedNodes(server, namespace, hostRoots);
    for (String name : hostRoots.keySet()) {
      nodes
          .client
          .resource(
              new NodeBuilder()
                  .withNewMetadata()
                  .withName(name)
                  .addToLabels("kubernetes.io/hostname", name)
                  .endMetadata()
                  .build())
          .create();
    }
    nodes.client.batch().v1().jobs().inNamespace(namespace).watch(nodes.new Jobs());
    return nodes;
  }

  private final class Jobs implements Watcher<Job> {
    @Override
    public void eventReceived(Action action, Job job) {
      if (action == Action.ADDED) {
        processes.execute(() -> run(job));
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      // The server ends with the command.
    }
  }

  private void run(Job job) {
    String node = target(job);
    Pod pod = pod(job, node);
    client.resource(pod).create();
    try {
      Path terminationLog = Files.createTempFile("plumbline-termination", ".json");
      Path log = Files.createTempFile("plumbline-pod", ".log");
      int exit = collect(job, Objects.requireNonNull(hostRoots.get(node)), terminationLog, log);
      server.logs().put(pod.getMetadata().getName(), Files.readString(log, StandardCharsets.UTF_8));
      end(pod, exit, Files.readString(terminationLog, StandardCharsets.UTF_8));
      Files.delete(terminationLog);
      Files.delete(log);
    } catch (IOException e) {
      end(pod, 1, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (KubernetesClientException e) {
      // The Job, and with it the pod, went away meanwhile.
    }
  }

  private static int collect(Job job, Path hostRoot, Path terminationLog, Path log)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            hostRoot.toString(),
            terminationLog.toString());
    var container = job.getSpec().getTemplate().getSpec().getContainers().get(0);
    container
        .getEnv()
        .forEach(variable -> builder.environment().put(variable.getName(), variable.getValue()));
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
  }

  private static String target(Job job) {
    return job.getSpec()
        .getTemplate()
        .getSpec()
        .getAffinity()
        .getNodeAffinity()
        .getRequiredDuringSchedulingIgnoredDuringExecution()
        .getNodeSelectorTerms()
        .get(0)
        .getMatchFields()
        .get(0)
        .getValues()
        .get(0);
  }

  private Pod pod(Job job, String node) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(job.getMetadata().getName() + "-" + UUID.randomUUID().toString().substring(0, 5))
        .withNamespace(namespace)
        .withLabels(job.getSpec().getTemplate().getMetadata().getLabels())
        .addNewOwnerReference()
        .withApiVersion("batch/v1")
        .withKind("Job")
        .withName(job.getMetadata().getName())
        .withUid(job.getMetadata().getUid())
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .withNewSpecLike(job.getSpec().getTemplate().getSpec())
        .withNodeName(node)
        .endSpec()
        .withNewStatus()
        .withPhase("Running")
        .endStatus()
        .build();
  }

  private void end(Pod pod, int exit, String message) {
    Pod ended =
        new PodBuilder(pod)
            .withNewStatus()
            .withPhase(exit == 0 ? "Succeeded" : "Failed")
            .addNewContainerStatus()
            .withName("collector")
            .withNewState()
            .withNewTerminated()
            .withExitCode(exit)
            .withMessage(message)
            .endTerminated()
            .endState()
            .endContainerStatus()
            .endStatus()
            .build();
    client
        .pods()
        .inNamespace(namespace)
        .withName(pod.getMetadata().getName())
        .editStatus(
            current -> {
              current.setStatus(ended.getStatus());
              return current;
            });
  }

  @Override
  public void close() {
    processes.shutdownNow();
    client.close();
  }
}
