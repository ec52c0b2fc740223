package dev.plumbline.collector.reference;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where the paths of a process lie on the node, by what the kernel shows of its mounts. Everybody
 * may read that of every process, while its root and working directory need the right to trace it.
 */
public final class MountInfo {

  private MountInfo() {}

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
