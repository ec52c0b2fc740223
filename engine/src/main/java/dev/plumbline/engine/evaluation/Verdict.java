package dev.plumbline.engine.evaluation;

import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.Component.Source;
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

  /** The source that it is by, for a sentence. */
  String source() {
    String file = evidence.isEmpty() ? instance.start().file() : evidence.get(0).file();
    if (instance.isProbe()) {
      return "Asked by the probe " + instance.probe().orElseThrow() + " (" + file + ")";
    }
    if (instance.isLive()) {
      return "The running component itself (" + instance.start().file() + ")";
    }
    if (instance.isProcess()) {
      return "The running process (" + file + ")";
    }
    return (instance.isOf(Source.ARGUMENT_FILE) ? "The argument file " : "The manifest ") + file;
  }
}
