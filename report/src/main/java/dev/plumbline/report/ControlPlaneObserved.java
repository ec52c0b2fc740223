package dev.plumbline.report;

import dev.plumbline.report.model.Condition;

/**
 * What a run evaluated of the control plane, and the condition {@code ControlPlaneObserved}. It
 * keeps a report without any API server from being taken for compliance.
 *
 * @param observed the API servers that there is evidence of
 * @param isRequired whether controls of the report are about the control plane
 */
record ControlPlaneObserved(
    ControlPlane controlPlane, ApiServersObserved observed, boolean isRequired) {

  private static final String TYPE = ComplianceConditions.CONTROL_PLANE_OBSERVED;

  private static final String REMEDY =
      " Scan the nodes of the control plane: check spec.nodeSelector and the nodes that were not"
          + " evaluated.";

  /** Whether nothing of a control plane was evaluated that the report is about. */
  boolean isMissing() {
    return isRequired && observed.all() == 0 && !(controlPlane instanceof ControlPlane.Managed);
  }

  Condition condition(Conditions conditions) {
    if (controlPlane instanceof ControlPlane.Managed managed) {
      return conditions.of(
          TYPE,
          "False",
          ComplianceConditions.CONTROL_PLANE_NOT_HERE,
          "The provider runs the control plane ("
              + managed.distribution()
              + "): it is not on the cluster's nodes and was not evaluated.");
    }
    if (controlPlane instanceof ControlPlane.SelfManaged own) {
      return counted(observed.onNodes(), own.apiServers(), conditions);
    }
    if (controlPlane instanceof ControlPlane.Elsewhere elsewhere) {
      return ofNoNode(elsewhere, conditions);
    }
    return uncounted(((ControlPlane.Uncounted) controlPlane).why(), conditions);
  }

  private Condition ofNoNode(ControlPlane.Elsewhere elsewhere, Conditions conditions) {
    if (observed.all() == 0) {
      return conditions.of(TYPE, "False", "NotOnNodes", notOnNodes(elsewhere));
    }
    return observed.onNodes() == 0
        ? counted(observed.elsewhere(), elsewhere.addresses().size(), conditions)
        : uncounted("no node has an address of them", conditions);
  }

  private static String notOnNodes(ControlPlane.Elsewhere elsewhere) {
    return "No node of the cluster has an address of the API server ("
        + String.join(", ", elsewhere.addresses())
        + "): another cluster hosts the control plane, or it runs on machines without a kubelet. It"
        + " was not evaluated. Add Live to spec.sources, or run plumbline check on these machines.";
  }

  private Condition uncounted(String why, Conditions conditions) {
    int apiServers = observed.all();
    String message =
        apiServers
            + (apiServers == 1 ? " API server was" : " API servers were")
            + " evaluated. How many there are could not be determined: "
            + why
            + ".";
    return apiServers == 0
        ? conditions.of(TYPE, "False", "NoneObserved", message + REMEDY)
        : conditions.of(TYPE, "Unknown", "EndpointsUnavailable", message);
  }

  private Condition counted(int apiServers, int all, Conditions conditions) {
    String message =
        apiServers
            + " of "
            + all
            + (all == 1 ? " API server was" : " API servers were")
            + " evaluated.";
    if (apiServers == 0) {
      return conditions.of(TYPE, "False", "NoneObserved", message + REMEDY);
    }
    return apiServers < all
        ? conditions.of(TYPE, "False", "SomeObserved", message + REMEDY)
        : conditions.of(TYPE, "True", "AllObserved", message);
  }
}
