package dev.plumbline.operator.run;

import dev.plumbline.distribution.Distribution;
import dev.plumbline.distribution.Distribution.NodePod;
import dev.plumbline.distribution.Distributions;
import dev.plumbline.operator.cluster.ClusterVersion;
import dev.plumbline.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.api.model.Node;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the pod of one node needs.
 *
 * @param required directories that the installer of the operator lists: without one of them the
 *     node is not evaluated
 * @param optional directories that are chosen for the node: one that it lacks is left out, and what
 *     would be in it is out of scope
 * @param seLinuxType the type that the pod's process needs to read them
 */
record PodNeeds(List<String> required, List<String> optional, Optional<String> seLinuxType) {

  /**
   * Labels of nodes of a control plane:
   * https://kubernetes.io/docs/reference/labels-annotations-taints/ for the first, which was the
   * second before; RKE2 and RKE1 have the others.
   */
  private static final List<String> CONTROL_PLANE =
      List.of(
          "node-role.kubernetes.io/control-plane",
          "node-role.kubernetes.io/master",
          "node-role.kubernetes.io/etcd",
          "node-role.kubernetes.io/controlplane");

  PodNeeds {
    required = outermost(required);
    optional = outermost(optional);
  }

  /** By the distribution and the operating system of a node, where the settings leave it open. */
  static PodNeeds of(Node node, OperatorSettings settings) {
    return of(Distributions.applying(ClusterVersion.marks(node)), isControlPlane(node), settings);
  }

  static PodNeeds of(
      Collection<Distribution> distributions, boolean isControlPlane, OperatorSettings settings) {
    List<NodePod> pods = distributions.stream().map(Distribution::pod).toList();
    Optional<String> seLinuxType =
        settings
            .seLinuxType()
            .or(
                () ->
                    pods.stream()
                        .map(NodePod::seLinuxType)
                        .filter(type -> !type.isEmpty())
                        .findFirst());
    return settings.hostPaths().isEmpty()
        ? new PodNeeds(
            List.of(),
            pods.stream().flatMap(pod -> hostPaths(pod, isControlPlane)).toList(),
            seLinuxType)
        : new PodNeeds(settings.hostPaths(), List.of(), seLinuxType);
  }

  private static Stream<String> hostPaths(NodePod pod, boolean isControlPlane) {
    return Stream.concat(
        pod.hostPaths().stream(),
        isControlPlane ? pod.controlPlaneHostPaths().stream() : Stream.empty());
  }

  static boolean isControlPlane(Node node) {
    Map<String, String> labels =
        Optional.ofNullable(node.getMetadata().getLabels()).orElse(Map.of());
    return CONTROL_PLANE.stream().anyMatch(labels::containsKey);
  }

  /** The directories to mount. */
  List<String> hostPaths(Collection<String> without) {
    return outermost(
        Stream.concat(required.stream(), optional.stream())
            .filter(path -> !without.contains(path))
            .toList());
  }

  /** Without those that are below another, which need no mount of their own. */
  private static List<String> outermost(List<String> paths) {
    return paths.stream()
        .distinct()
        .filter(path -> paths.stream().noneMatch(other -> path.startsWith(other + "/")))
        .toList();
  }
}
