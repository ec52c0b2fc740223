package dev.plumbline.operator.scan;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.plumbline.engine.catalogue.BenchmarkChoice;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.report.Selection;
import dev.plumbline.report.SpecError;
import dev.plumbline.report.model.ComplianceScanSpec;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/** What a scan's spec comes to. */
sealed interface ScanPlan {

  /** It can be done. */
  record Valid(Selection.Chosen selection, Optional<Schedule> schedule, Duration timeout)
      implements ScanPlan {}

  /**
   * It asks for something that there is not.
   *
   * @param field the field under {@code spec}
   */
  record Invalid(String field, String why) implements ScanPlan {}

  /** When to scan again. */
  record Schedule(Cron cron, ZoneId zone) {

    /** The next time after another; empty when there is none, such as on 30 February. */
    Optional<Instant> next(Instant after) {
      return ExecutionTime.forCron(cron)
          .nextExecution(after.atZone(zone))
          .map(time -> time.toInstant());
    }
  }

  /**
   * Plans a scan.
   *
   * @param choice the benchmark for the cluster, used when the spec names none
   */
  static ScanPlan of(ComplianceScanSpec spec, Catalogue catalogue, BenchmarkChoice choice) {
    boolean asked = spec.benchmarkName().isPresent();
    Selection selection =
        Selection.of(
            catalogue,
            Optional.of(spec.benchmarkName().orElse(choice.benchmark().name())),
            spec.selection().included(),
            spec.selection().excluded());
    if (selection instanceof Selection.Unknown unknown) {
      return new Invalid(unknown.field(), unknown.why());
    }
    ZoneId zone;
    try {
      zone = ZoneId.of(spec.zone());
    } catch (DateTimeException e) {
      return new Invalid(
          "timeZone", "there is no time zone \"" + spec.zone() + "\", such as Europe/Berlin");
    }
    Optional<Schedule> schedule;
    try {
      schedule = spec.cron().map(text -> new Schedule(parse(text), zone));
    } catch (IllegalArgumentException e) {
      return new Invalid(
          "schedule",
          "\"" + spec.cron().orElse("") + "\" is no cron expression: " + e.getMessage());
    }
    Selection.Chosen chosen = (Selection.Chosen) selection;
    Optional<SpecError> error = SpecError.in(spec, catalogue, chosen);
    if (error.isPresent()) {
      return new Invalid(error.get().field(), error.get().why());
    }
    return new Valid(
        asked ? chosen : chosen.doubted(choice.mismatch()),
        schedule,
        duration(spec.timeoutPerNode()));
  }

  private static Cron parse(String text) {
    CronParser unix = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
    return unix.parse(text).validate();
  }

  /** The CRD's pattern leaves only whole seconds, minutes and hours. */
  private static Duration duration(String text) {
    return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }
}
