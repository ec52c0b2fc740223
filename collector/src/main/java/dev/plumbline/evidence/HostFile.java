package dev.plumbline.evidence;

/**
 * A file or directory of the node: who owns it and who may do what with it, and nothing of its
 * content.
 *
 * @param path on the node, links resolved
 * @param kind what it is
 * @param mode the permission bits with set-uid, set-gid and sticky, e.g. {@code 0600}
 * @param uid the owner's number
 * @param gid the group's number
 * @param owner the owner's name in the node's own {@code /etc/passwd}; the number where it has none
 * @param group the group's name in the node's own {@code /etc/group}; the number where it has none
 */
public record HostFile(
    String path, Kind kind, int mode, int uid, int gid, String owner, String group) {

  /** The same by another path that leads to it. */
  public HostFile at(String otherPath) {
    return new HostFile(otherPath, kind, mode, uid, gid, owner, group);
  }

  /** What is at a path. */
  public enum Kind {
    FILE,
    DIRECTORY,
    /** A FIFO, a socket or a device. */
    OTHER
  }
}
