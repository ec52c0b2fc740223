package dev.plumbline.engine.finding;

import java.util.List;

/**
 * One control's outcome on one node, or on the cluster.
 *
 * @param message a sentence for people: what was seen and what follows
 * @param evidence where that was seen
 * @param patches changes of files that, applied, make the control pass; empty when words must do
 * @param commands commands for root on the node that make it pass; empty likewise
 */
public record Finding(
    Status status,
    Reason reason,
    String message,
    List<EvidenceRef> evidence,
    List<Patch> patches,
    List<String> commands) {

  public Finding {
    message = Printable.of(message);
    evidence = List.copyOf(evidence);
    patches = List.copyOf(patches);
    commands = List.copyOf(commands);
  }

  public static Finding of(
      Status status, Reason reason, String message, List<EvidenceRef> evidence) {
    return new Finding(status, reason, message, evidence, List.of(), List.of());
  }
}
