package dev.plumbline.e2e.faults;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.net.HttpURLConnection;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes on watches, an event at a time. */
final class Watches {

  /** A page of nodes is larger than a web socket's message by default. */
  static final int MAX_MESSAGE = 16 * 1024 * 1024;

  private static final Set<String> PASSED_ON = Set.of("authorization", "origin", "user-agent");

  private final Vertx vertx;
  private final int apiServer;
  private final WebSocketClient client;
  private final Set<ServerWebSocket> open = ConcurrentHashMap.newKeySet();

  Watches(Vertx vertx, int apiServer) {
    this.vertx = vertx;
    this.apiServer = apiServer;
    this.client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setMaxConnections(1000)
                .setMaxFrameSize(MAX_MESSAGE)
                .setMaxMessageSize(MAX_MESSAGE));
  }

  void pass(HttpServerRequest asked, Fault fault) {
    WebSocketConnectOptions options = new WebSocketConnectOptions();
    options.setHost("127.0.0.1").setPort(apiServer).setSsl(true).setURI(asked.uri());
    asked
        .headers()
        .forEach(
            header -> {
              if (PASSED_ON.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                options.addHeader(header.getKey(), header.getValue());
              }
            });
    asked.pause();
    client
        .connect(options)
        .onSuccess(
            server -> {
              server.pause();
              asked
                  .toWebSocket()
                  .onSuccess(operator -> join(operator, server, fault))
                  .onFailure(gone -> server.close());
            })
        .onFailure(refused -> refuse(asked, refused));
  }

  private static void refuse(HttpServerRequest asked, Throwable why) {
    asked.resume();
    if (why instanceof UpgradeRejectedException rejected) {
      asked
          .response()
          .setStatusCode(rejected.getStatus())
          .putHeader("Content-Type", "application/json")
          .end(rejected.getBody());
    } else {
      asked.connection().close();
    }
  }

  private void join(ServerWebSocket operator, WebSocket server, Fault fault) {
    open.add(operator);
    AtomicInteger events = new AtomicInteger();
    server.textMessageHandler(event -> deliver(operator, event, fault, events.incrementAndGet()));
    server.closeHandler(closed -> operator.close());
    server.exceptionHandler(broken -> operator.close());
    operator.exceptionHandler(broken -> server.close());
    operator.closeHandler(
        closed -> {
          open.remove(operator);
          server.close();
        });
    if (fault instanceof Fault.Expired) {
      operator
          .writeTextMessage(
              new JsonObject()
                  .put("type", "ERROR")
                  .put(
                      "object",
                      new JsonObject()
                          .put("kind", "Status")
                          .put("apiVersion", "v1")
                          .put("status", "Failure")
                          .put("reason", "Expired")
                          .put("message", "too old resource version: 1 (2)")
                          .put("code", HttpURLConnection.HTTP_GONE))
                  .encode())
          .onComplete(written -> operator.close());
    } else if (fault instanceof Fault.CutAfter cut && cut.events() == 0) {
      operator.close();
    }
    server.resume();
  }

  private void deliver(ServerWebSocket operator, String event, Fault fault, int number) {
    if (operator.isClosed()) {
      return;
    }
    if (fault instanceof Fault.Delay delay) {
      vertx.setTimer(
          delay.time().toMillis(),
          timer -> {
            if (!operator.isClosed()) {
              operator.writeTextMessage(event);
            }
          });
      return;
    }
    operator.writeTextMessage(event);
    if (fault instanceof Fault.CutAfter cut && number >= cut.events()) {
      operator.close();
    }
  }

  void cut() {
    open.forEach(ServerWebSocket::close);
  }
}
