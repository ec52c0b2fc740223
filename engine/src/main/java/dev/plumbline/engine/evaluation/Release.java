package dev.plumbline.engine.evaluation;

/**
 * The release of Kubernetes that a node runs, for components whose own image doesn't tell.
 *
 * @param version e.g. {@code v1.36.3}; empty when nothing tells
 */
public record Release(String version) {

  public static Release unknown() {
    return new Release("");
  }
}
