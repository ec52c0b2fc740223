package dev.plumbline.collector.reference;

import dev.plumbline.collector.host.HostFileSystem;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a node has what is mounted in the collector's own container: a path with a link in it, such
 * as MicroK8s' {@code /var/snap/microk8s/current}, is mounted where the link leads, and processes
 * of the node name it by that place.
 */
public final class OwnMounts {

  private OwnMounts() {}

  /**
   * The mounted directories by the place that the node has them at, where that is another; empty
   * where the kernel shows no mounts.
   *
   * @param container the file system that the collector runs in
   * @param hostRoot where the node's directories are mounted in it, e.g. {@code /host}
   * @param directories as the node's pod names them
   */
  public static Map<String, String> elsewhere(
      Path container, Path hostRoot, List<String> directories) {
    return MountInfo.read(new HostFileSystem(container), "/proc/self/mountinfo")
        .flatMap(
            own ->
                MountInfo.read(new HostFileSystem(hostRoot), "/proc/1/mountinfo")
                    .map(node -> elsewhere(own, node, hostRoot.toString(), directories)))
        .orElse(Map.of());
  }

  /**
   * The same.
   *
   * @param own {@code /proc/self/mountinfo}
   * @param node {@code /proc/1/mountinfo} of the node
   */
  static Map<String, String> elsewhere(
      String own, String node, String hostRoot, List<String> directories) {
    Optional<MountTable> ownMounts = MountTable.parse(own);
    Optional<MountTable> nodeMounts = MountTable.parse(node);
    if (ownMounts.isEmpty() || nodeMounts.isEmpty()) {
      return Map.of();
    }
    Mounted mounted = new Mounted(ownMounts.get(), nodeMounts.get(), path -> false);
    Map<String, String> elsewhere = new HashMap<>();
    for (String directory : directories) {
      boolean isMounted =
          ownMounts.get().at(hostRoot + directory).stream()
              .anyMatch(entry -> entry.point().equals(hostRoot + directory));
      if (isMounted
          && mounted.locate(hostRoot + directory) instanceof Location.OnHost place
          && !place.path().equals(directory)) {
        elsewhere.put(place.path(), directory);
      }
    }
    return elsewhere;
  }
}
