package dev.plumbline.report;

/**
 * Of how many API servers there is evidence.
 *
 * @param onNodes on so many nodes there is one
 * @param elsewhere so many answered that are on no node
 */
record ApiServersObserved(int onNodes, int elsewhere) {

  int all() {
    return onNodes + elsewhere;
  }

  /** Whether that is each one that a control plane is known to have. */
  boolean areAllOf(ControlPlane controlPlane) {
    int all = controlPlane.apiServersKnown().orElse(Integer.MAX_VALUE);
    return controlPlane instanceof ControlPlane.Elsewhere
        ? onNodes == 0 && elsewhere >= all
        : onNodes >= all;
  }
}
