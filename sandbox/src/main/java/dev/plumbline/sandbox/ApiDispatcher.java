package dev.plumbline.sandbox;

import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Answers what kubectl asks beside objects, and leaves the rest to fabric8's mock. */
final class ApiDispatcher extends Dispatcher {

  private final KubernetesCrudDispatcher objects;
  private final PodLogs logs;

  ApiDispatcher(List<CustomResourceDefinitionContext> types, PodLogs logs) {
    this.objects = new KubernetesCrudDispatcher(types);
    this.logs = logs;
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    String path = Objects.toString(request.getPath(), "").split("\\?", 2)[0];
    if (Objects.equals(request.getMethod(), "GET")) {
      Optional<MockResponse> own =
          logs.at(path)
              .map(log -> answer("text/plain", log))
              .or(() -> Discovery.at(path).map(json -> answer("application/json", json)));
      if (own.isPresent()) {
        return own.get();
      }
    }
    MockResponse response = objects.dispatch(request);
    boolean table = Objects.toString(request.getHeader("Accept"), "").contains("as=Table");
    boolean watch = Objects.toString(request.getPath(), "").contains("watch=");
    return table && !watch && response.code() == 200 && response.getBody() != null
        ? ServerTable.of(
                path,
                new String(response.getBody().getBytes(), java.nio.charset.StandardCharsets.UTF_8))
            .map(json -> answer("application/json", json))
            .orElse(response)
        : response;
  }

  @Override
  public void shutdown() {
    objects.shutdown();
  }

  private static MockResponse answer(String type, String body) {
    return new MockResponse().setResponseCode(200).setHeader("Content-Type", type).setBody(body);
  }
}
