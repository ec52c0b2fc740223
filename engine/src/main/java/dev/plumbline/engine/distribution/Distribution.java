package dev.plumbline.engine.distribution;

import java.util.List;

/**
 * A way in which Kubernetes is packaged, installed or offered.
 *
 * @param name as benchmarks name it, e.g. {@code rke2}
 * @param title for people
 * @param versionMarks what it leaves in the version that its API server reports, e.g. {@code +rke2}
 * @param controlPlane where its control plane runs
 * @param embedsKubelet whether the kubelet runs within another program, so that a node with a
 *     kubelet process is not of this distribution
 * @param directories directories and files that only it has
 * @param rewrittenManifests directories of static pods that it writes anew at each start: a change
 *     there is lost
 * @param fixAt where its users set arguments and configuration instead; empty when in the manifests
 *     themselves
 */
public record Distribution(
    String name,
    String title,
    List<String> versionMarks,
    ControlPlane controlPlane,
    boolean embedsKubelet,
    List<String> directories,
    List<String> rewrittenManifests,
    String fixAt) {

  /** Jackson leaves out what a file leaves out. */
  @SuppressWarnings("ConstantValue")
  public Distribution {
    versionMarks = versionMarks == null ? List.of() : List.copyOf(versionMarks);
    controlPlane = controlPlane == null ? ControlPlane.nodes : controlPlane;
    directories = directories == null ? List.of() : List.copyOf(directories);
    rewrittenManifests = rewrittenManifests == null ? List.of() : List.copyOf(rewrittenManifests);
    fixAt = fixAt == null ? "" : fixAt;
  }

  /** Where a control plane runs. */
  public enum ControlPlane {
    /** On nodes of the cluster, where evidence of it can be had. */
    nodes,
    /** With the provider, out of reach. */
    managed
  }

  public boolean hasManagedControlPlane() {
    return controlPlane == ControlPlane.managed;
  }

  boolean marks(String version) {
    return versionMarks.stream().anyMatch(version::contains);
  }

  boolean owns(String path) {
    return directories.stream().anyMatch(d -> path.equals(d) || path.startsWith(d + "/"));
  }

  boolean rewrites(String manifest) {
    return rewrittenManifests.stream().anyMatch(d -> manifest.startsWith(d + "/"));
  }
}
