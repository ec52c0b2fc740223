package dev.plumbline.report;

import dev.plumbline.engine.evaluation.PodSecurity;
import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.fact.InputRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The Pod Security Standard that each namespace really enforces: that of its label, and of the API
 * servers' own configuration, which only evidence of the nodes shows.
 */
final class PodSecurityOfCluster {

  private static final InputRef NAMESPACES = InputRef.cluster("namespaces");

  /** A sentence about the API servers' defaults, for the messages of controls. */
  private static final InputRef SENTENCE = InputRef.cluster("podSecurity");

  private PodSecurityOfCluster() {}

  /**
   * The cluster's objects, each namespace with the standard that it enforces.
   *
   * @param observed what the API servers enforce, by the evidence of their nodes
   * @param apiServers of how many there is evidence
   */
  static Facts applied(
      Facts cluster,
      Set<PodSecurity> observed,
      ApiServersObserved apiServers,
      ControlPlane controlPlane) {
    PodSecurity found = agreed(observed, apiServers, controlPlane);
    if (found instanceof PodSecurity.InForce inForce) {
      return enforcing(
          cluster,
          inForce.source().isEmpty() ? "" : sentence(inForce),
          (name, label) ->
              inForce.exemptNamespaces().contains(name)
                  ? ""
                  : label.isEmpty() ? standard(inForce) : label);
    }
    return found instanceof PodSecurity.Ineffective ineffective
        ? enforcing(cluster, ineffective.why(), (name, label) -> "")
        : enforcing(
            cluster,
            "What namespaces without a label enforce could not be determined: "
                + ((PodSecurity.Undetermined) found).why()
                + ".",
            (name, label) -> label);
  }

  private static String standard(PodSecurity.InForce inForce) {
    return inForce.enforce().equals("privileged") ? "" : inForce.enforce();
  }

  private static String sentence(PodSecurity.InForce inForce) {
    return "Namespaces without a label enforce "
        + inForce.enforce()
        + ", by "
        + inForce.source()
        + (inForce.exemptNamespaces().isEmpty()
            ? "."
            : ", which exempts " + String.join(", ", inForce.exemptNamespaces()) + ".");
  }

  private static PodSecurity agreed(
      Set<PodSecurity> observed, ApiServersObserved evaluated, ControlPlane controlPlane) {
    if (observed.isEmpty()) {
      return new PodSecurity.Undetermined("no API server was observed");
    }
    for (PodSecurity one : observed) {
      if (one instanceof PodSecurity.Ineffective) {
        return one;
      }
    }
    if (!evaluated.areAllOf(controlPlane)) {
      return new PodSecurity.Undetermined(
          controlPlane instanceof ControlPlane.SelfManaged own
              ? "only "
                  + evaluated.onNodes()
                  + " of "
                  + own.apiServers()
                  + " API servers were observed"
              : "how many API servers there are is not known");
    }
    return observed.size() == 1
        ? observed.iterator().next()
        : new PodSecurity.Undetermined("the API servers differ");
  }

  private static Facts enforcing(
      Facts cluster, String sentence, BiFunction<String, String, String> standard) {
    Facts described = cluster.with(SENTENCE, Fact.explicit(sentence));
    if (!(cluster.value(NAMESPACES).orElse(null) instanceof List<?> namespaces)) {
      return described;
    }
    List<Object> all = new ArrayList<>();
    for (Object namespace : namespaces) {
      // Of a bundle that somebody has written, anything.
      if (!(namespace instanceof Map<?, ?> map)) {
        return described;
      }
      Map<Object, Object> fields = new HashMap<>(map);
      String name = String.valueOf(fields.get("name"));
      fields.put("enforce", standard.apply(name, String.valueOf(fields.get("enforce"))));
      all.add(fields);
    }
    return described.with(NAMESPACES, Fact.explicit(all));
  }
}
