package dev.plumbline.operator.run;

import dev.plumbline.operator.store.ScanOwnership;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Jobs that were created and that no watch has shown yet. Without them a node whose Job was deleted
 * for another attempt would have none, and get its first one again.
 */
final class RecentJobs {

  /** A watch that shows nothing for so long shows none: the Job was deleted meanwhile. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LongSupplier nanoTime;
  private final Map<String, Created> created = new ConcurrentHashMap<>();

  private record Created(Job job, long time) {}

  /**
   * Knows none yet.
   *
   * @param nanoTime as {@link System#nanoTime()}
   */
  RecentJobs(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  void created(Job job) {
    created.put(job.getMetadata().getUid(), new Created(job, nanoTime.getAsLong()));
  }

  void deleted(Job job) {
    created.remove(job.getMetadata().getUid());
  }

  /** Those of a scan beside what the watch has shown of it. */
  Stream<Job> beside(Stream<Job> shown, String scanUid) {
    Set<String> known = shown.map(job -> job.getMetadata().getUid()).collect(Collectors.toSet());
    long now = nanoTime.getAsLong();
    created
        .values()
        .removeIf(
            one ->
                known.contains(one.job().getMetadata().getUid())
                    || now - one.time() > PATIENCE.toNanos());
    return created.values().stream()
        .map(Created::job)
        .filter(job -> scanUid.equals(ScanOwnership.scanUid(job)));
  }
}
