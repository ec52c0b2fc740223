package dev.plumbline.evidence;

import java.util.List;

/**
 * What was read, and how far one could look. That something is absent can only be concluded inside
 * of it.
 *
 * @param origin what was read
 * @param processes whether {@code /proc} was there to be read
 * @param directories the directories of the node that could be read, absolute; {@code /} for all of
 *     them; empty for files of a repository
 */
public record Scope(Origin origin, Visibility processes, List<String> directories) {

  public Scope {
    directories = List.copyOf(directories);
  }

  /** What evidence is of. */
  public enum Origin {
    NODE,
    /** Files of a repository, which don't determine what else will be on a node. */
    REPOSITORY
  }

  /** Files of a repository. */
  public static Scope repository() {
    return new Scope(Origin.REPOSITORY, Visibility.NOT_OBSERVED, List.of());
  }

  /** Whether a file at an absolute path, links resolved, could be read if it were there. */
  public boolean covers(String path) {
    return directories.stream()
        .anyMatch(d -> d.equals("/") || path.equals(d) || path.startsWith(d + "/"));
  }
}
