package dev.plumbline.operator.run;

import dev.plumbline.operator.store.ScanOwnership;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Creates and deletes the Jobs of a run. */
final class NodeJobs {

  /** So many Jobs are deleted by one request, once all of them have ended. */
  private static final int BATCH_SIZE = 100;

  /** As long as an API server lets a request take: to delete a hundred Jobs may take a while. */
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final KubernetesClient client;

  /**
   * Of batches: the scan would stand still while they are repeated, and the next step tries again.
   */
  private final KubernetesClient deletions;

  private final ScanObjects objects;
  private final String namespace;

  NodeJobs(KubernetesClient client, ScanObjects objects, String namespace) {
    this.client = client;
    this.deletions = OneAttempt.within(DEADLINE, client);
    this.objects = objects;
    this.namespace = namespace;
  }

  static boolean isOf(String run, Job job) {
    return run.equals(job.getMetadata().getLabels().get(ScanOwnership.RUN));
  }

  /** Nodes that follow each other by name are in one batch. */
  static String batch(RunStep.Target run, NodeDecision node) {
    return Integer.toString(
        Collections.binarySearch(run.nodes(), node, NodeDecision.BY_NAME) / BATCH_SIZE);
  }

  /**
   * Creates a Job.
   *
   * @throws KubernetesClientException when the API server refuses it
   */
  void create(Job job) {
    try {
      objects.created(client.resource(job).create());
    } catch (KubernetesClientException e) {
      // The name follows from run, node and attempt: an earlier call has created it.
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }

  /**
   * Deletes what the run does not wait for: the Jobs of other runs and of nodes that were deleted,
   * those before a node's last attempt, and batches whose nodes are all finished. Where another
   * attempt is due, the last one too, unless it has ended: no node has two live Jobs. One that has
   * ended stays, since it tells which attempt is the next.
   */
  void deleteUnneeded(RunStep.Target run, RunStep.Observed seen, Map<String, NodeState> states) {
    Set<String> needed = new HashSet<>();
    for (NodeDecision node : run.nodes()) {
      if (states.get(node.node().name()) instanceof NodeState.Unfinished) {
        needed.add(batch(run, node));
        seen.jobsOf(node.node().name()).forEach(job -> needed.add(label(job)));
      }
    }
    Set<String> deleted = new HashSet<>();
    for (Job job : seen.jobsOfScan()) {
      if (job.getMetadata().getDeletionTimestamp() != null) {
        continue;
      }
      NodeState state = states.get(ScanOwnership.node(job));
      boolean isOfRun = isOf(run.id(), job);
      if (!isOfRun || state == null || state instanceof NodeState.Asking) {
        delete(job);
      } else if (state instanceof NodeState.Due) {
        if (!JobInspector.hasEnded(job)) {
          delete(job);
        }
      } else if (state instanceof NodeState.Unfinished) {
        // By UID: to compare all of two objects takes long.
        if (!uid(seen.jobsOf(ScanOwnership.node(job)).get(0)).equals(uid(job))) {
          delete(job);
        }
      } else if (!(state instanceof NodeState.Collected)) {
        // Its pod may still be waiting.
        delete(job);
      } else if (!needed.contains(label(job)) && deleted.add(label(job))) {
        deleteBatch(run, label(job));
      }
    }
  }

  private static String uid(Job job) {
    return job.getMetadata().getUid();
  }

  private static String label(Job job) {
    return job.getMetadata().getLabels().getOrDefault(NodeJob.BATCH, "");
  }

  private void delete(Job job) {
    client.resource(job).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
  }

  /** One request: the client's own deletion by label lists the objects and deletes each. */
  private void deleteBatch(RunStep.Target run, String batch) {
    deletions.raw(
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
