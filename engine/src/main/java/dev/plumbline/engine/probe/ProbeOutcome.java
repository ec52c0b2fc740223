package dev.plumbline.engine.probe;

/** What a component's answers come to for a requirement. */
public sealed interface ProbeOutcome {

  /** A sentence that says what was observed. */
  String message();

  /** The component behaves as it is required to. */
  record Met(String message) implements ProbeOutcome {}

  /** It does not. */
  record Violated(String message) implements ProbeOutcome {}

  /** The answers prove neither. */
  record NothingProved(String message) implements ProbeOutcome {}
}
