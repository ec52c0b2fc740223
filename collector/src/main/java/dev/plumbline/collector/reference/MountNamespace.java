package dev.plumbline.collector.reference;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which of the node's files a component's paths lead to. */
public sealed interface MountNamespace
    permits MountNamespace.Host, MountNamespace.Unknown, MountNamespace.Container, Mounted {

  /** Absolute paths only. */
  Location locate(String path);

  /** The node's own: paths are the node's. */
  record Host() implements MountNamespace {
    @Override
    public Location locate(String path) {
      return new Location.OnHost("/", path);
    }
  }

  /**
   * One of which nothing is known.
   *
   * @param why a phrase that continues a path
   */
  record Unknown(String why) implements MountNamespace {
    @Override
    public Location locate(String path) {
      return new Location.Unknown(why);
    }
  }

  /**
   * A container's.
   *
   * @param mounts the container's own mounts
   * @param hostPaths the pod's hostPath volumes, path by volume name
   */
  record Container(List<Mount> mounts, Map<String, String> hostPaths) implements MountNamespace {

    public Container {
      mounts = List.copyOf(mounts);
      hostPaths = Map.copyOf(hostPaths);
    }

    @Override
    public Location locate(String path) {
      Optional<Mount> nearest =
          mounts.stream()
              .filter(mount -> covers(mount.mountPath(), path))
              .max(Comparator.comparingInt(mount -> trimmed(mount.mountPath()).length()));
      if (nearest.isEmpty() || !hostPaths.containsKey(nearest.get().volume())) {
        return new Location.Unknown(
            "is not below a hostPath mount of the container, so only the container can read it");
      }
      Mount mount = nearest.get();
      String volume = hostPaths.getOrDefault(mount.volume(), "");
      return switch (mount.part()) {
        case WHOLE -> below(volume, mount, path);
        case SUB_PATH -> below(volume + "/" + mount.subPath(), mount, path);
        case EXPRESSION ->
            new Location.Unknown(
                "is below a mount with subPathExpr, whose value only the container has");
      };
    }

    private static Location below(String directory, Mount mount, String path) {
      if (List.of(directory.split("/")).contains("..")) {
        return new Location.Unknown(
            "is below a mount with '..' in its path, which is not followed");
      }
      String rest = path.substring(trimmed(mount.mountPath()).length());
      return new Location.OnHost(directory, trimmed(directory) + rest);
    }

    private static boolean covers(String mountPath, String path) {
      String prefix = trimmed(mountPath);
      return path.equals(prefix) || path.startsWith(prefix + "/");
    }

    private static String trimmed(String path) {
      int end = path.length();
      while (end > 0 && path.charAt(end - 1) == '/') {
        end--;
      }
      return path.substring(0, end);
    }
  }

  /**
   * A volume in a container.
   *
   * @param subPath below the volume; empty unless {@code part} is {@code SUB_PATH}
   */
  record Mount(String volume, String mountPath, Part part, String subPath) {

    /** The whole of a volume. */
    public static Mount whole(String volume, String mountPath) {
      return new Mount(volume, mountPath, Part.WHOLE, "");
    }
  }

  /** How much of a volume is mounted. */
  enum Part {
    WHOLE,
    /** What lies below {@code subPath}. */
    SUB_PATH,
    /** What lies below {@code subPathExpr}, which the kubelet expands. */
    EXPRESSION
  }
}
