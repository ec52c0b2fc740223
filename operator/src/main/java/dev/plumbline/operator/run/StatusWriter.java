package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.settings.OperatorSettings.Writing;
import dev.plumbline.report.model.ComplianceScanStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How a scan's status is written: by JOSDK, and only if it has changed. The write names the
 * resource version that was read, so that an operator that is no longer the leader overwrites
 * nothing.
 */
final class StatusWriter {

  /** The next reconciliation follows as soon as the status is written. */
  static final Duration AT_ONCE = Duration.ofMillis(1);

  /** Progress is for people, and a large run makes a lot of it. */
  private static final Duration PROGRESS = Duration.ofSeconds(1);

  private final Writing writing;
  private final Clock clock;

  /** When the progress of a scan was last written, by its UID. */
  private final Map<String, Instant> progress = new ConcurrentHashMap<>();

  /** What was last written over, by the scan's UID. */
  private final Map<String, Over> written = new ConcurrentHashMap<>();

  /** How soon a cache is looked at again that does not have what was written. */
  private static final Duration SOON = Duration.ofMillis(200);

  /** A write that has failed is not waited for longer. */
  private static final Duration CACHE_LAG = Duration.ofSeconds(5);

  private record Over(String version, Instant when) {}

  StatusWriter(Writing writing, Clock clock) {
    this.writing = writing;
    this.clock = clock;
  }

  /**
   * What to do about a scan as it was before its status was last written: nothing yet. An event may
   * come before the cache has the write, and what is decided by the status before it would be
   * repeated, or undone.
   *
   * @return empty when the scan has what was written
   */
  Optional<UpdateControl<ComplianceScan>> await(ComplianceScan scan) {
    Over last = written.get(scan.getMetadata().getUid());
    return last != null
            && last.version().equals(scan.getMetadata().getResourceVersion())
            && isRecent(last)
        ? Optional.of(UpdateControl.<ComplianceScan>noUpdate().rescheduleAfter(SOON))
        : Optional.empty();
  }

  /** A clock that is set back must not hold it up. */
  private boolean isRecent(Over last) {
    return Duration.between(last.when(), clock.instant()).abs().compareTo(CACHE_LAG) < 0;
  }

  UpdateControl<ComplianceScan> write(ComplianceScan scan, ComplianceScanStatus status) {
    progress.remove(scan.getMetadata().getUid());
    return control(scan, status);
  }

  /** The same at most once a second; what is left out is in a later status. */
  UpdateControl<ComplianceScan> writeNowAndThen(ComplianceScan scan, ComplianceScanStatus status) {
    Instant now = clock.instant();
    String uid = scan.getMetadata().getUid();
    Instant last = progress.getOrDefault(uid, Instant.EPOCH);
    // A clock that is set back must not silence it.
    if (Duration.between(last, now).abs().compareTo(PROGRESS) < 0) {
      return UpdateControl.noUpdate();
    }
    progress.put(uid, now);
    return control(scan, status);
  }

  ErrorStatusUpdateControl<ComplianceScan> writeError(
      ComplianceScan scan, ComplianceScanStatus status) {
    return status.equals(scan.getStatus())
        ? ErrorStatusUpdateControl.noStatusUpdate()
        : ErrorStatusUpdateControl.patchStatus(with(status, scan));
  }

  private UpdateControl<ComplianceScan> control(ComplianceScan scan, ComplianceScanStatus status) {
    return status.equals(scan.getStatus())
        ? UpdateControl.noUpdate()
        : UpdateControl.patchStatus(with(status, scan));
  }

  private ComplianceScan with(ComplianceScanStatus status, ComplianceScan scan) {
    written.values().removeIf(over -> !isRecent(over));
    written.put(
        scan.getMetadata().getUid(),
        new Over(Objects.toString(scan.getMetadata().getResourceVersion(), ""), clock.instant()));
    ComplianceScan next =
        switch (writing) {
          case SERVER_SIDE_APPLY -> {
            ComplianceScan fresh = new ComplianceScan();
            fresh.setMetadata(
                new ObjectMetaBuilder()
                    .withName(scan.getMetadata().getName())
                    .withUid(scan.getMetadata().getUid())
                    .withResourceVersion(scan.getMetadata().getResourceVersion())
                    .build());
            yield fresh;
          }
          case UPDATE -> scan;
        };
    next.setStatus(status);
    return next;
  }
}
