package dev.plumbline.report;

import dev.plumbline.engine.catalogue.Benchmark;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What people have approved: waivers and attestations, each sorted by name.
 *
 * @param alternatives the benchmarks that may take the place of the scan's when its cluster is
 *     upgraded; none for a scan that names its benchmark
 */
public record Approvals(
    List<Waiver> waivers, List<Attestation> attestations, List<Benchmark> alternatives) {

  public Approvals {
    waivers = waivers.stream().sorted(Comparator.comparing(Waiver::name)).toList();
    attestations = attestations.stream().sorted(Comparator.comparing(Attestation::name)).toList();
    alternatives = List.copyOf(alternatives);
  }

  public Approvals(List<Waiver> waivers, List<Attestation> attestations) {
    this(waivers, attestations, List.of());
  }

  public static Approvals none() {
    return new Approvals(List.of(), List.of());
  }

  /** Those that apply to a scan. */
  public Approvals of(String scan) {
    return new Approvals(
        waivers.stream().filter(waiver -> applies(waiver.spec().scanNames(), scan)).toList(),
        attestations.stream().filter(word -> applies(word.spec().scanNames(), scan)).toList(),
        alternatives);
  }

  /** The same for a scan whose benchmark follows the cluster's release. */
  public Approvals among(List<Benchmark> others) {
    return new Approvals(waivers, attestations, others);
  }

  private static boolean applies(List<String> scans, String scan) {
    return scans.isEmpty() || scans.contains(scan);
  }

  /**
   * Why a number says of no control that it was approved: it means different ones in the scan's
   * benchmarks, or in those that may take their place.
   */
  Optional<String> ambiguous(String number, List<Selection.Chosen> benchmarks) {
    return Selections.ambiguous(
        number,
        Stream.concat(benchmarks.stream().map(Selection.Chosen::benchmark), alternatives.stream())
            .toList());
  }

  /**
   * The days from which on something else counts than the day before. Texts that are not days are
   * left out.
   */
  public Stream<LocalDate> changes() {
    return Stream.concat(
        attestations.stream()
            .map(attestation -> attestation.spec().date())
            .filter(SpecError::isDay)
            .map(LocalDate::parse),
        Stream.concat(
                waivers.stream().map(waiver -> waiver.spec().expires()),
                attestations.stream().map(attestation -> attestation.spec().expires()))
            .filter(SpecError::isDay)
            .map(day -> LocalDate.parse(day).plusDays(1)));
  }
}
