package dev.plumbline.operator.run;

import dev.plumbline.operator.store.ScanOwnership;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Creates and deletes the Jobs of a run. */
final class NodeJobs {

  private final KubernetesClient client;

  private final ScanObjects objects;
  private final JobBatches batches;

  NodeJobs(KubernetesClient client, ScanObjects objects, JobBatches batches) {
    this.client = client;
    this.objects = objects;
    this.batches = batches;
  }

  static boolean isOf(String run, Job job) {
    return run.equals(job.getMetadata().getLabels().get(ScanOwnership.RUN));
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
        needed.add(JobBatches.of(run, node));
        seen.jobsOf(node.node().name()).forEach(job -> needed.add(label(job)));
      }
    }
    boolean isLast = needed.isEmpty();
    Set<String> unneeded = new TreeSet<>();
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
      } else if (!needed.contains(label(job))) {
        unneeded.add(label(job));
      }
    }
    if (isLast) {
      batches.deleteLast(run, unneeded);
    } else {
      batches.delete(run, unneeded);
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
    objects.deleted(job);
  }

  /** Forgets what it knows of scans that are no more. */
  void retain(Set<String> scans) {
    batches.retain(scans);
  }
}
