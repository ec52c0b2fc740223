// Over 250 lines: each thing that can happen to a request on its way.
package dev.plumbline.e2e.faults;

import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between the operator and the API server, passes on what they say to each other, watches
 * too, and does to each request what a plan says.
 */
final class FaultyProxy implements AutoCloseable {

  /** They are about one connection, and the proxy has two. */
  private static final Set<String> HOP_HEADERS =
      Set.of("connection", "upgrade", "http2-settings", "host", "transfer-encoding", "keep-alive");

  /** Scans, benchmarks, reports, nodes, Jobs and pods. */
  private static final int WATCHED_KINDS = 6;

  private static final int CONNECTIONS = 200;

  private final Vertx vertx;
  private final HttpServer server;
  private final HttpClient client;
  private final Watches watches;
  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final Map<String, Buffer> firstReplies = new ConcurrentHashMap<>();
  private volatile Plan plan = Plan.UNDISTURBED;
  private volatile boolean isDown;

  /**
   * A request that has been answered.
   *
   * @param code the API server's or the proxy's HTTP status; 0 when there was none
   */
  record Seen(Request request, int code, Instant when) {

    /** Whether it has changed something that is kept: a lease or an event is no part of a scan. */
    boolean hasWritten() {
      return request.isWrite()
          && code / 100 == 2
          && !request.kind().endsWith(" leases")
          && !request.kind().endsWith(" events");
    }
  }

  /** What is to become of requests. Called on the proxy's thread. */
  interface Plan {

    Plan UNDISTURBED = request -> new Fault.None();

    Fault of(Request request);

    /** After the API server has answered: whether the reply is lost. */
    default boolean losesReply(Seen answered) {
      return false;
    }
  }

  private FaultyProxy(Vertx vertx, int apiServer) {
    this.vertx = vertx;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setDefaultHost("127.0.0.1")
                .setDefaultPort(apiServer)
                .setMaxPoolSize(CONNECTIONS));
    this.watches = new Watches(vertx, apiServer);
    this.server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHost("127.0.0.1")
                    .setPort(0)
                    .setHttp2ClearTextEnabled(false)
                    .setMaxWebSocketFrameSize(Watches.MAX_MESSAGE)
                    .setMaxWebSocketMessageSize(Watches.MAX_MESSAGE))
            .connectionHandler(this::opened)
            .requestHandler(this::handle);
    server.listen().toCompletionStage().toCompletableFuture().join();
  }

  static FaultyProxy start(Vertx vertx, int apiServer) {
    return new FaultyProxy(vertx, apiServer);
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** From now on; what was seen before is forgotten. */
  void follow(Plan next) {
    plan = next;
    seen.clear();
    firstReplies.clear();
  }

  /** The requests since the plan was made, in the order of their answers. */
  List<Seen> seen() {
    return List.copyOf(seen);
  }

  /** Until the operator that was started after the plan was made watches all that it watches. */
  void awaitWatches() {
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                seen.stream()
                        .filter(made -> made.request().isWatch())
                        .map(made -> made.request().kind())
                        .distinct()
                        .count()
                    >= WATCHED_KINDS);
  }

  /** Closes every connection, and refuses new ones. */
  void goDown() {
    isDown = true;
    connections.forEach(HttpConnection::close);
  }

  void comeUp() {
    isDown = false;
  }

  /** Ends each watch; the operator makes another. */
  void cutWatches() {
    watches.cut();
  }

  private void opened(HttpConnection connection) {
    connections.add(connection);
    connection.closeHandler(closed -> connections.remove(connection));
    if (isDown) {
      connection.close();
    }
  }

  private void handle(HttpServerRequest asked) {
    Request request = Request.of(asked.method().name(), asked.uri());
    Fault fault = plan.of(request);
    if (fault instanceof Fault.Reset) {
      seen(request, 0);
      asked.connection().close();
    } else if (fault instanceof Fault.Hang hang) {
      seen(request, 0);
      vertx.setTimer(hang.time().toMillis(), timer -> asked.connection().close());
    } else if (fault instanceof Fault.Answer answer) {
      seen(request, answer.code());
      answer(asked, answer);
    } else if ("websocket".equalsIgnoreCase(asked.getHeader("Upgrade"))) {
      seen(request, 101);
      watches.pass(asked, fault);
    } else {
      pass(asked, request, fault);
    }
  }

  private Seen seen(Request request, int code) {
    Seen made = new Seen(request, code, Instant.now());
    seen.add(made);
    return made;
  }

  private static void answer(HttpServerRequest asked, Fault.Answer answer) {
    answer.headers().forEach(asked.response()::putHeader);
    asked
        .response()
        .setStatusCode(answer.code())
        .putHeader("Content-Type", "application/json")
        .end(
            new JsonObject()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("status", "Failure")
                .put("reason", answer.reason())
                .put("message", answer.message())
                .put("code", answer.code())
                .encode());
  }

  private void pass(HttpServerRequest asked, Request request, Fault fault) {
    RequestOptions options =
        new RequestOptions().setMethod(HttpMethod.valueOf(request.method())).setURI(asked.uri());
    asked
        .headers()
        .forEach(
            header -> {
              if (!HOP_HEADERS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                options.addHeader(header.getKey(), header.getValue());
              }
            });
    asked
        .body()
        .compose(body -> client.request(options).compose(sent -> sent.send(body)))
        .compose(reply -> reply(asked, request, fault, reply))
        .onFailure(broken -> asked.connection().close());
  }

  private Future<Void> reply(
      HttpServerRequest asked, Request request, Fault fault, HttpClientResponse reply) {
    if (request.isWatch()) {
      // It has no end.
      seen(request, reply.statusCode());
      asked.response().setStatusCode(reply.statusCode()).setChunked(true);
      return reply.pipeTo(asked.response());
    }
    return reply
        .body()
        .compose(
            body -> {
              Seen answered = seen(request, reply.statusCode());
              if (fault instanceof Fault.LoseReply || plan.losesReply(answered)) {
                return asked.connection().close();
              }
              Buffer first = firstReplies.computeIfAbsent(asked.uri(), uri -> body);
              asked.response().setStatusCode(reply.statusCode());
              Optional.ofNullable(reply.getHeader("Content-Type"))
                  .ifPresent(type -> asked.response().putHeader("Content-Type", type));
              return asked.response().end(fault instanceof Fault.Stale ? first : body);
            });
  }

  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
  }
}
