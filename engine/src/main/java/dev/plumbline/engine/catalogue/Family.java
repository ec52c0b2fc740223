package dev.plumbline.engine.catalogue;

/** Who writes a benchmark. */
public enum Family {
  /** The Center for Internet Security. Only these are chosen for a cluster by default. */
  cis,
  /** The Security Technical Implementation Guides of the Defense Information Systems Agency. */
  stig,
  /** The Kubernetes Hardening Guide of NSA and CISA. */
  nsa,
  /** Kubernetes' own Pod Security Standards. */
  pss,
  /** A ComplianceBenchmark that extends none. */
  custom
}
