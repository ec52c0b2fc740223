package dev.plumbline.engine.finding;

import java.util.List;
import java.util.Optional;

/**
 * One control's outcome on one node, or on the cluster.
 *
 * @param message a sentence for people: what was seen and what follows
 * @param evidence where that was seen
 * @param patches changes of files that, applied, make the control pass; empty when words must do
 * @param commands commands for root on the node that make it pass; empty likewise
 * @param comparison of what the running component says and does with its other sources; empty when
 *     there was nothing to compare
 */
public record Finding(
    Status status,
    Reason reason,
    String message,
    List<EvidenceRef> evidence,
    List<Patch> patches,
    List<String> commands,
    Optional<Comparison> comparison) {

  public Finding {
    message = Printable.of(message);
    evidence = List.copyOf(evidence);
    patches = List.copyOf(patches);
    commands = List.copyOf(commands);
  }

  /** The same with how its sources compare. */
  public Finding compared(Optional<Comparison> found) {
    return new Finding(status, reason, message, evidence, patches, commands, found);
  }

  /** The same in other words. */
  public Finding saying(String otherMessage) {
    return new Finding(status, reason, otherMessage, evidence, patches, commands, comparison);
  }

  public static Finding of(
      Status status, Reason reason, String message, List<EvidenceRef> evidence) {
    return new Finding(status, reason, message, evidence, List.of(), List.of(), Optional.empty());
  }
}
