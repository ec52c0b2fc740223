package dev.plumbline.operator.live;

import dev.plumbline.live.Flagz;
import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Reads {@code /flagz} of one API server, at its own address and with the operator's own token. The
 * server has to be the cluster's: its certificate is verified against the cluster's authority under
 * the name of the Service, before anything is sent to it.
 */
public final class FlagzReader {

  /** What every API server's certificate is for; its own address need not be in it. */
  private static final String SERVER_NAME = "kubernetes.default.svc";

  /** An API server answers within milliseconds. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Config config;
  private final Duration limit;

  public FlagzReader(Config config) {
    this(config, LIMIT);
  }

  FlagzReader(Config config, Duration limit) {
    this.config = config;
    this.limit = limit;
  }

  /** Reads it within a few seconds; whatever keeps it from that is the reason why it is unknown. */
  public Flagz read(ApiEndpoint endpoint) {
    if (config.isTrustCerts()) {
      return new Flagz.Unreadable(
          "was not asked, since the operator is configured to verify no certificates");
    }
    long end = System.nanoTime() + limit.toNanos();
    try (Socket plain = new Socket()) {
      // A server that sends a byte now and then never lets a single read time out.
      CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> close(plain));
      plain.connect(
          new InetSocketAddress(InetAddress.getByName(endpoint.address()), endpoint.port()),
          left(end));
      plain.setSoTimeout(left(end));
      SSLSocketFactory factory = SSLUtils.sslContext(config).getSocketFactory();
      try (SSLSocket socket =
          (SSLSocket) factory.createSocket(plain, SERVER_NAME, endpoint.port(), true)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        socket.getOutputStream().write(request().getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return answered(
            HttpAnswer.read(
                socket.getInputStream(), Flagz.MAX_BYTES, () -> socket.setSoTimeout(left(end))));
      }
    } catch (HttpAnswer.Malformed e) {
      return new Flagz.Unreadable(Objects.toString(e.getMessage()));
    } catch (IOException | GeneralSecurityException e) {
      return new Flagz.Unreadable(why(e, end));
    }
  }

  private String why(Exception e, long end) {
    if (e instanceof SocketTimeoutException || System.nanoTime() >= end) {
      return "did not answer within " + limit.toMillis() + " ms";
    }
    if (e instanceof SSLHandshakeException) {
      return "has no certificate of the cluster's authority for the name " + SERVER_NAME;
    }
    return "could not be reached from the operator's pod ("
        + e.getClass().getSimpleName()
        + "); a network policy or a firewall may forbid it";
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed then, as far as this side is concerned.
    }
  }

  private static int left(long end) throws SocketTimeoutException {
    long millis = (end - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new SocketTimeoutException();
    }
    return (int) millis;
  }

  /** HTTP/1.0, so that the answer is one body up to the end of the connection. */
  private String request() {
    String token =
        Stream.<Supplier<String>>of(
                () ->
                    config.getOauthTokenProvider() == null
                        ? ""
                        : config.getOauthTokenProvider().getToken(),
                config::getOauthToken,
                config::getAutoOAuthToken)
            .map(Supplier::get)
            .filter(Objects::nonNull)
            // What no header may hold is no token.
            .filter(text -> text.matches("[\\x21-\\x7e]+"))
            .findFirst()
            .map(text -> "Authorization: Bearer " + text + "\r\n")
            .orElse("");
    return "GET "
        + Flagz.PATH
        + " HTTP/1.0\r\nHost: "
        + SERVER_NAME
        + "\r\nUser-Agent: plumbline\r\nAccept: "
        + Flagz.ACCEPT
        + "\r\n"
        + token
        + "\r\n";
  }

  private static Flagz answered(HttpAnswer answer) {
    return switch (answer.status()) {
      case HttpURLConnection.HTTP_OK ->
          Flagz.read(Flagz.API_SERVER, answer.contentType(), answer.body());
      case HttpURLConnection.HTTP_NOT_FOUND ->
          new Flagz.Unreadable(
              "is not served (404): Kubernetes 1.36 serves it by default, 1.32 to 1.35 with the"
                  + " feature gate ComponentFlagz");
      case HttpURLConnection.HTTP_FORBIDDEN, HttpURLConnection.HTTP_UNAUTHORIZED ->
          new Flagz.Unreadable(
              "refused the operator ("
                  + answer.status()
                  + "): its ClusterRole needs the verb get on the nonResourceURL /flagz");
      default -> new Flagz.Unreadable("answered with the status " + answer.status());
    };
  }
}
