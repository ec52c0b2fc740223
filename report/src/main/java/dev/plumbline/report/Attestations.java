package dev.plumbline.report;

import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Statements of people on controls that need manual review. One counts for a finding that is
 * Manual, and for no other: it makes neither a Fail nor an Error a Pass.
 */
public final class Attestations {

  private final List<Attestation> attestations;
  private final Benchmark benchmark;
  private final LocalDate today;

  public Attestations(List<Attestation> attestations, Benchmark benchmark, LocalDate today) {
    this.attestations = List.copyOf(attestations);
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
    List<Benchmark> benchmarks = all.stream().map(Selection.Chosen::benchmark).toList();
    return new Attestations(
        approvals.attestations().stream()
            .filter(word -> Selections.ambiguous(word.spec().control(), benchmarks).isEmpty())
            .toList(),
        chosen.benchmark(),
        today);
  }

  /** The findings, with those that are attested as Pass. */
  public NodeFindings applied(NodeFindings findings) {
    Map<Control, Finding> applied = new HashMap<>();
    findings.findings().forEach((control, finding) -> applied.put(control, of(control, finding)));
    return new NodeFindings(findings.node(), applied);
  }

  private Finding of(Control control, Finding finding) {
    Optional<Attestation> found =
        attestations.stream()
            .filter(attestation -> benchmark.denotes(attestation.spec().control(), control))
            .max(
                Comparator.comparing((Attestation attestation) -> !hasExpired(attestation))
                    .thenComparing(attestation -> attestation.spec().date()));
    if (finding.status() != Status.Manual || found.isEmpty()) {
      return finding;
    }
    Attestation attestation = found.get();
    if (hasExpired(attestation)) {
      return with(
          finding,
          Status.Manual,
          Reason.NeedsReview,
          "The attestation "
              + attestation.name()
              + " expired on "
              + attestation.spec().expires()
              + ".");
    }
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

  private boolean hasExpired(Attestation attestation) {
    return Waivers.hasExpired(attestation.spec().expires(), today);
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
        finding.commands());
  }
}
