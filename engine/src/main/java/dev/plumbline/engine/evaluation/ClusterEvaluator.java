package dev.plumbline.engine.evaluation;

import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.catalogue.CompiledControl.Outcome;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import java.util.List;

/** One control over the objects of a cluster. */
final class ClusterEvaluator {

  private ClusterEvaluator() {}

  static Finding finding(CompiledControl control, Facts cluster) {
    Outcome outcome = control.evaluate(cluster);
    if (outcome instanceof Outcome.Satisfied holds) {
      return of(Status.Pass, Reason.RequirementMet, holds.message());
    }
    if (outcome instanceof Outcome.NotApplicable nothing) {
      return of(Status.NotApplicable, Reason.NothingToEvaluate, nothing.why());
    }
    if (outcome instanceof Outcome.Unknown untold) {
      return of(Status.Error, Reason.EvidenceUnavailable, untold.why());
    }
    Outcome.Violated falls = (Outcome.Violated) outcome;
    if (control.isManual()) {
      return of(Status.Manual, Reason.NeedsReview, NodeEvaluator.TO_REVIEW);
    }
    return control.control().onViolation() == Control.OnViolation.Manual
        ? of(Status.Manual, Reason.NeedsReview, falls.message())
        : of(Status.Fail, Reason.RequirementNotMet, falls.message());
  }

  private static Finding of(Status status, Reason reason, String message) {
    return Finding.of(status, reason, message, List.<EvidenceRef>of());
  }
}
