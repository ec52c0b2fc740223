package dev.plumbline.collector.host;

import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * The times of a file, as far as they show whether its content is still what a process has read.
 *
 * @param modified when the content, or a link that leads to it, was last written
 * @param inodeChanged when the content, the mode, the owner or the name last changed
 * @param born when the inode was made; {@code Instant.MAX} when the file system does not record it
 */
public record FileTimes(Instant modified, Instant inodeChanged, Instant born) {

  /** Of the file that a walk has led to. */
  static FileTimes of(SecureWalk walk) throws IOException {
    Map<String, Object> file = walk.unixAttributes("lastModifiedTime,ctime,creationTime");
    Instant modified = time(file, "lastModifiedTime");
    Instant created = time(file, "creationTime");
    // A link that leads somewhere else since then is a change of content too.
    Instant changed = walk.linked().isAfter(modified) ? walk.linked() : modified;
    return new FileTimes(
        changed, time(file, "ctime"), isBirth(created, modified, walk) ? created : Instant.MAX);
  }

  /**
   * Whether a time of creation is one. A file system without any gives 1970, and a JDK without the
   * system call gives the time of modification, for the file's directory as well.
   */
  private static boolean isBirth(Instant created, Instant modified, SecureWalk walk)
      throws IOException {
    if (created.getEpochSecond() == 0 || !created.equals(modified)) {
      return created.getEpochSecond() != 0;
    }
    Map<String, Object> directory = walk.directoryAttributes("lastModifiedTime,creationTime");
    return !time(directory, "creationTime").equals(time(directory, "lastModifiedTime"));
  }

  private static Instant time(Map<String, Object> attributes, String name) {
    return ((FileTime) Objects.requireNonNull(attributes.get(name))).toInstant();
  }

  /**
   * Whether the file may have got another content after that time. A change of its mode or owner
   * changes only the inode, and is none. A new file that was moved into place with an older time of
   * modification has an inode that was made afterwards; without a time of birth the two can't be
   * distinguished, and the content counts as changed.
   */
  public boolean mayHaveNewContentSince(Instant time) {
    return modified.isAfter(time) || inodeChanged.isAfter(time) && born.isAfter(time);
  }
}
