package dev.plumbline.engine.evaluation;

import dev.plumbline.engine.evaluation.Subject.Instance;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import java.util.List;

/** What a control comes to by one source of its subject. */
record Verdict(
    Status status, Reason reason, String message, List<EvidenceRef> evidence, Instance instance) {

  Verdict {
    evidence = List.copyOf(evidence);
  }

  /** Whether the source shows what the component does; only then can sources differ. */
  boolean isKnown() {
    return status != Status.Error;
  }
}
