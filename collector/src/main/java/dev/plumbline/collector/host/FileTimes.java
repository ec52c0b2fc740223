package dev.plumbline.collector.host;

import java.time.Instant;

/**
 * The times of a file, as far as they show whether its content is still what a process has read.
 *
 * @param modified when the content, or a link that leads to it, was last written
 * @param inodeChanged when the content, the mode, the owner or the name last changed
 * @param born when the inode was made; {@code Instant.MAX} when the file system does not record it
 */
public record FileTimes(Instant modified, Instant inodeChanged, Instant born) {

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
