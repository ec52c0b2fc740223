package dev.plumbline.engine.finding;

import java.util.List;

/**
 * One control's outcome on one node.
 *
 * @param message a sentence for people: what was seen and what follows
 * @param evidence where that was seen
 * @param patches changes that, applied, make the control pass; empty when words must do
 */
public record Finding(
    Status status, Reason reason, String message, List<Seen> evidence, List<Patch> patches) {

  public Finding {
    message = Printable.of(message);
    evidence = List.copyOf(evidence);
    patches = List.copyOf(patches);
  }

  public static Finding of(Status status, Reason reason, String message, List<Seen> evidence) {
    return new Finding(status, reason, message, evidence, List.of());
  }
}
