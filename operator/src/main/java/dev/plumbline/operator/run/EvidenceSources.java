package dev.plumbline.operator.run;

import dev.plumbline.operator.cluster.ApiEndpoints;
import dev.plumbline.operator.cluster.ComponentPods;
import dev.plumbline.operator.live.KubeletTokens;
import dev.plumbline.operator.live.LiveReader;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;

/**
 * Where the evidence of nodes comes from, each read beside the reconciliations.
 *
 * @param logs what pods have read of nodes
 * @param answers what running components answer
 */
record EvidenceSources(PodLogs logs, LiveAnswers answers) {

  private static final Duration DEADLINE = Duration.ofSeconds(10);

  /**
   * Those of a cluster.
   *
   * @param namespace the operator's own
   */
  static EvidenceSources of(KubernetesClient client, String namespace) {
    KubernetesClient once = OneAttempt.within(DEADLINE, client);
    LiveReader reader =
        new LiveReader(
            client.getConfiguration(),
            KubeletTokens.of(once, namespace),
            node -> ComponentPods.on(node, once));
    return new EvidenceSources(
        PodLogs.of(client), LiveAnswers.of(() -> ApiEndpoints.read(once), reader::read));
  }
}
