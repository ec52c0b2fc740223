package dev.plumbline.report;

import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Statements of people on controls that need manual review. One counts for a finding that is
 * Manual, and for no other: it makes neither a Fail nor an Error a Pass.
 */
public final class Attestations {

  private final List<Attestation> attestations;
  private final List<Unclear> unclear;
  private final Benchmark benchmark;
  private final LocalDate today;

  /** One whose number means different controls, and the sentence that says so. */
  private record Unclear(Attestation attestation, String why) {}

  /** The rather it counts, the later it stands here. */
  private enum Validity {
    EXPIRED,
    TO_COME,
    VALID
  }

  private Attestations(
      List<Attestation> attestations, List<Unclear> unclear, Benchmark benchmark, LocalDate today) {
    this.attestations = List.copyOf(attestations);
    this.unclear = List.copyOf(unclear);
    this.benchmark = benchmark;
    this.today = today;
  }

  /**
   * Those that count for one of a scan's benchmarks. A number that means different controls attests
   * to none.
   *
   * @param approvals those that apply to the scan
   */
  public static Attestations of(
      Approvals approvals, Selection.Chosen chosen, List<Selection.Chosen> all, LocalDate today) {
    List<Attestation> clear = new ArrayList<>();
    List<Unclear> unclear = new ArrayList<>();
    for (Attestation attestation : approvals.attestations()) {
      approvals
          .ambiguous(attestation.spec().control(), all)
          .ifPresentOrElse(
              why -> unclear.add(new Unclear(attestation, why)), () -> clear.add(attestation));
    }
    return new Attestations(clear, unclear, chosen.benchmark(), today);
  }

  /** The findings, with those that are attested as Pass. */
  public NodeFindings applied(NodeFindings findings) {
    if (attestations.isEmpty() && unclear.isEmpty()) {
      return findings;
    }
    Map<Control, Finding> applied = new HashMap<>();
    findings.findings().forEach((control, finding) -> applied.put(control, of(control, finding)));
    return new NodeFindings(findings.node(), applied);
  }

  private Finding of(Control control, Finding finding) {
    if (finding.status() != Status.Manual) {
      return finding;
    }
    return attestations.stream()
        .filter(attestation -> isFor(control, attestation))
        .max(
            Comparator.comparing(this::validity)
                .thenComparing(attestation -> attestation.spec().date()))
        .map(attestation -> attested(attestation, finding))
        .or(
            () ->
                unclear.stream()
                    .filter(one -> isFor(control, one.attestation()))
                    .findFirst()
                    .map(
                        one ->
                            notCounted(one.attestation(), "does not count. " + one.why(), finding)))
        .orElse(finding);
  }

  private boolean isFor(Control control, Attestation attestation) {
    return benchmark.denotes(attestation.spec().control(), control);
  }

  private Finding attested(Attestation attestation, Finding finding) {
    return switch (validity(attestation)) {
      case EXPIRED ->
          notCounted(attestation, "expired on " + attestation.spec().expires() + ".", finding);
      case TO_COME ->
          notCounted(attestation, "counts from " + attestation.spec().date() + " on.", finding);
      case VALID -> passed(attestation, finding);
    };
  }

  private static Finding notCounted(Attestation attestation, String why, Finding finding) {
    return with(
        finding,
        Status.Manual,
        Reason.NeedsReview,
        "The attestation " + attestation.name() + " " + why);
  }

  private static Finding passed(Attestation attestation, Finding finding) {
    return with(
        finding,
        Status.Pass,
        Reason.Attested,
        "Attested on "
            + attestation.spec().date()
            + ", until "
            + attestation.spec().expires()
            + ", by the attestation "
            + attestation.name()
            + ", approvedBy "
            + attestation.spec().approvedBy()
            + ": "
            + sentence(attestation.spec().statement()));
  }

  /** A review that has yet to take place attests to nothing today. */
  private Validity validity(Attestation attestation) {
    if (Waivers.hasExpired(attestation.spec().expires(), today)) {
      return Validity.EXPIRED;
    }
    String date = attestation.spec().date();
    return !SpecError.isDay(date) || today.isBefore(LocalDate.parse(date))
        ? Validity.TO_COME
        : Validity.VALID;
  }

  /** People may leave out the full stop. */
  static String sentence(String text) {
    return text.matches("(?s).*[.!?]\\s*") ? text.strip() : text.strip() + ".";
  }

  private static Finding with(Finding finding, Status status, Reason reason, String message) {
    return new Finding(
        status,
        reason,
        message + " " + finding.message(),
        finding.evidence(),
        finding.patches(),
        finding.commands(),
        finding.comparison());
  }
}
