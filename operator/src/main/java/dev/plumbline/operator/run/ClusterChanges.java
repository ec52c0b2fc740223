package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceScan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which scans were not evaluated since an object changed that controls of the cluster are about.
 * Changes that come together are evaluated together, and a cluster that changes all the time is
 * evaluated once in {@link #AT_MOST_EVERY}.
 */
final class ClusterChanges {

  /** People and controllers change several objects at a time. */
  static final Duration DEBOUNCE = Duration.ofSeconds(5);

  /** With the debounce and the reading itself, a verdict follows a change within a minute. */
  static final Duration AT_MOST_EVERY = Duration.ofSeconds(50);

  private final Clock clock;

  /** When the first change was noticed that was not evaluated yet, by the scan's UID. */
  private final Map<String, Instant> changed = new ConcurrentHashMap<>();

  private final Map<String, Instant> evaluated = new ConcurrentHashMap<>();

  ClusterChanges(Clock clock) {
    this.clock = clock;
  }

  /**
   * An object has changed, or an evaluation has failed.
   *
   * @return whether that is news for a scan, which has to be reconciled then
   */
  boolean noticed(String uid) {
    return changed.putIfAbsent(uid, clock.instant()) == null;
  }

  /** A scan is evaluated now; to be said before the objects are read. */
  void evaluated(ComplianceScan scan) {
    String uid = scan.getMetadata().getUid();
    changed.remove(uid);
    evaluated.put(uid, clock.instant());
  }

  /** When a scan is to be evaluated again; empty when nothing has changed that it is about. */
  Optional<Instant> due(ComplianceScan scan, ResolvedScan.Valid resolved) {
    String uid = scan.getMetadata().getUid();
    return Optional.ofNullable(changed.get(uid))
        .filter(first -> resolved.isOfCluster())
        .map(first -> later(past(first).plus(DEBOUNCE), earliest(uid)));
  }

  /** What is known of other scans is forgotten: they were deleted. */
  void retain(Collection<String> uids) {
    changed.keySet().retainAll(uids);
    evaluated.keySet().retainAll(uids);
  }

  private Instant earliest(String uid) {
    return past(evaluated.getOrDefault(uid, Instant.EPOCH)).plus(AT_MOST_EVERY);
  }

  /** A clock that was set back must not put off what is due. */
  private Instant past(Instant time) {
    return time.isAfter(clock.instant()) ? Instant.EPOCH : time;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
