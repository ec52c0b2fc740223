package dev.plumbline.distribution;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A way in which Kubernetes is packaged, installed or offered, or an operating system for its
 * nodes.
 *
 * @param name as benchmarks name it, e.g. {@code rke2}
 * @param title for people
 * @param kind whether a cluster can be of it, or only the nodes of one
 * @param recognition how it is recognised
 * @param controlPlane where its control plane runs
 * @param layout where its nodes keep what
 * @param programs its programs that run components within themselves
 * @param pod what the pod that reads one of its nodes needs
 * @param fix where its users change something
 */
public record Distribution(
    String name,
    String title,
    Kind kind,
    Recognition recognition,
    ControlPlane controlPlane,
    Layout layout,
    List<Program> programs,
    NodePod pod,
    Fix fix) {

  /** Jackson leaves out what a file leaves out. */
  @SuppressWarnings("ConstantValue")
  public Distribution {
    kind = kind == null ? Kind.KUBERNETES : kind;
    recognition = recognition == null ? Recognition.none() : recognition;
    controlPlane = controlPlane == null ? ControlPlane.NODES : controlPlane;
    layout = layout == null ? Layout.none() : layout;
    programs = programs == null ? List.of() : List.copyOf(programs);
    pod = pod == null ? NodePod.none() : pod;
    fix = fix == null ? Fix.inPlace() : fix;
  }

  /** What a distribution is one of. */
  public enum Kind {
    KUBERNETES,
    /** It may run nodes of any cluster. */
    OPERATING_SYSTEM
  }

  /** Where a control plane runs. */
  public enum ControlPlane {
    /** On nodes of the cluster, where evidence of it can be had. */
    NODES,
    /** With a provider or in another cluster, out of reach. */
    MANAGED
  }

  /**
   * What the pod that reads a node needs there.
   *
   * @param hostPaths what every node has that is read, as narrow as can be
   * @param controlPlaneHostPaths further places that only nodes of the control plane have
   * @param lacks places that an operating system's nodes don't have, though the distribution of
   *     their cluster asks for them
   * @param seLinuxType the type of the pod's SELinux label; empty for the runtime's own
   * @param kubeletCertificates the certificates that its kubelets sign themselves, which only a
   *     scan that sends them a token has mounted
   */
  public record NodePod(
      List<HostPath> hostPaths,
      List<HostPath> controlPlaneHostPaths,
      List<String> lacks,
      String seLinuxType,
      List<HostPath> kubeletCertificates) {
    @SuppressWarnings("ConstantValue")
    public NodePod {
      hostPaths = hostPaths == null ? List.of() : List.copyOf(hostPaths);
      controlPlaneHostPaths =
          controlPlaneHostPaths == null ? List.of() : List.copyOf(controlPlaneHostPaths);
      lacks = lacks == null ? List.of() : List.copyOf(lacks);
      seLinuxType = seLinuxType == null ? "" : seLinuxType;
      kubeletCertificates =
          kubeletCertificates == null ? List.of() : List.copyOf(kubeletCertificates);
    }

    static NodePod none() {
      return new NodePod(List.of(), List.of(), List.of(), "", List.of());
    }
  }

  /**
   * Where its users change something.
   *
   * @param rewrites files, and directories of files, that it writes anew: a change there is lost
   * @param at where its users set arguments and configuration instead; empty when in the manifests
   *     themselves
   */
  public record Fix(List<String> rewrites, String at) {
    @SuppressWarnings("ConstantValue")
    public Fix {
      rewrites = rewrites == null ? List.of() : List.copyOf(rewrites);
      at = at == null ? "" : at;
    }

    static Fix inPlace() {
      return new Fix(List.of(), "");
    }
  }

  /**
   * What the pod of a node mounts of which several decide, such as its operating system and its
   * cluster's distribution.
   *
   * @param isControlPlane whether it is a node of the control plane
   */
  public static List<HostPath> hostPaths(
      Collection<Distribution> applying, boolean isControlPlane) {
    return places(
        applying,
        pod ->
            Stream.concat(
                pod.hostPaths().stream(),
                isControlPlane ? pod.controlPlaneHostPaths().stream() : Stream.empty()));
  }

  /** The certificates that kubelets of such a node sign themselves. */
  public static List<HostPath> kubeletCertificates(Collection<Distribution> applying) {
    return places(applying, pod -> pod.kubeletCertificates().stream());
  }

  private static List<HostPath> places(
      Collection<Distribution> applying, Function<NodePod, Stream<HostPath>> asked) {
    List<NodePod> pods = applying.stream().map(Distribution::pod).toList();
    List<String> lacking = pods.stream().flatMap(pod -> pod.lacks().stream()).toList();
    return pods.stream().flatMap(asked).filter(place -> !lacking.contains(place.path())).toList();
  }

  public boolean hasManagedControlPlane() {
    return controlPlane == ControlPlane.MANAGED;
  }

  /** Whether its kubelet runs within another program: a kubelet process is not of its node. */
  public boolean embedsKubelet() {
    return programs.stream().anyMatch(program -> program.runs("kubelet"));
  }

  boolean owns(String path) {
    return recognition.files().stream().anyMatch(d -> path.equals(d) || path.startsWith(d + "/"));
  }

  boolean rewrites(String file) {
    return fix.rewrites().stream().anyMatch(d -> file.equals(d) || file.startsWith(d + "/"));
  }

  /** Whether it writes a file of one of its own nodes anew, whose data may be elsewhere. */
  public boolean rewritesOfItsNodes(String file) {
    return rewrites(file)
        || fix.rewrites().stream().anyMatch(place -> layout.data().isBelow(place, file));
  }
}
