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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

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

  /** Of scans with progress, by UID. */
  private final Map<String, Pace> progress = new ConcurrentHashMap<>();

  /**
   * When progress may be written.
   *
   * @param since what that is a second after
   */
  private record Pace(Instant due, Since since) {

    /** The same once the write that it began with has ended. */
    Pace written(Instant now) {
      return since == Since.WRITE ? new Pace(now.plus(PROGRESS), since) : this;
    }
  }

  private enum Since {
    CHANGE,
    WRITE
  }

  StatusWriter(Writing writing, Clock clock) {
    this.writing = writing;
    this.clock = clock;
  }

  UpdateControl<ComplianceScan> write(ComplianceScan scan, ComplianceScanStatus status) {
    progress.remove(uid(scan));
    return control(scan, status);
  }

  /**
   * Writes progress, at most once a second. The first waits a second too: a small run is at its end
   * by then.
   *
   * @param poll how soon to reconcile again where nothing is left to write
   */
  UpdateControl<ComplianceScan> writeNowAndThen(
      ComplianceScan scan, ComplianceScanStatus status, Duration poll) {
    if (status.equals(scan.getStatus())) {
      return UpdateControl.<ComplianceScan>noUpdate().rescheduleAfter(poll);
    }
    if (!isOfSameRun(scan, status)) {
      return write(scan, status).rescheduleAfter(poll);
    }
    Instant now = clock.instant();
    Pace pace =
        progress.computeIfAbsent(uid(scan), any -> new Pace(now.plus(PROGRESS), Since.CHANGE));
    Optional<Duration> rest = rest(pace, now);
    if (rest.isPresent()) {
      return UpdateControl.<ComplianceScan>noUpdate().rescheduleAfter(rest.get());
    }
    progress.put(uid(scan), new Pace(now.plus(PROGRESS), Since.WRITE));
    return control(scan, status).rescheduleAfter(poll);
  }

  /** A run that goes on after it was finished, for a node that is read again, is no progress. */
  private static boolean isOfSameRun(ComplianceScan scan, ComplianceScanStatus status) {
    return scan.getStatus() != null && Objects.equals(scan.getStatus().run(), status.run());
  }

  /** What ends with another write, a second after progress was written. */
  UpdateControl<ComplianceScan> afterProgress(
      ComplianceScan scan, Supplier<UpdateControl<ComplianceScan>> next) {
    return Optional.ofNullable(progress.get(uid(scan)))
        .filter(pace -> pace.since() == Since.WRITE)
        .flatMap(pace -> rest(pace, clock.instant()))
        .map(rest -> UpdateControl.<ComplianceScan>noUpdate().rescheduleAfter(rest))
        .orElseGet(next);
  }

  /** A clock that is set back must not silence it. */
  private static Optional<Duration> rest(Pace pace, Instant now) {
    return Optional.of(Duration.between(now, pace.due()))
        .filter(rest -> !rest.isNegative() && !rest.isZero() && rest.compareTo(PROGRESS) <= 0);
  }

  private static String uid(ComplianceScan scan) {
    return scan.getMetadata().getUid();
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
    // The API server has it by now, and perhaps not much earlier.
    progress.computeIfPresent(uid(scan), (uid, pace) -> pace.written(clock.instant()));
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
