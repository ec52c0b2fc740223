package dev.plumbline.report;

import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.report.model.Attestation;
import dev.plumbline.report.model.ComplianceScanSpec;
import dev.plumbline.report.model.Waiver;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is wrong with a spec, beyond what the CRD's schema refuses.
 *
 * @param field the field under {@code spec}
 * @param why what is wrong with it
 */
public record SpecError(String field, String why) {

  /** The first error in the benchmarks that a spec names. */
  public static Optional<SpecError> inBenchmarks(ComplianceScanSpec spec) {
    return spec.hasBenchmarks() && spec.benchmark() != null
        ? Optional.of(new SpecError("benchmarks", "Set either benchmark or benchmarks, not both."))
        : inBenchmarks(spec.benchmarkNames(), "benchmarks");
  }

  /**
   * The first error in a list of benchmarks.
   *
   * @param field what gives the list
   */
  public static Optional<SpecError> inBenchmarks(List<String> names, String field) {
    if (names.size() > ComplianceScanSpec.MAX_BENCHMARKS) {
      return Optional.of(
          new SpecError(
              field,
              "There are "
                  + names.size()
                  + " benchmarks, and at most "
                  + ComplianceScanSpec.MAX_BENCHMARKS
                  + " can be evaluated at once."));
    }
    return names.stream()
        .filter(name -> Collections.frequency(names, name) > 1)
        .findFirst()
        .map(name -> new SpecError(field, "The benchmark " + name + " is named twice."));
  }

  /** The first error in the waivers and attestations, which name controls and days. */
  public static Optional<SpecError> in(
      ComplianceScanSpec spec, Catalogue catalogue, List<Selection.Chosen> chosen) {
    List<Benchmark> benchmarks = chosen.stream().map(Selection.Chosen::benchmark).toList();
    for (Attestation attestation : spec.attested()) {
      List<String> days =
          List.of(
              Objects.toString(attestation.date(), ""),
              Objects.toString(attestation.expires(), ""));
      Optional<String> wrong = wrong(attestation.control(), days, catalogue, benchmarks);
      if (wrong.isPresent()) {
        return Optional.of(new SpecError("attestations", wrong.get()));
      }
    }
    for (Waiver waiver : spec.waived()) {
      List<String> days = List.of(Objects.toString(waiver.expires(), ""));
      Optional<String> wrong = wrong(waiver.control(), days, catalogue, benchmarks);
      if (wrong.isPresent()) {
        return Optional.of(new SpecError("waivers", wrong.get()));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> wrong(
      String control, List<String> days, Catalogue catalogue, List<Benchmark> benchmarks) {
    // A file that no API server has validated may leave out what the schema requires.
    String name = Objects.toString(control, "");
    // A control that the benchmark for the next release no longer has blocks no scan.
    if (catalogue.named(name).isEmpty()
        && benchmarks.stream().noneMatch(benchmark -> Selections.has(benchmark, name))) {
      return Optional.of(Selections.lacking(name, benchmarks));
    }
    return Selections.ambiguous(name, benchmarks)
        .or(
            () ->
                days.stream()
                    .filter(day -> !isDay(day))
                    .findFirst()
                    .map(
                        day ->
                            "\""
                                + day
                                + "\", given for the control "
                                + name
                                + ", is not a day such as 2027-05-31."));
  }

  /** Whether a text is a day; the CRD's pattern lets 30 February through. */
  public static boolean isDay(String day) {
    try {
      LocalDate.parse(day);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
