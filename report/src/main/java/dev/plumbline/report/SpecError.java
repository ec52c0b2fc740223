package dev.plumbline.report;

import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.report.model.ComplianceAttestationSpec;
import dev.plumbline.report.model.ComplianceScanSpec;
import dev.plumbline.report.model.ComplianceWaiverSpec;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /**
   * The first error in waivers and attestations that no API server has validated, which name
   * controls and days. The field is that of a waiver or attestation, with its name.
   */
  public static Optional<SpecError> in(
      Approvals approvals, Catalogue catalogue, List<Selection.Chosen> chosen) {
    List<Benchmark> benchmarks = chosen.stream().map(Selection.Chosen::benchmark).toList();
    for (Attestation attestation : approvals.attestations()) {
      ComplianceAttestationSpec spec = attestation.spec();
      List<String> days = List.of(text(spec.date()), text(spec.expires()));
      Optional<String> wrong =
          missing("approvedBy", spec.approvedBy())
              .or(() -> missing("statement", spec.statement()))
              .or(() -> wrong(spec.control(), days, catalogue, benchmarks));
      if (wrong.isPresent()) {
        return Optional.of(
            new SpecError("ComplianceAttestation " + attestation.name(), wrong.get()));
      }
    }
    for (Waiver waiver : approvals.waivers()) {
      ComplianceWaiverSpec spec = waiver.spec();
      List<String> days = List.of(text(spec.expires()));
      Optional<String> wrong =
          missing("approvedBy", spec.approvedBy())
              .or(() -> missing("reason", spec.reason()))
              .or(() -> wrong(spec.control(), days, catalogue, benchmarks));
      if (wrong.isPresent()) {
        return Optional.of(new SpecError("ComplianceWaiver " + waiver.name(), wrong.get()));
      }
    }
    return Optional.empty();
  }

  /** A file that no API server has validated may leave out what the schema requires. */
  private static String text(@Nullable String value) {
    return Objects.toString(value, "");
  }

  private static Optional<String> missing(String field, @Nullable String value) {
    return text(value).isBlank() ? Optional.of("spec." + field + " is missing.") : Optional.empty();
  }

  private static Optional<String> wrong(
      @Nullable String control,
      List<String> days,
      Catalogue catalogue,
      List<Benchmark> benchmarks) {
    String name = text(control);
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
  public static boolean isDay(@Nullable String day) {
    try {
      LocalDate.parse(text(day));
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
