package dev.plumbline.operator.run;

import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import dev.plumbline.operator.live.ApiServerOfNode;
import dev.plumbline.operator.live.AskedNode;
import dev.plumbline.operator.live.ComponentReader;
import dev.plumbline.operator.live.LiveReader.Wanted;
import dev.plumbline.operator.live.LiveReading;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Components that answer at once.
 *
 * @param answer by the node, where it is one, and the API server, where there is one
 */
record AnsweringComponents(BiFunction<Optional<AskedNode>, ApiServerOfNode, LiveReading> answer)
    implements ComponentReader {

  @Override
  public LiveReading read(AskedNode node, ApiServerOfNode apiServer, Wanted wanted) {
    return answer.apply(Optional.of(node), apiServer);
  }

  @Override
  public LiveReading read(ApiEndpoint endpoint, Wanted wanted) {
    return answer.apply(Optional.empty(), new ApiServerOfNode.At(endpoint));
  }
}
