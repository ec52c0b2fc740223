package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.settings.OperatorSettings.Writing;
import dev.plumbline.report.model.ComplianceScanStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How a scan's status is written: only if it has changed, and so that the next reconciliation has
 * it. The write names the resource version that was read, so that an operator that is no longer the
 * leader overwrites nothing.
 */
final class StatusWriter {

  /** The next reconciliation follows as soon as the status is written. */
  static final Duration AT_ONCE = Duration.ofMillis(1);

  /** Progress is for people, and a large run makes a lot of it. */
  private static final Duration PROGRESS = Duration.ofSeconds(1);

  /** A conflict is another operator's write, which is not to be written over. */
  private static final int ONE_ATTEMPT = 0;

  private final Writing writing;
  private final Clock clock;

  /** When the progress of a scan was last written, by its UID. */
  private final Map<String, Instant> progress = new ConcurrentHashMap<>();

  StatusWriter(Writing writing, Clock clock) {
    this.writing = writing;
    this.clock = clock;
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

  /**
   * Writes what a reconciliation has decided. JOSDK itself does not put into its cache what an
   * UpdateControl writes: an event that comes before the informer has it makes the next
   * reconciliation decide by the status before it, and undo or repeat what was done.
   *
   * @see <a
   *     href="https://javaoperatorsdk.io/docs/documentation/reconciler/#making-sure-the-primary-resource-is-up-to-date-for-the-next-reconciliation">JOSDK</a>
   * @return when to reconcile again; there is nothing left to write
   */
  UpdateControl<ComplianceScan> written(
      UpdateControl<ComplianceScan> decided, ComplianceScan scan, Context<ComplianceScan> context) {
    if (decided.isNoUpdate()) {
      return decided;
    }
    PrimaryUpdateAndCacheUtils.updateAndCacheResource(
        scan,
        context,
        read -> decided.getResource().orElseThrow(),
        status -> write(status, context),
        ONE_ATTEMPT,
        PrimaryUpdateAndCacheUtils.DEFAULT_RESOURCE_CACHE_TIMEOUT_MILLIS,
        PrimaryUpdateAndCacheUtils.DEFAULT_RESOURCE_CACHE_POLL_PERIOD_MILLIS);
    UpdateControl<ComplianceScan> done = UpdateControl.noUpdate();
    return decided.getScheduleDelay().map(done::rescheduleAfter).orElse(done);
  }

  private ComplianceScan write(ComplianceScan status, Context<ComplianceScan> context) {
    return switch (writing) {
      case SERVER_SIDE_APPLY ->
          context.getClient().resource(status).subresource("status").patch(ObjectWriter.APPLY);
      case UPDATE -> context.getClient().resource(status).updateStatus();
    };
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
    ComplianceScan written =
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
    written.setStatus(status);
    return written;
  }
}
