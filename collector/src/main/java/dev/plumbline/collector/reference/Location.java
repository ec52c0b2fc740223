package dev.plumbline.collector.reference;

/** Where a path that a component is given lies on the node. */
public sealed interface Location {

  /**
   * On the node.
   *
   * @param directory the mounted directory or file; what is below it, a container reads through the
   *     mount
   */
  record OnHost(String directory, String path) implements Location {}

  /**
   * Nowhere that could be determined.
   *
   * @param why a phrase that continues the path
   */
  record Unknown(String why) implements Location {}
}
