package dev.plumbline.report;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.report.model.Attestation;
import dev.plumbline.report.model.ComplianceScanSpec;
import dev.plumbline.report.model.Waiver;
import java.time.DateTimeException;
import java.time.LocalDate;
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

  /** The first error in the waivers and attestations, which name controls and days. */
  public static Optional<SpecError> in(
      ComplianceScanSpec spec, Catalogue catalogue, Selection.Chosen chosen) {
    for (Attestation attestation : spec.attested()) {
      List<String> days =
          List.of(
              Objects.toString(attestation.date(), ""),
              Objects.toString(attestation.expires(), ""));
      Optional<String> wrong = wrong(attestation.control(), days, catalogue, chosen);
      if (wrong.isPresent()) {
        return Optional.of(new SpecError("attestations", wrong.get()));
      }
    }
    for (Waiver waiver : spec.waived()) {
      List<String> days = List.of(Objects.toString(waiver.expires(), ""));
      Optional<String> wrong = wrong(waiver.control(), days, catalogue, chosen);
      if (wrong.isPresent()) {
        return Optional.of(new SpecError("waivers", wrong.get()));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> wrong(
      String control, List<String> days, Catalogue catalogue, Selection.Chosen chosen) {
    // A file that no API server has validated may leave out what the schema requires.
    String name = Objects.toString(control, "");
    if (catalogue.control(name, chosen.benchmark()).isEmpty()) {
      return Optional.of(
          "The benchmark " + chosen.benchmark().name() + " has no control \"" + name + "\".");
    }
    return days.stream()
        .filter(day -> !isDay(day))
        .findFirst()
        .map(
            day ->
                "\""
                    + day
                    + "\", given for the control "
                    + name
                    + ", is not a day such as 2027-05-31.");
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
