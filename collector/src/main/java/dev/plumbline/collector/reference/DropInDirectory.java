package dev.plumbline.collector.reference;

import dev.plumbline.collector.host.HostFileSystem;
import dev.plumbline.collector.host.Lookup;
import java.util.ArrayList;
import java.util.List;

/**
 * The kubelet's drop-ins: every file below a directory that ends in {@code .conf}, merged in the
 * order of their paths.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/administer-cluster/kubelet-config-file/">drop-in
 *     directory</a>
 */
record DropInDirectory(HostFileSystem host) {

  private static final int MAX_DEPTH = 16;
  private static final int MAX_ENTRIES = 1000;
  private static final int MAX_FILES = 100;

  /** The files' paths, as Go's {@code filepath.WalkDir} visits them: entries by name. */
  Lookup<List<String>> files(String directory) {
    return files(directory, 0);
  }

  private Lookup<List<String>> files(String directory, int depth) {
    if (depth > MAX_DEPTH) {
      return new Lookup.Refused<>(directory, "nests deeper than " + MAX_DEPTH + " directories");
    }
    Lookup<List<String>> names = host.list(directory, MAX_ENTRIES);
    if (!(names instanceof Lookup.Found<List<String>> entries)) {
      return names;
    }
    List<String> files = new ArrayList<>();
    for (String name : entries.value()) {
      String path = directory + "/" + name;
      if (host.isDirectory(path)) {
        Lookup<List<String>> below = files(path, depth + 1);
        if (!(below instanceof Lookup.Found<List<String>> found)) {
          return below;
        }
        files.addAll(found.value());
      } else if (name.endsWith(".conf")) {
        files.add(path);
      }
    }
    return files.size() > MAX_FILES
        ? new Lookup.Refused<>(directory, "holds more than " + MAX_FILES + " drop-ins")
        : new Lookup.Found<>(files);
  }
}
