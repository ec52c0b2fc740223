package dev.plumbline.distribution;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Locale;
import java.util.Map;

/**
 * A place of a node that its pod mounts. In a distribution's file it is the path of a directory, or
 * {@code {file: PATH}}, or {@code {unchecked: PATH}}.
 *
 * @param path absolute
 */
public record HostPath(String path, Type type) {

  /** What the kubelet makes sure of before it mounts it. */
  public enum Type {
    DIRECTORY,
    /** A file alone, where its directory holds what is none of the pod's business. */
    FILE,
    /**
     * A directory that the kubelet doesn't find, since it runs in a container that has other
     * directories, while the container runtime does. Only for what each such node has: the runtime
     * would create it.
     */
    UNCHECKED
  }

  /** A directory that is looked for first. */
  public static HostPath directory(String path) {
    return new HostPath(path, Type.DIRECTORY);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static HostPath of(Object text) {
    if (text instanceof String path) {
      return directory(path);
    }
    if (text instanceof Map<?, ?> map && map.size() == 1) {
      Map.Entry<?, ?> only = map.entrySet().iterator().next();
      return new HostPath(
          only.getValue().toString(),
          Type.valueOf(only.getKey().toString().toUpperCase(Locale.ROOT)));
    }
    throw new IllegalArgumentException("a host path is PATH, {file: PATH} or {unchecked: PATH}");
  }

  /** Whether a path is it, or lies in it. */
  public boolean covers(String other) {
    return other.equals(path) || type != Type.FILE && other.startsWith(path + "/");
  }
}
