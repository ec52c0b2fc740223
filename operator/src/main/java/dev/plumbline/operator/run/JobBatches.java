package dev.plumbline.operator.run;

import dev.plumbline.operator.store.ScanOwnership;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Deletes the Jobs of a run by one request for many of them. An API server takes seconds for it, in
 * which no other Job would be started: all but the last batches are deleted beside the steps.
 */
final class JobBatches {

  private static final Logger LOG = LogManager.getLogger(JobBatches.class);

  /** So many Jobs are deleted by one request, once all of them have ended. */
  private static final int SIZE = 100;

  /** As long as an API server lets a request take: to delete a hundred Jobs may take a while. */
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /**
   * One attempt each: the scan would stand still while they are repeated, and a later step tries
   * again.
   */
  private final KubernetesClient client;

  private final String namespace;
  private final Executor beside;

  /** By the scan's UID. */
  private final Map<String, Asked> asked = new ConcurrentHashMap<>();

  /** The batches of a run whose deletion was begun beside its steps. */
  private record Asked(String run, Set<String> batches) {

    static Asked ofNone(String run) {
      return new Asked(run, ConcurrentHashMap.newKeySet());
    }
  }

  /**
   * Takes where to delete.
   *
   * @param beside runs what the steps don't wait for
   */
  JobBatches(KubernetesClient client, String namespace, Executor beside) {
    this.client = OneAttempt.within(DEADLINE, client);
    this.namespace = namespace;
    this.beside = beside;
  }

  static JobBatches of(KubernetesClient client, String namespace) {
    return new JobBatches(
        client,
        namespace,
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "job-deletions");
              thread.setDaemon(true);
              return thread;
            }));
  }

  /** Nodes that follow each other by name are in one batch. */
  static String of(RunStep.Target run, NodeDecision node) {
    return Integer.toString(
        Collections.binarySearch(run.nodes(), node, NodeDecision.BY_NAME) / SIZE);
  }

  /** Deletes some while the run goes on, each once: what that leaves is deleted at its end. */
  void delete(RunStep.Target run, Set<String> batches) {
    Asked before =
        asked.compute(
            uid(run),
            (uid, last) ->
                last != null && last.run().equals(run.id()) ? last : Asked.ofNone(run.id()));
    batches.stream()
        .filter(before.batches()::add)
        .forEach(batch -> beside.execute(() -> tryToDelete(run, batch)));
  }

  /**
   * Deletes what is left when no node of the run needs a Job any more.
   *
   * @throws KubernetesClientException when the API server refuses it
   */
  void deleteLast(RunStep.Target run, Set<String> batches) {
    batches.forEach(batch -> request(run, batch));
    asked.remove(uid(run));
  }

  /** Frees what is held in memory for scans that were deleted. */
  void retain(Set<String> scans) {
    asked.keySet().retainAll(scans);
  }

  private static String uid(RunStep.Target run) {
    return run.scan().getMetadata().getUid();
  }

  private void tryToDelete(RunStep.Target run, String batch) {
    try {
      request(run, batch);
    } catch (KubernetesClientException e) {
      LOG.info(
          "{}: Jobs that have ended stay until the end of the run, since their deletion failed: {}",
          run.scan().getMetadata().getName(),
          Refusal.of(e).message());
    }
  }

  /** The client's own deletion by label lists the objects and deletes each. */
  private void request(RunStep.Target run, String batch) {
    client.raw(
        "/apis/batch/v1/namespaces/"
            + namespace
            + "/jobs?labelSelector="
            + ScanOwnership.RUN
            + "%3D"
            + run.id()
            + "%2C"
            + NodeJob.BATCH
            + "%3D"
            + batch,
        "DELETE",
        new DeleteOptionsBuilder()
            .withPropagationPolicy(DeletionPropagation.BACKGROUND.toString())
            .build());
  }
}
