package dev.plumbline.engine.evaluation;

import dev.plumbline.engine.evaluation.Subject.Instance;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.Component.Source;
import java.util.List;
import java.util.regex.Pattern;

/** What a control comes to by one source of its subject. */
record Verdict(
    Status status, Reason reason, String message, List<EvidenceRef> evidence, Instance instance) {

  /** As FindingMessages adds it. The basis is a component and its version, or a program's name. */
  private static final Pattern DEFAULT =
      Pattern.compile(", the default of (every release of )?[A-Za-z0-9-]+( v\\d+(\\.\\d+)*)?");

  Verdict {
    evidence = List.copyOf(evidence);
  }

  /** Whether the source shows what the component does; only then can sources differ. */
  boolean isKnown() {
    return status != Status.Error;
  }

  /**
   * What it comes to, in words that are the same whether a value was given or is the default: a
   * component that prints its values does not tell which.
   */
  String comesTo() {
    return status + DEFAULT.matcher(message).replaceAll("");
  }

  /** The source that it is by, for a sentence. */
  String source() {
    String file = evidence.isEmpty() ? instance.start().file() : evidence.get(0).file();
    if (instance.isLive()) {
      return "The running component itself (" + instance.start().file() + ")";
    }
    if (instance.isProcess()) {
      return "The running process (" + file + ")";
    }
    return (instance.isOf(Source.ARGUMENT_FILE) ? "The argument file " : "The manifest ") + file;
  }
}
