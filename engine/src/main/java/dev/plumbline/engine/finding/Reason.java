package dev.plumbline.engine.finding;

/** Why a finding has its status, in one word for machines. */
public enum Reason {
  /** What the component does is what the control asks. */
  RequirementMet,
  /** What the component does is not what the control asks. */
  RequirementNotMet,
  /** The manifest and the running process differ in it. */
  Drift,
  /** The component would exit at once with these arguments. */
  InvalidArguments,
  /** Something that decides it could not be read, or is known in the container only. */
  EvidenceUnavailable,
  /** There is nothing that the control speaks of, such as a file that nothing names. */
  NothingToEvaluate,
  /** The file leaves it to a node, or to whoever installs the component. */
  DeterminedElsewhere,
  /** The node has no such component. */
  NotOnThisNode,
  /** Only a person can tell, or has to look at what was seen. */
  NeedsReview,
  /** A person has looked, and said so in the scan. */
  Attested,
  /** It fails, and a waiver in the scan accepts that. */
  Waived,
  /** The node's evidence never arrived whole. */
  NoEvidence
}
