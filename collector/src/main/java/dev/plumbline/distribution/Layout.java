package dev.plumbline.distribution;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a distribution's nodes keep what.
 *
 * @param staticPods directories that its kubelets read static pods from
 * @param fileSets paths of files that belong together, by what they are, e.g. {@code
 *     kubernetes-pki}
 * @param kubeletRoot where its kubelets keep the volumes of pods; empty for /var/lib/kubelet
 * @param absentWithout a path that each of its nodes has and that can be looked up where others
 *     cannot: without it, nothing below {@code staticPods} and {@code fileSets} is there; empty
 *     when there is none
 * @param data the directory of its files that may be elsewhere
 */
public record Layout(
    List<String> staticPods,
    Map<String, List<String>> fileSets,
    String kubeletRoot,
    String absentWithout,
    DataDirectory data) {

  /** Jackson leaves out what a file leaves out. */
  @SuppressWarnings("ConstantValue")
  public Layout {
    staticPods = staticPods == null ? List.of() : List.copyOf(staticPods);
    fileSets =
        fileSets == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(fileSets));
    kubeletRoot = kubeletRoot == null ? "" : kubeletRoot;
    absentWithout = absentWithout == null ? "" : absentWithout;
    data = data == null ? DataDirectory.none() : data;
  }

  static Layout none() {
    return new Layout(List.of(), Map.of(), "", "", DataDirectory.none());
  }

  boolean has(String path) {
    return staticPods.contains(path)
        || fileSets.values().stream()
            .flatMap(List::stream)
            .anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
  }
}
