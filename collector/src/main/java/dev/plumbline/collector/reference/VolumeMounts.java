package dev.plumbline.collector.reference;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a container's paths lie on the host.
 *
 * @param mounts the container's own mounts
 * @param hostPaths the pod's hostPath volumes, path by volume name
 */
public record VolumeMounts(List<Mount> mounts, Map<String, String> hostPaths) {

  public VolumeMounts {
    mounts = List.copyOf(mounts);
    hostPaths = Map.copyOf(hostPaths);
  }

  /** A process in the host's own mount namespace sees the host's paths. */
  public static VolumeMounts host() {
    return new VolumeMounts(List.of(new Mount("root", "/", "")), Map.of("root", "/"));
  }

  public record Mount(String volume, String mountPath, String subPath) {}

  /**
   * A path on the host.
   *
   * @param folder the mounted folder or file on the host; what is below it, a container sees
   *     through the mount
   */
  public record HostPath(String folder, String path) {}

  /**
   * The host's path for a container's; empty when it lies in the image or in a volume of another
   * kind.
   */
  public Optional<HostPath> toHost(String containerPath) {
    return mounts.stream()
        .filter(mount -> covers(mount.mountPath(), containerPath))
        .max(java.util.Comparator.comparingInt(mount -> trimmed(mount.mountPath()).length()))
        .flatMap(mount -> onHost(mount, containerPath));
  }

  private Optional<HostPath> onHost(Mount mount, String containerPath) {
    return Optional.ofNullable(hostPaths.get(mount.volume()))
        .map(host -> mount.subPath().isEmpty() ? host : host + "/" + mount.subPath())
        .map(
            folder ->
                new HostPath(
                    folder,
                    folder + "/" + containerPath.substring(trimmed(mount.mountPath()).length())));
  }

  private static boolean covers(String mountPath, String path) {
    String prefix = trimmed(mountPath);
    return path.equals(prefix) || path.startsWith(prefix + "/");
  }

  private static String trimmed(String path) {
    return path.replaceFirst("/+$", "");
  }
}
