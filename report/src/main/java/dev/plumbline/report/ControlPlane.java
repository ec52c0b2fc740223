package dev.plumbline.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Who runs a cluster's control plane, and how many API servers it has. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ControlPlane.Managed.class, name = "Managed"),
  @JsonSubTypes.Type(value = ControlPlane.SelfManaged.class, name = "SelfManaged"),
  @JsonSubTypes.Type(value = ControlPlane.Elsewhere.class, name = "Elsewhere"),
  @JsonSubTypes.Type(value = ControlPlane.Uncounted.class, name = "Uncounted")
})
public sealed interface ControlPlane {

  /** How many API servers it has; empty where that is not known, or the provider's to know. */
  default OptionalInt apiServersKnown() {
    return OptionalInt.empty();
  }

  /** The programs that only nodes of the control plane run. */
  Set<String> COMPONENTS =
      Set.of("kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd");

  /**
   * A cloud provider runs it outside of the cluster's nodes.
   *
   * @param distribution such as {@code eks}
   */
  record Managed(String distribution) implements ControlPlane {}

  /**
   * It is the user's own.
   *
   * @param apiServers how many addresses the Service {@code default/kubernetes} has
   */
  record SelfManaged(int apiServers) implements ControlPlane {
    @Override
    public OptionalInt apiServersKnown() {
      return OptionalInt.of(apiServers);
    }
  }

  /**
   * No node of the cluster has an address of the API server: another cluster hosts the control
   * plane, or it runs on machines without a kubelet.
   *
   * @param addresses those of the Service {@code default/kubernetes}
   */
  record Elsewhere(List<String> addresses) implements ControlPlane {
    public Elsewhere {
      addresses = List.copyOf(addresses);
    }

    @Override
    public OptionalInt apiServersKnown() {
      return OptionalInt.of(addresses.size());
    }
  }

  /** It is the user's own, and how many API servers it has could not be determined. */
  record Uncounted(String why) implements ControlPlane {}

  /**
   * Whether there is an API server among the components of a node: one that did not answer is none.
   */
  static boolean hasApiServer(Collection<Component> components) {
    return components.stream()
        .filter(component -> component.name().equals("kube-apiserver"))
        .anyMatch(
            component ->
                component.source() != Component.Source.LIVE
                    || component.arguments().stream().noneMatch(Argument::isWholeCommandLine));
  }

  /** The sets of files that only nodes of the control plane have, or have all of. */
  Set<String> FILE_SETS =
      Set.of(
          "admin-kubeconfig", "control-plane-kubeconfig", "kubernetes-pki", "static-pod-manifests");

  /** Whether a control is about a program of the control plane, or about its files. */
  static boolean isSubjectOf(Control control) {
    return COMPONENTS.contains(control.component())
        || FILE_SETS.stream().anyMatch(set -> control.expression().contains("'" + set + "'"));
  }

  /** Whether any of the controls is about a program of the control plane. */
  static boolean isSubjectOf(Collection<Control> controls) {
    return controls.stream().map(Control::component).anyMatch(COMPONENTS::contains);
  }
}
