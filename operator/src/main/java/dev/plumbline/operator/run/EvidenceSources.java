package dev.plumbline.operator.run;

import dev.plumbline.operator.cluster.ApiEndpoints;
import dev.plumbline.operator.cluster.ComponentPods;
import dev.plumbline.operator.live.AdmissionProbes;
import dev.plumbline.operator.live.KubeletTokens;
import dev.plumbline.operator.live.LiveReader;
import dev.plumbline.operator.live.MetricsReader;
import dev.plumbline.operator.live.ReaderWithAdmission;
import dev.plumbline.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.client.Config;
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
   * @param settings for the operator's own namespace and image
   */
  static EvidenceSources of(KubernetesClient client, OperatorSettings settings, Clock clock) {
    KubernetesClient once = OneAttempt.within(DEADLINE, client);
    Config config = client.getConfiguration();
    KubeletTokens tokens = KubeletTokens.of(once, settings.namespace());
    MetricsReader metrics = new MetricsReader(config, tokens);
    return new EvidenceSources(
        PodLogs.of(client),
        LiveAnswers.of(
            () -> ApiEndpoints.read(once),
            new ReaderWithAdmission(
                new LiveReader(config, tokens, node -> ComponentPods.on(node, once)),
                AdmissionProbes.of(config, once, settings.namespace(), settings.image()))),
        Restarts.of(
            new ApiServerWatch(() -> ApiEndpoints.read(once), metrics::of),
            new KubeletWatch(metrics::of),
            clock));
  }
}
