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

  /** Whether that is each one that a control plane is known to have, and not one more. */
  boolean areAllOf(ControlPlane controlPlane) {
    if (controlPlane instanceof ControlPlane.SelfManaged own) {
      return onNodes >= own.apiServers();
    }
    return controlPlane instanceof ControlPlane.Elsewhere other
        && onNodes == 0
        && elsewhere >= other.addresses().size();
  }
}
