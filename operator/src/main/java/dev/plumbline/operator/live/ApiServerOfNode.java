package dev.plumbline.operator.live;

import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;

/** Whether a node has an API server, and where that listens. */
public sealed interface ApiServerOfNode {

  /** It has one. */
  record At(ApiEndpoint endpoint) implements ApiServerOfNode {}

  /** None that serves {@code default/kubernetes} has an address of the node. */
  record None() implements ApiServerOfNode {}

  /**
   * That could not be determined.
   *
   * @param why continues the name of what was to be read
   */
  record Unknown(String why) implements ApiServerOfNode {}
}
