package dev.plumbline.operator.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * {@code /metrics} for Prometheus, {@code /healthz} and {@code /readyz} for the kubelet. Nothing is
 * read from a request but its path.
 */
public final class Endpoints implements AutoCloseable {

  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  static {
    // How many seconds a client may take to send a request, and to read the answer. The server has
    // no limit of its own, and reads these when it is first used (jdk.httpserver's package
    // summary).
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "30");
  }

  private final HttpServer server;
  private final NewestFirst threads = new NewestFirst();

  private Endpoints(HttpServer server) {
    this.server = server;
  }

  /**
   * Listens on all addresses of the pod.
   *
   * @param port 0 for any that is free, on loopback alone
   * @param healthy whether the process does its work; a restart is the cure when it doesn't
   * @param ready whether its caches are filled
   */
  public static Endpoints open(
      int port, Supplier<String> metrics, BooleanSupplier healthy, BooleanSupplier ready) {
    try {
      InetSocketAddress address =
          port == 0
              ? new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)
              : new InetSocketAddress(port);
      HttpServer server = HttpServer.create(address, 0);
      Endpoints endpoints = new Endpoints(server);
      server.createContext("/metrics", exchange -> answer(exchange, true, metrics, PROMETHEUS));
      server.createContext("/healthz", exchange -> answer(exchange, healthy.getAsBoolean()));
      server.createContext("/readyz", exchange -> answer(exchange, ready.getAsBoolean()));
      server.setExecutor(endpoints.threads);
      server.start();
      return endpoints;
    } catch (IOException e) {
      throw new UncheckedIOException("the port " + port + " can't be listened on", e);
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, boolean well) throws IOException {
    answer(exchange, well, () -> well ? "ok\n" : "not ok\n", "text/plain");
  }

  private static void answer(
      HttpExchange exchange, boolean well, Supplier<String> text, String type) throws IOException {
    byte[] body = text.get().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(
        well ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
