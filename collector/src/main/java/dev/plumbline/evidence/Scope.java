package dev.plumbline.evidence;

import java.util.List;

/**
 * What was read, and how far one could look. That something is absent can only be concluded inside
 * of it.
 *
 * @param origin what was read
 * @param processes whether {@code /proc} was there to be read
 * @param directories the directories of the node that could be read, absolute; {@code /} for all of
 *     them; empty where no pod has read the node
 */
public record Scope(Origin origin, Visibility processes, List<String> directories) {

  public Scope {
    directories = List.copyOf(directories);
  }

  /** What evidence is of. */
  public enum Origin {
    NODE,
    /** Files of a repository, which don't determine what else will be on a node. */
    REPOSITORY,
    /**
     * What the running components of a node answer to the operator, while nothing of the node was
     * read: its kubelet, and its API server where it has one.
     */
    NODE_ENDPOINTS,
    /** The same of an API server that is on no node of the cluster. */
    API_SERVER_ENDPOINT
  }

  /** Files of a repository. */
  public static Scope repository() {
    return unread(Origin.REPOSITORY);
  }

  /** The endpoints of a node's components. */
  public static Scope nodeEndpoints() {
    return unread(Origin.NODE_ENDPOINTS);
  }

  /** The endpoint of an API server that is on no node. */
  public static Scope apiServerEndpoint() {
    return unread(Origin.API_SERVER_ENDPOINT);
  }

  private static Scope unread(Origin origin) {
    return new Scope(origin, Visibility.NOT_OBSERVED, List.of());
  }

  /** Whether running components were asked, and nothing of their nodes was read. */
  public boolean showsOnlyEndpoints() {
    return origin == Origin.NODE_ENDPOINTS || origin == Origin.API_SERVER_ENDPOINT;
  }

  /** Whether a file at an absolute path, links resolved, could be read if it were there. */
  public boolean covers(String path) {
    return directories.stream()
        .anyMatch(d -> d.equals("/") || path.equals(d) || path.startsWith(d + "/"));
  }
}
