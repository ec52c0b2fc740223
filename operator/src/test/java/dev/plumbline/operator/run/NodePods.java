package dev.plumbline.operator.run;

import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.operator.Evidences;
import dev.plumbline.operator.store.ScanOwnership;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Pods of Jobs for tests. */
final class NodePods {

  private NodePods() {}

  /** The Job's pod has run to its end, with the receipt for the evidence of an empty node. */
  static Pod succeeded(Job job, String run, String nodeUid) {
    Pod pod =
        Serialization.unmarshal(
            """
            metadata:
              name: pod-of-%1$s
              namespace: plumbline-system
              labels: {plumbline.dev/run: '%2$s'}
              creationTimestamp: '2020-01-01T12:00:00Z'
              ownerReferences: [{apiVersion: batch/v1, kind: Job, name: scan, uid: '%1$s'}]
            spec: {nodeName: '%3$s', containers: [{name: collector}]}
            status:
              phase: Succeeded
              containerStatuses: [{name: collector, state: {terminated: {exitCode: 0}}}]
            """
                .formatted(job.getMetadata().getUid(), run, ScanOwnership.node(job)),
            Pod.class);
    pod.getStatus()
        .getContainerStatuses()
        .get(0)
        .getState()
        .getTerminated()
        .setMessage(EvidenceJson.write(EvidenceJson.receipt(Evidences.JSON, run, nodeUid)));
    return pod;
  }

  /** The path and query by which the operator reads the pod's log. */
  static String log(Pod pod) {
    return "/api/v1/namespaces/plumbline-system/pods/"
        + pod.getMetadata().getName()
        + "/log?pretty=false&container=collector&limitBytes="
        + PodLogs.MAX_BYTES;
  }
}
