package dev.plumbline.operator.run;

import dev.plumbline.operator.cluster.ApiEndpoints;
import dev.plumbline.operator.live.KubeletTokens;
import dev.plumbline.operator.live.LiveReader;
import dev.plumbline.operator.live.MetricsReader;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;

/**
 * Where the evidence of nodes comes from, each read beside the reconciliations.
 *
 * @param logs what pods have read of nodes
 * @param answers what running components answer
 * @param restarts when they were started
 */
record EvidenceSources(PodLogs logs, LiveAnswers answers, Restarts restarts) {

  private static final Duration DEADLINE = Duration.ofSeconds(10);

  /**
   * Those of a cluster.
   *
   * @param namespace the operator's own
   */
  static EvidenceSources of(KubernetesClient client, String namespace, Clock clock) {
    KubernetesClient once = OneAttempt.within(DEADLINE, client);
    KubeletTokens tokens = KubeletTokens.of(once, namespace);
    LiveReader reader = new LiveReader(client.getConfiguration(), tokens);
    MetricsReader metrics = new MetricsReader(client.getConfiguration(), tokens);
    return new EvidenceSources(
        PodLogs.of(client),
        LiveAnswers.of(() -> ApiEndpoints.read(once), reader::read),
        Restarts.of(
            new ApiServerWatch(() -> ApiEndpoints.read(once), metrics::of),
            new KubeletWatch(metrics::of),
            clock));
  }
}
