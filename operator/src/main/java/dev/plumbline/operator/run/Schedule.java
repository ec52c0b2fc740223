package dev.plumbline.operator.run;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * When to scan again.
 *
 * @param jitter how much later a run may start: clusters that share a schedule don't all ask the
 *     same registry at the same second
 */
record Schedule(Cron cron, ZoneId zone, Duration jitter) {

  /**
   * Reads a schedule.
   *
   * @throws IllegalArgumentException when the text is not a cron expression of five fields
   */
  static Schedule of(String text, ZoneId zone, Duration jitter) {
    CronParser unix = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
    return new Schedule(unix.parse(text).validate(), zone, jitter);
  }

  /**
   * The next time after another; empty when there is none, such as on 30 February.
   *
   * @param uid the scan's, which no other cluster has: from it follows how much later it starts
   */
  Optional<Instant> next(Instant after, String uid) {
    Duration delay = Duration.ofSeconds(Math.floorMod(uid.hashCode(), jitter.toSeconds() + 1));
    return ExecutionTime.forCron(cron)
        .nextExecution(after.minus(delay).atZone(zone))
        .map(time -> time.toInstant().plus(delay));
  }
}
