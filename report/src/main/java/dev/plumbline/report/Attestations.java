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
 * People's word for what only people can tell. It counts for a finding that is Manual, and for no
 * other: what was seen to fail, or could not be seen, no word makes pass.
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

  /** The findings with what was attested. */
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
    Attestation word = found.get();
    if (Waivers.hasExpired(word.expires(), today)) {
      return with(
          finding,
          Status.Manual,
          Reason.NeedsReview,
          "the attestation by " + word.author() + " expired on " + word.expires());
    }
    return with(
        finding,
        Status.Pass,
        Reason.Attested,
        "attested by "
            + word.author()
            + " on "
            + word.date()
            + ", until "
            + word.expires()
            + ": "
            + word.statement());
  }

  private boolean isFor(Control control, Attestation attestation) {
    return attestation.control().equals(control.name())
        || control.name().equals(benchmark.controls().get(attestation.control()));
  }

  private static Finding with(Finding finding, Status status, Reason reason, String word) {
    return new Finding(
        status,
        reason,
        word + "; " + finding.message(),
        finding.evidence(),
        finding.patches(),
        finding.commands());
  }
}
