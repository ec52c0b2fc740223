package dev.plumbline.operator.run;

import dev.plumbline.evidence.EvidenceJson;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Reads the logs of pods beside the reconciliations, so that a kubelet that does not answer delays
 * no other node. A number of them is read at a time; each has a deadline and attempts of its own.
 */
final class PodLogs {

  /** Room for the evidence, and for what a JVM may print beside it. */
  static final int MAX_BYTES = EvidenceJson.MAX_BYTES + 256 * 1024;

  private static final int AT_A_TIME = 4;
  private static final int ATTEMPTS = 3;
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final KubernetesClient client;
  private final ExecutorService threads;

  /** Logs that were read and not asked for again stay in memory, up to this number. */
  private static final int MAX_HELD = 16;

  /** By the pod's UID. What was read is handed over once. */
  private final Map<String, Held> logs = new ConcurrentHashMap<>();

  private record Held(String scan, PodLog log) {}

  PodLogs(KubernetesClient client, ExecutorService threads) {
    this.client = OneAttempt.within(DEADLINE, client);
    this.threads = threads;
  }

  static PodLogs of(KubernetesClient client) {
    return new PodLogs(
        client,
        Executors.newFixedThreadPool(
            AT_A_TIME,
            task -> {
              Thread thread = new Thread(task, "pod-logs");
              thread.setDaemon(true);
              return thread;
            }));
  }

  /**
   * The log of a pod that has ended. The first call starts to read it.
   *
   * @param scan the UID of the scan that the pod belongs to
   * @param whenRead is called, on another thread, once another call would have the log
   */
  PodLog of(String scan, Pod pod, Runnable whenRead) {
    String uid = pod.getMetadata().getUid();
    Held held = logs.get(uid);
    if (held == null) {
      if (logs.size() >= MAX_HELD) {
        return new PodLog.Reading();
      }
      logs.put(uid, new Held(scan, new PodLog.Reading()));
      threads.execute(
          () -> {
            logs.put(uid, new Held(scan, read(pod)));
            whenRead.run();
          });
      // A test's executor has read it by now.
      held = Objects.requireNonNull(logs.get(uid));
    }
    if (!(held.log() instanceof PodLog.Reading)) {
      logs.remove(uid);
    }
    return held.log();
  }

  /** Forgets the logs of a scan's pods that are no more. */
  void retain(String scan, Set<String> pods) {
    logs.entrySet()
        .removeIf(
            entry ->
                entry.getValue().scan().equals(scan)
                    && !(entry.getValue().log() instanceof PodLog.Reading)
                    && !pods.contains(entry.getKey()));
  }

  /** Of the request itself: the client's own way to a log lists the pod before, and waits. */
  private static String path(Pod pod) {
    return "/api/v1/namespaces/"
        + pod.getMetadata().getNamespace()
        + "/pods/"
        + pod.getMetadata().getName()
        + "/log?pretty=false&container="
        + NodeJob.CONTAINER
        + "&limitBytes="
        + MAX_BYTES;
  }

  private PodLog read(Pod pod) {
    String why = "";
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        String text = client.raw(path(pod));
        return text == null ? new PodLog.Unreadable("the pod was deleted") : new PodLog.Read(text);
      } catch (KubernetesClientException e) {
        why = Refusal.of(e).message();
      } catch (RuntimeException e) {
        why = e.getClass().getSimpleName();
      }
    }
    return new PodLog.Unreadable(why);
  }
}
