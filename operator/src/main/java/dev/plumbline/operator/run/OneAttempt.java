package dev.plumbline.operator.run;

import io.fabric8.kubernetes.client.Client;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.time.Duration;

/** Requests that the client does not repeat by itself, which may take minutes. */
final class OneAttempt {

  private OneAttempt() {}

  /** The same client for them; each ends after the deadline. */
  static KubernetesClient within(Duration deadline, KubernetesClient client) {
    return ((Client) client)
        .newClient(
            new RequestConfigBuilder()
                .withRequestTimeout((int) deadline.toMillis())
                .withRequestRetryBackoffLimit(0)
                .build())
        .adapt(KubernetesClient.class);
  }
}
