package dev.plumbline.collector.reference;

import dev.plumbline.collector.host.FileContent;
import dev.plumbline.collector.host.HostFileSystem;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where the paths of a process lie on the node, by what the kernel shows of its mounts. Everybody
 * may read that of every process, while its root and working directory need the right to trace it.
 */
public final class MountInfo {

  /** A line for each mount: thousands of lines of some hundred bytes, on a node with many pods. */
  private static final int MAX_BYTES = 4 * 1024 * 1024;

  private MountInfo() {}

  /**
   * Reads what the kernel shows of a process's mounts. A path of a mount may be any bytes: one that
   * is no text is not followed, and costs no other.
   *
   * @param path a {@code /proc/PID/mountinfo}
   * @return empty where it could not be read
   */
  public static Optional<String> read(HostFileSystem host, String path) {
    return host.readLeniently(path, MAX_BYTES) instanceof FileContent.Text text
        ? Optional.of(text.text())
        : Optional.empty();
  }

  /**
   * The mounts of a process.
   *
   * @param process its {@code /proc/PID/mountinfo}
   * @param node that of the node's first process
   * @param isReadable whether a path of the node can be read: a directory may be mounted at several
   *     places
   * @return empty when either is no list of mounts
   */
  public static Optional<MountNamespace> of(
      String process, String node, Predicate<String> isReadable) {
    if (process.equals(node) && !node.isEmpty()) {
      return Optional.of(new MountNamespace.Host());
    }
    Optional<MountTable> own = MountTable.parse(process);
    Optional<MountTable> nodes = MountTable.parse(node);
    return own.isPresent() && nodes.isPresent() && nodes.get().root().isPresent()
        ? Optional.of(new Mounted(own.get(), nodes.get(), isReadable))
        : Optional.empty();
  }
}
