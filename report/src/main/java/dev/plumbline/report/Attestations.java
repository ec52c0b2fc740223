package dev.plumbline.report;

import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.Attestation;
import java.time.LocalDate;
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

  /** The findings, with those that are attested as Pass. */
  public NodeFindings applied(NodeFindings findings) {
    Map<Control, Finding> applied = new HashMap<>();
    findings.findings().forEach((control, finding) -> applied.put(control, of(control, finding)));
    return new NodeFindings(findings.node(), applied);
  }

  private Finding of(Control control, Finding finding) {
    Optional<Attestation> found =
        attestations.stream().filter(a -> isFor(control, a)).reduce((first, second) -> second);
    if (finding.status() != Status.Manual || found.isEmpty()) {
      return finding;
    }
    Attestation attestation = found.get();
    if (Waivers.hasExpired(attestation.expires(), today)) {
      return with(
          finding,
          Status.Manual,
          Reason.NeedsReview,
          "The attestation by "
              + attestation.author()
              + " expired on "
              + attestation.expires()
              + ".");
    }
    return with(
        finding,
        Status.Pass,
        Reason.Attested,
        "Attested by "
            + attestation.author()
            + " on "
            + attestation.date()
            + ", until "
            + attestation.expires()
            + ": "
            + sentence(attestation.statement()));
  }

  private boolean isFor(Control control, Attestation attestation) {
    return attestation.control().equals(control.name())
        || control.name().equals(benchmark.controls().get(attestation.control()));
  }

  /** People may leave out the full stop. */
  private static String sentence(String text) {
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
