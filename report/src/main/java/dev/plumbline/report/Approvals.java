package dev.plumbline.report;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What people have approved: waivers and attestations, each sorted by name. */
public record Approvals(List<Waiver> waivers, List<Attestation> attestations) {

  public Approvals {
    waivers = waivers.stream().sorted(Comparator.comparing(Waiver::name)).toList();
    attestations = attestations.stream().sorted(Comparator.comparing(Attestation::name)).toList();
  }

  public static Approvals none() {
    return new Approvals(List.of(), List.of());
  }

  /** Those that apply to a scan. */
  public Approvals of(String scan) {
    return new Approvals(
        waivers.stream().filter(waiver -> applies(waiver.spec().scanNames(), scan)).toList(),
        attestations.stream().filter(word -> applies(word.spec().scanNames(), scan)).toList());
  }

  private static boolean applies(List<String> scans, String scan) {
    return scans.isEmpty() || scans.contains(scan);
  }

  /** The last days on which they are valid, without texts that are not days. */
  public Stream<String> expiryDates() {
    return Stream.concat(
            waivers.stream().map(waiver -> waiver.spec().expires()),
            attestations.stream().map(attestation -> attestation.spec().expires()))
        .filter(SpecError::isDay);
  }
}
