package dev.plumbline.engine.finding;

/** Why a finding has its status, in one word for machines. */
public enum Reason {
  /** The component meets the requirement. */
  RequirementMet,
  /** The component does not meet the requirement. */
  RequirementNotMet,
  /** The manifest and the running process differ in it. */
  Drift,
  /** The component would exit at once with these arguments. */
  InvalidArguments,
  /** Something that the verdict depends on could not be read or determined. */
  EvidenceUnavailable,
  /** Only a pod on the node could tell, and the scan has no source that starts one. */
  NodePodNeeded,
  /** What the control is about is absent, such as a file that no argument names. */
  NothingToEvaluate,
  /** Another party determines it: the node, or the installer of the component. */
  DeterminedElsewhere,
  /** The node has no such component. */
  NotOnThisNode,
  /** It needs manual review. */
  NeedsReview,
  /** A person has reviewed it, and an attestation says so. */
  Attested,
  /** It fails, and a waiver accepts that. */
  Waived,
  /** No node was evaluated at all, so that nothing is known of a control about nodes. */
  NoEvidence
}
