package dev.plumbline.operator.store;

/**
 * A node to read.
 *
 * @param version its kubelet's, as the node reports it, such as {@code v1.36.3}; empty when it
 *     reports none
 */
public record NodeTarget(String name, String uid, String version) {

  /**
   * Replaces the name where names are shorter: a node's may have 253 characters, a Job's 63.
   * Another node of the same name has another.
   */
  public String hash() {
    return ShortHash.of(name + " " + uid);
  }
}
