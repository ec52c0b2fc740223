package dev.plumbline.operator.run;

import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import dev.plumbline.distribution.Distribution;
import dev.plumbline.distribution.Distribution.NodePod;
import dev.plumbline.distribution.Distributions;
import dev.plumbline.distribution.HostPath;
import dev.plumbline.operator.cluster.ClusterVersion;
import dev.plumbline.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.api.model.Node;
import java.util.ArrayList;
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
 * @param optional places that are chosen for the node: one that it lacks is left out, and what
 *     would be in it is not read
 * @param kubeletRoots where the node's kubelet may keep the volumes of pods; empty when the
 *     installer of the operator lists what may be read
 * @param kubeletCertificates the certificates that the node's kubelet may have signed itself, for a
 *     scan that sends it a token; empty likewise
 * @param seLinuxType the type that the pod's process needs to read them
 */
record PodNeeds(
    List<String> required,
    List<HostPath> optional,
    List<String> kubeletRoots,
    List<HostPath> kubeletCertificates,
    Optional<String> seLinuxType) {

  private static final String KUBELET = "/var/lib/kubelet";

  private static final Interner<PodNeeds> SHARED = Interners.newWeakInterner();

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
    required = List.copyOf(required);
    optional = outermost(optional);
    kubeletRoots = List.copyOf(kubeletRoots);
    kubeletCertificates = List.copyOf(kubeletCertificates);
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
            Distribution.hostPaths(distributions, isControlPlane),
            kubeletRoots(distributions),
            Distribution.kubeletCertificates(distributions),
            seLinuxType)
        : new PodNeeds(settings.hostPaths(), List.of(), List.of(), List.of(), seLinuxType);
  }

  private static List<String> kubeletRoots(Collection<Distribution> distributions) {
    List<String> own =
        distributions.stream()
            .map(distribution -> distribution.layout().kubeletRoot())
            .filter(root -> !root.isEmpty())
            .distinct()
            .toList();
    return own.isEmpty() ? List.of(KUBELET) : own;
  }

  static boolean isControlPlane(Node node) {
    Map<String, String> labels =
        Optional.ofNullable(node.getMetadata().getLabels()).orElse(Map.of());
    return CONTROL_PLANE.stream().anyMatch(labels::containsKey);
  }

  /** The same as one object for all nodes that need the same: it is kept for each node. */
  PodNeeds shared() {
    return SHARED.intern(this);
  }

  /** The same with further directories, which the node may lack. */
  PodNeeds with(List<String> directories) {
    return withPlaces(directories.stream().map(HostPath::directory).toList());
  }

  /** The same with what a kubelet may be known by, which the node may lack. */
  PodNeeds withKubeletCertificates() {
    return withPlaces(kubeletCertificates);
  }

  private PodNeeds withPlaces(List<HostPath> places) {
    return new PodNeeds(
        required,
        Stream.concat(optional.stream(), places.stream()).toList(),
        kubeletRoots,
        kubeletCertificates,
        seLinuxType);
  }

  /** What to mount. */
  List<HostPath> hostPaths(Collection<String> without) {
    return outermost(
        Stream.concat(required.stream().map(HostPath::directory), optional.stream())
            .filter(place -> !without.contains(place.path()))
            .toList());
  }

  /** Without those that are below another, which need no mount of their own. */
  private static List<HostPath> outermost(List<HostPath> places) {
    List<HostPath> outermost = new ArrayList<>();
    for (HostPath place : places) {
      boolean isBelow =
          places.stream()
              .anyMatch(other -> !other.path().equals(place.path()) && other.covers(place.path()));
      if (!isBelow && outermost.stream().noneMatch(has -> has.path().equals(place.path()))) {
        outermost.add(place);
      }
    }
    return List.copyOf(outermost);
  }
}
