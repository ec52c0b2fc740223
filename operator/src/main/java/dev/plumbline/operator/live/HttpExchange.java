package dev.plumbline.operator.live;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * One question to a component at its own address, bounded in time and in what is read.
 *
 * @param security how the server is known before anything is sent to it
 * @param limit for all of it
 */
record HttpExchange(Security security, Duration limit) {

  /** The JDK's words: a server that wants a client certificate says so by an alert. */
  private static final Pattern ALERT =
      Pattern.compile("(?:\\([a-z_]+\\) )?Received fatal alert: ([a-z_]{1,40})");

  /** Who may answer. */
  sealed interface Security {

    /** The name that requests are for. */
    String host();
  }

  /**
   * A server with a certificate of the configuration's authority for a name or an IP address. It
   * sees the configuration's client certificate, if there is one.
   *
   * @param pins the SHA-256 of certificates that are as good, whoever has issued them
   * @param otherwise what is to be said of another server; continues its URL
   */
  record Verified(Config config, String host, Set<String> pins, String otherwise)
      implements Security {}

  /** Any server, with TLS: for questions that hold nothing secret. */
  record Unverified(String host) implements Security {}

  /** Any server, without TLS: likewise. */
  record Plain(String host) implements Security {}

  /** What to read of an answer. */
  private interface Reading<T> {
    T of(Socket socket, HttpAnswer.Deadline deadline) throws IOException;
  }

  /** The status alone, whatever follows it. */
  int status(String address, int port, Question question) throws NoAnswer {
    return ask(
        address,
        port,
        question,
        (socket, deadline) -> HttpAnswer.status(socket.getInputStream(), deadline));
  }

  /**
   * The whole answer.
   *
   * @param maxBody in bytes
   */
  HttpAnswer whole(String address, int port, Question question, int maxBody) throws NoAnswer {
    return ask(
        address,
        port,
        question,
        (socket, deadline) -> HttpAnswer.read(socket.getInputStream(), maxBody, deadline));
  }

  /**
   * The lines of an answer's body, each handed on as it arrives.
   *
   * @param most of the whole answer, in bytes
   * @return the status; there are lines only of 200
   */
  int lines(String address, int port, Question question, long most, Consumer<String> line)
      throws NoAnswer {
    return ask(
        address,
        port,
        question,
        (socket, deadline) -> StreamedAnswer.read(socket.getInputStream(), most, deadline, line));
  }

  private <T> T ask(String address, int port, Question question, Reading<T> reading)
      throws NoAnswer {
    long end = System.nanoTime() + limit.toNanos();
    try (Socket plain = new Socket()) {
      // A server that sends a byte now and then never lets a single read time out.
      CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> close(plain));
      plain.connect(new InetSocketAddress(InetAddress.getByName(address), port), left(end));
      plain.setSoTimeout(left(end));
      try (Socket socket = secured(plain, port)) {
        socket.getOutputStream().write(question.bytes(security.host()));
        socket.getOutputStream().flush();
        return reading.of(socket, () -> socket.setSoTimeout(left(end)));
      }
    } catch (HttpAnswer.Malformed e) {
      throw new NoAnswer(Objects.toString(e.getMessage()));
    } catch (IOException | GeneralSecurityException e) {
      throw new NoAnswer(why(e, end));
    } catch (RuntimeException e) {
      throw ApiServerIdentity.couldNotBeAsked(e);
    }
  }

  private Socket secured(Socket plain, int port) throws IOException, GeneralSecurityException {
    if (security instanceof Plain) {
      return plain;
    }
    SSLContext context =
        security instanceof Verified verified
            ? context(verified)
            : SSLUtils.sslContext(new ConfigBuilder(Config.empty()).withTrustCerts(true).build());
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, security.host(), port, true);
    if (security instanceof Verified) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
    try {
      socket.startHandshake();
    } catch (SSLHandshakeException e) {
      throw e;
    } catch (SSLException e) {
      // The server's own alert: a kubelet that awaits its certificate has none to show.
      throw (SSLException) new SSLHandshakeException("ended by the server").initCause(e);
    }
    return socket;
  }

  private static SSLContext context(Verified verified)
      throws IOException, GeneralSecurityException {
    if (verified.pins().isEmpty()) {
      return SSLUtils.sslContext(verified.config());
    }
    TrustManager[] trust =
        Stream.of(SSLUtils.trustManagers(verified.config()))
            .filter(X509ExtendedTrustManager.class::isInstance)
            .map(X509ExtendedTrustManager.class::cast)
            .map(authority -> new PinnedTrust(authority, verified.pins()))
            .toArray(TrustManager[]::new);
    return SSLUtils.sslContext(SSLUtils.keyManagers(verified.config()), trust);
  }

  private String why(Exception e, long end) {
    if (e instanceof SocketTimeoutException || System.nanoTime() >= end) {
      return "did not answer within " + limit.toMillis() + " ms";
    }
    if (e instanceof SSLHandshakeException && security instanceof Verified verified) {
      return verified.otherwise();
    }
    // What a server of Go sends that has no certificate to show.
    Optional<String> alert = alert(e).filter(name -> !name.equals("internal_error"));
    if (alert.isPresent()) {
      return "refused the connection with the TLS alert " + alert.get();
    }
    return e instanceof SSLHandshakeException
        ? "completes no TLS handshake: it may have no certificate yet"
        : notReached(e);
  }

  /** The name of the alert that ended a connection, by the JDK's own words. */
  private static Optional<String> alert(Exception e) {
    return Stream.of(Optional.of(e), Optional.ofNullable(e.getCause()))
        .flatMap(Optional::stream)
        .filter(SSLException.class::isInstance)
        .map(one -> ALERT.matcher(Objects.toString(one.getMessage())))
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .findFirst();
  }

  /** What is said of a connection that there is none of, as {@link NoAnswer} has it. */
  static String notReached(Exception e) {
    String kind = e.getClass().getSimpleName();
    boolean connected =
        e instanceof SocketException
            && !(e instanceof ConnectException || e instanceof NoRouteToHostException);
    return connected
        // A server that refuses may do so before its alert is read.
        ? "broke off the connection, or something between has done so (" + kind + ")"
        : "could not be reached from the operator's pod ("
            + kind
            + "); a network policy or a firewall may forbid it";
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed then, as far as this side is concerned.
    }
  }

  static int left(long end) throws SocketTimeoutException {
    long millis = (end - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new SocketTimeoutException();
    }
    return (int) millis;
  }
}
