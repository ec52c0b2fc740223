package dev.plumbline.operator.run;

import dev.plumbline.engine.catalogue.Platform;
import dev.plumbline.operator.cluster.ClusterVersion;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** What the cluster is, as its API server last answered. */
final class ObservedPlatform {

  private static final Logger LOG = LogManager.getLogger(ObservedPlatform.class);

  /** A cluster is upgraded now and then, and a run is reconciled many times a minute. */
  private static final Duration MAX_AGE = Duration.ofMinutes(1);

  private final KubernetesClient client;
  private final Clock clock;
  private final AtomicReference<Answer> last =
      new AtomicReference<>(new Answer(ClusterVersion.unknown(), Instant.EPOCH));

  private record Answer(Platform platform, Instant read) {}

  ObservedPlatform(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * A scan that names its benchmark does not depend on the cluster's version, so one that can't be
   * read for a moment changes nothing.
   */
  Platform last() {
    try {
      return now();
    } catch (KubernetesClientException e) {
      LOG.warn("The API server's version could not be read: {}", e.getMessage());
      return Objects.requireNonNull(last.get()).platform();
    }
  }

  /**
   * What it is now.
   *
   * @throws KubernetesClientException when the API server does not answer
   */
  Platform now() {
    Instant now = clock.instant();
    Answer answer = Objects.requireNonNull(last.get());
    if (answer.read().plus(MAX_AGE).isAfter(now)) {
      return answer.platform();
    }
    Platform platform = ClusterVersion.read(client);
    last.set(new Answer(platform, now));
    return platform;
  }
}
