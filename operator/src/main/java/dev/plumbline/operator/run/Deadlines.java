package dev.plumbline.operator.run;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** When a scan that has no run in progress must be reconciled again. */
final class Deadlines {

  private Deadlines() {}

  /**
   * How long until one of these is due, or other waivers or attestations count.
   *
   * @param scan whose waivers and attestations count
   * @param due what else is to be looked at, and when
   */
  static Optional<Duration> next(ResolvedScan.Valid scan, Stream<Instant> due, Instant now) {
    Stream<Instant> changes =
        scan.approvals().changes().map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant());
    // A second later than due: a timer that fires early would find nothing to do.
    return Stream.concat(due, changes)
        .filter(time -> time.isAfter(now))
        .min(Comparator.naturalOrder())
        .map(time -> Duration.between(now, time).plusSeconds(1));
  }
}
