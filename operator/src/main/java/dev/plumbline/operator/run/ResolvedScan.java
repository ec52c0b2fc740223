package dev.plumbline.operator.run;

import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.report.Approvals;
import dev.plumbline.report.Selection;
import dev.plumbline.report.Selections;
import dev.plumbline.report.Selections.Requested;
import dev.plumbline.report.input.BenchmarkDefinition;
import dev.plumbline.report.model.ComplianceScanSpec;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a scan's spec asks for, resolved against the catalogue. */
sealed interface ResolvedScan {

  /**
   * The scan can run.
   *
   * @param benchmarks the controls of each benchmark, in the order of the spec; at least one
   * @param approvals the waivers and attestations that apply to the scan
   * @param definitions of those benchmarks that are not shipped
   */
  record Valid(
      List<Selection.Chosen> benchmarks,
      Optional<Schedule> schedule,
      Duration timeout,
      Approvals approvals,
      List<BenchmarkDefinition> definitions)
      implements ResolvedScan {
    public Valid {
      benchmarks = List.copyOf(benchmarks);
      definitions = List.copyOf(definitions);
    }

    /** By shipped benchmarks alone. */
    Valid(
        List<Selection.Chosen> benchmarks,
        Optional<Schedule> schedule,
        Duration timeout,
        Approvals approvals) {
      this(benchmarks, schedule, timeout, approvals, List.of());
    }

    /** The same with the definitions of the benchmarks that are not shipped. */
    Valid with(List<BenchmarkDefinition> own) {
      return new Valid(benchmarks, schedule, timeout, approvals, own);
    }

    /** Whether it has controls that are about the cluster's objects. */
    boolean isOfCluster() {
      return benchmarks.stream()
          .flatMap(benchmark -> benchmark.controls().stream())
          .anyMatch(Control::isOfCluster);
    }

    /** Whether it has controls that are about API servers. */
    boolean isOfApiServers() {
      return benchmarks.stream()
          .flatMap(benchmark -> benchmark.controls().stream())
          .anyMatch(control -> control.component().equals("kube-apiserver"));
    }
  }

  /**
   * The spec asks for something that does not exist.
   *
   * @param field the field under {@code spec}
   */
  record Invalid(String field, String why) implements ResolvedScan {}

  /**
   * Resolves a spec.
   *
   * @param requested the benchmarks that the spec names, or else the one for the cluster
   * @param approvals those that apply to the scan: one that is wrong makes no scan invalid, since
   *     others than the scan's owner have written it
   */
  static ResolvedScan of(ComplianceScanSpec spec, List<Requested> requested, Approvals approvals) {
    Selections selections = Selections.of(requested, spec.selection());
    if (selections instanceof Selections.Unknown unknown) {
      return new Invalid(unknown.field(), unknown.why());
    }
    List<Selection.Chosen> chosen = ((Selections.Each) selections).benchmarks();
    Optional<Invalid> invalid =
        Stream.of(invalidTimeZone(spec), invalidSchedule(spec))
            .flatMap(Optional::stream)
            .findFirst();
    return invalid.isPresent()
        ? invalid.get()
        : new Valid(
            chosen,
            spec.cron().map(cron -> Schedule.of(cron, ZoneId.of(spec.zone()), jitter(spec))),
            duration(spec.timeoutPerNode()),
            approvals);
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
      spec.cron().ifPresent(cron -> Schedule.of(cron, ZoneOffset.UTC, jitter(spec)));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(
          new Invalid(
              "schedule",
              "\"" + spec.cron().orElse("") + "\" is not a cron expression: " + e.getMessage()));
    }
  }

  private static Duration jitter(ComplianceScanSpec spec) {
    return spec.jitter().map(ResolvedScan::duration).orElse(Duration.ZERO);
  }

  /** The CRD's pattern admits only whole seconds, minutes and hours. */
  private static Duration duration(String text) {
    return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }
}
