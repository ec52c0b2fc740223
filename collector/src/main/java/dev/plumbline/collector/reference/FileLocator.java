package dev.plumbline.collector.reference;

import java.util.List;

/**
 * Where the paths that a component is given lie on the node.
 *
 * @param workingDirectory where relative paths start; empty when that is not known
 */
record FileLocator(MountNamespace mounts, String workingDirectory) {

  Location locate(String path) {
    if (!path.startsWith("/") && workingDirectory.isEmpty()) {
      return new Location.Unknown("is a relative path, and the working directory is not known");
    }
    String absolute = path.startsWith("/") ? path : workingDirectory + "/" + path;
    return List.of(absolute.split("/")).contains("..")
        ? new Location.Unknown("has '..' in its path, which is not followed")
        : mounts.locate(absolute);
  }
}
