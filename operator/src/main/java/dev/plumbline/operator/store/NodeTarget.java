package dev.plumbline.operator.store;

/**
 * What a run reads: a node, or an API server that is on none.
 *
 * @param name the node's; of an API server its address and port
 * @param version its kubelet's, as the node reports it, such as {@code v1.36.3}; empty when it
 *     reports none
 */
public record NodeTarget(String name, String uid, String version, Kind kind) {

  /** What it is. */
  public enum Kind {
    Node,
    ApiServer
  }

  /** A node. */
  public NodeTarget(String name, String uid, String version) {
    this(name, uid, version, Kind.Node);
  }

  /**
   * An API server that is on no node.
   *
   * @param address with its port, which nothing else of the cluster has
   */
  public static NodeTarget apiServer(String address) {
    return new NodeTarget(address, address, "", Kind.ApiServer);
  }

  /** Whether it is counted among the nodes. */
  public boolean countsAsNode() {
    return kind == Kind.Node;
  }

  /**
   * Replaces the name where names are shorter: a node's may have 253 characters, a Job's 63.
   * Another node of the same name has another.
   */
  public String hash() {
    return ShortHash.of(name + " " + uid);
  }
}
