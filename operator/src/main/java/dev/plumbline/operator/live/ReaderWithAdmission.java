package dev.plumbline.operator.live;

import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import dev.plumbline.operator.live.LiveReader.Wanted;
import java.util.List;

/** Asks components, and beside that each API server what it admits. */
public record ReaderWithAdmission(ComponentReader reader, AdmissionProbes admission)
    implements ComponentReader {

  @Override
  public LiveReading read(AskedNode node, ApiServerOfNode apiServer, Wanted wanted) {
    return reader
        .read(node, apiServer, wanted)
        .with(
            apiServer instanceof ApiServerOfNode.At at
                ? admission.read(at.endpoint(), wanted)
                : List.of());
  }

  @Override
  public LiveReading read(ApiEndpoint endpoint, Wanted wanted) {
    return reader.read(endpoint, wanted).with(admission.read(endpoint, wanted));
  }
}
