package dev.plumbline.operator.run;

import dev.plumbline.engine.catalogue.BenchmarkChoice;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.report.Selection;
import dev.plumbline.report.SpecError;
import dev.plumbline.report.model.ComplianceScanSpec;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a scan's spec asks for, resolved against the catalogue. */
sealed interface ResolvedScan {

  /** The scan can run. */
  record Valid(Selection.Chosen selection, Optional<Schedule> schedule, Duration timeout)
      implements ResolvedScan {}

  /**
   * The spec asks for something that does not exist.
   *
   * @param field the field under {@code spec}
   */
  record Invalid(String field, String why) implements ResolvedScan {}

  /**
   * Resolves a spec.
   *
   * @param choice the benchmark for the cluster, used when the spec names none
   */
  static ResolvedScan of(ComplianceScanSpec spec, Catalogue catalogue, BenchmarkChoice choice) {
    Selection selection =
        Selection.of(
            catalogue,
            Optional.of(spec.benchmarkName().orElse(choice.benchmark().name())),
            spec.selection());
    if (selection instanceof Selection.Unknown unknown) {
      return new Invalid(unknown.field(), unknown.why());
    }
    Selection.Chosen chosen = (Selection.Chosen) selection;
    Optional<Invalid> invalid =
        Stream.of(
                invalidTimeZone(spec),
                invalidSchedule(spec),
                invalidReference(spec, catalogue, chosen))
            .flatMap(Optional::stream)
            .findFirst();
    return invalid.isPresent()
        ? invalid.get()
        : new Valid(
            spec.benchmarkName().isPresent() ? chosen : chosen.forCluster(choice.mismatch()),
            spec.cron().map(cron -> Schedule.of(cron, ZoneId.of(spec.zone()))),
            duration(spec.timeoutPerNode()));
  }

  private static Optional<Invalid> invalidTimeZone(ComplianceScanSpec spec) {
    try {
      ZoneId.of(spec.zone());
      return Optional.empty();
    } catch (DateTimeException e) {
      return Optional.of(
          new Invalid(
              "timeZone",
              "\"" + spec.zone() + "\" is not a time zone. Use a name such as Europe/Berlin."));
    }
  }

  private static Optional<Invalid> invalidSchedule(ComplianceScanSpec spec) {
    try {
      spec.cron().ifPresent(cron -> Schedule.of(cron, ZoneOffset.UTC));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(
          new Invalid(
              "schedule",
              "\"" + spec.cron().orElse("") + "\" is not a cron expression: " + e.getMessage()));
    }
  }

  private static Optional<Invalid> invalidReference(
      ComplianceScanSpec spec, Catalogue catalogue, Selection.Chosen chosen) {
    return SpecError.in(spec, catalogue, chosen)
        .map(error -> new Invalid(error.field(), error.why()));
  }

  /** The CRD's pattern admits only whole seconds, minutes and hours. */
  private static Duration duration(String text) {
    return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }
}
