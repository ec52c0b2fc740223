package dev.plumbline.operator.live;

import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import dev.plumbline.operator.live.LiveReader.Wanted;

/** Asks running components, in a bounded time. */
public interface ComponentReader {

  /** Asks the components of a node. */
  LiveReading read(AskedNode node, ApiServerOfNode apiServer, Wanted wanted);

  /** Asks an API server that is on no node. */
  LiveReading read(ApiEndpoint endpoint, Wanted wanted);
}
