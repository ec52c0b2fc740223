package dev.plumbline.collector.reference;

import dev.plumbline.collector.reference.MountTable.Entry;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The mounts that the kernel shows of a process: a path lies in a directory of a file system, which
 * the node has mounted too, perhaps at another place.
 *
 * @param own the process's mounts
 * @param node those of the node's first process
 * @param isReadable whether a path of the node can be read
 */
record Mounted(MountTable own, MountTable node, Predicate<String> isReadable)
    implements MountNamespace {

  /** What the kernel writes behind the path of something that has been removed. */
  private static final String DELETED = "//deleted";

  @Override
  public Location locate(String path) {
    String plain = MountTable.plain(path);
    Optional<Entry> entry = own.at(plain);
    if (entry.isEmpty()) {
      return new Location.Unknown("lies in a container whose root could not be determined");
    }
    Entry mount = entry.get();
    if (mount.root().endsWith(DELETED)) {
      return new Location.Unknown(
          "is below a mount whose directory or file was removed or replaced on the node after the"
              + " container was started");
    }
    if (isImage(mount)) {
      return new Location.Unknown("lies in the container's image, not on the node");
    }
    String rest = plain.substring(trimmed(mount.point()).length());
    return node.entries().stream()
        .map(other -> onNode(other, mount, rest))
        .flatMap(Optional::stream)
        .min(byPreference(plain))
        .<Location>map(place -> place)
        .orElse(
            new Location.Unknown(
                "lies on a file system that is mounted in the container and not on the node"));
  }

  /** Every container has a root of its own, which is the node's only where there is none. */
  private boolean isImage(Entry mount) {
    return mount.point().equals("/") && node.root().filter(mount::isSameAs).isEmpty();
  }

  /** Where the node has what the process has mounted, unless another mount hides it there. */
  private Optional<Location.OnHost> onNode(Entry other, Entry mount, String rest) {
    if (!other.device().equals(mount.device()) || !isWithin(other.root(), mount.root())) {
      return Optional.empty();
    }
    String below = mount.root().substring(trimmed(other.root()).length());
    String directory = trimmed(trimmed(other.point()) + below);
    String path = directory + rest;
    return node.at(path)
        .filter(visible -> visible.id() == other.id())
        .map(
            visible ->
                new Location.OnHost(
                    directory.isEmpty() ? "/" : directory, path.isEmpty() ? "/" : path));
  }

  /** One that can be read, the one that the process knows it by, the shortest. */
  private Comparator<Location.OnHost> byPreference(String own) {
    return Comparator.<Location.OnHost, Boolean>comparing(place -> !isReadable.test(place.path()))
        .thenComparing(place -> !place.path().equals(own))
        .thenComparing(place -> place.path().length())
        .thenComparing(Location.OnHost::path);
  }

  private static boolean isWithin(String directory, String path) {
    return path.equals(directory)
        || path.startsWith(trimmed(directory) + "/") && !List.of(path.split("/")).contains("..");
  }

  private static String trimmed(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
