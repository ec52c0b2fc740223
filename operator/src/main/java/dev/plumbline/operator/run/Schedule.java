package dev.plumbline.operator.run;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** When to scan again. */
record Schedule(Cron cron, ZoneId zone) {

  /**
   * Reads a schedule.
   *
   * @throws IllegalArgumentException when the text is not a cron expression of five fields
   */
  static Schedule of(String text, ZoneId zone) {
    CronParser unix = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
    return new Schedule(unix.parse(text).validate(), zone);
  }

  /** The next time after another; empty when there is none, such as on 30 February. */
  Optional<Instant> next(Instant after) {
    return ExecutionTime.forCron(cron)
        .nextExecution(after.atZone(zone))
        .map(time -> time.toInstant());
  }
}
