package dev.plumbline.engine;

import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.catalogue.CompiledControl.Outcome;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.component.Facts;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Seen;
import dev.plumbline.engine.finding.Status;
import java.util.List;

/** One control over the objects of a cluster. */
final class ClusterJudgement {

  private ClusterJudgement() {}

  static Finding finding(CompiledControl control, Facts cluster) {
    Outcome outcome = control.judge(cluster);
    if (outcome instanceof Outcome.Holds holds) {
      return of(Status.Pass, Reason.AsRequired, holds.message());
    }
    if (outcome instanceof Outcome.NotApplicable nothing) {
      return of(Status.NotApplicable, Reason.NothingToJudge, nothing.why());
    }
    if (outcome instanceof Outcome.Untold untold) {
      return of(Status.Error, Reason.NotReadable, untold.why());
    }
    Outcome.Falls falls = (Outcome.Falls) outcome;
    if (control.isManual()) {
      return of(Status.Manual, Reason.NeedsReview, Judgement.TO_REVIEW);
    }
    return control.control().otherwise() == Control.Otherwise.Manual
        ? of(Status.Manual, Reason.NeedsReview, falls.message())
        : of(Status.Fail, Reason.NotAsRequired, falls.message());
  }

  private static Finding of(Status status, Reason reason, String message) {
    return Finding.of(status, reason, message, List.<Seen>of());
  }
}
