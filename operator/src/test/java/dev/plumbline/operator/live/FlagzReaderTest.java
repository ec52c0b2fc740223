package dev.plumbline.operator.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.live.Flagz;
import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only the cluster's own API server is asked, and whatever it answers ends in time. */
class FlagzReaderTest {

  private static final String JSON =
      """
      {"kind":"Flagz","apiVersion":"config.k8s.io/v1beta1","metadata":{"name":"apiserver"},\
      "flags":{"profiling":"false"}}""";

  private static final Duration LIMIT = Duration.ofMillis(1500);

  /** What the server has received before it answered. */
  private final List<String> received = new CopyOnWriteArrayList<>();

  private final CountDownLatch end = new CountDownLatch(1);
  private final List<ServerSocket> servers = new ArrayList<>();

  private interface Behaviour {
    void serve(OutputStream out) throws IOException, InterruptedException;
  }

  @AfterEach
  void stop() throws IOException {
    end.countDown();
    for (ServerSocket server : servers) {
      server.close();
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(FlagzReaderTest.class.getResourceAsStream(name));
  }

  private static Config config(String authority) throws IOException {
    return new ConfigBuilder(Config.empty())
        .withCaCertData(Base64.getEncoder().encodeToString(resource(authority).readAllBytes()))
        .withOauthToken("the-operators-token")
        .build();
  }

  private int serve(String certificate, Behaviour behaviour)
      throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(resource(certificate), "changeit".toCharArray());
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(keys, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return accept(
        context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress()),
        behaviour);
  }

  private int accept(ServerSocket server, Behaviour behaviour) {
    servers.add(server);
    Thread thread =
        new Thread(
            () -> {
              try (Socket socket = server.accept()) {
                BufferedReader in =
                    new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                for (String line = in.readLine();
                    line != null && !line.isEmpty();
                    line = in.readLine()) {
                  received.add(line);
                }
                behaviour.serve(socket.getOutputStream());
              } catch (IOException | InterruptedException e) {
                // The client has closed the connection, which the test sees.
              }
            });
    thread.setDaemon(true);
    thread.start();
    return server.getLocalPort();
  }

  private static Behaviour answer(String head, String body) {
    return out -> out.write((head + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
  }

  private static Flagz read(int port, Config config) {
    return new FlagzReader(config, LIMIT).read(new ApiEndpoint("127.0.0.1", port));
  }

  private static String why(Flagz flagz) {
    assertThat(flagz).isInstanceOf(Flagz.Unreadable.class);
    return ((Flagz.Unreadable) flagz).why();
  }

  @Test
  void theAnswerOfTheClustersOwnServerIsRead() throws Exception {
    int port =
        serve("api-server.p12", answer("HTTP/1.0 200 OK\r\nContent-Type: application/json", JSON));
    assertThat(read(port, config("ca.crt")))
        .isEqualTo(new Flagz.Answered(Map.of("profiling", "false")));
    assertThat(received)
        .contains("GET /flagz HTTP/1.0", "Authorization: Bearer the-operators-token");
  }

  @ParameterizedTest
  @CsvSource({"another-name.p12, ca.crt", "api-server.p12, other.crt"})
  void aServerThatIsNotTheClustersGetsNoToken(String certificate, String authority)
      throws Exception {
    int port =
        serve(certificate, answer("HTTP/1.0 200 OK\r\nContent-Type: application/json", JSON));
    assertThat(why(read(port, config(authority))))
        .contains("no certificate of the cluster's authority");
    assertThat(received).isEmpty();
  }

  @Test
  void withoutVerificationNobodyIsAsked() throws Exception {
    int port = serve("api-server.p12", answer("HTTP/1.0 200 OK", JSON));
    Config trusting = new ConfigBuilder(config("ca.crt")).withTrustCerts(true).build();
    assertThat(why(read(port, trusting))).contains("verify no certificates");
    assertThat(received).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.0 404 Not Found|ComponentFlagz",
        "HTTP/1.0 403 Forbidden|nonResourceURL",
        "HTTP/1.0 401 Unauthorized|nonResourceURL",
        "HTTP/1.0 500 Oops|status 500",
        "HTTP/1.0 302 Found\r\nLocation: https://elsewhere.invalid/|status 302",
        "HTTP/1.0 200 OK\r\nContent-Length: 9999|did not arrive whole",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked|did not arrive whole",
        "HTTP/1.0 200 OK\r\nContent-Length: -1|something else than HTTP",
        "HTTP/1.0 200 OK\r\nContent-Type: text/html|something else than JSON",
        "SSH-2.0-x|something else than HTTP",
      })
  void anyOtherAnswerIsUnknownWithItsReason(String both) throws Exception {
    int bar = both.lastIndexOf('|');
    int port = serve("api-server.p12", answer(both.substring(0, bar), JSON));
    assertThat(why(read(port, config("ca.crt")))).contains(both.substring(bar + 1));
  }

  @Test
  void anAnswerWithoutEndIsReadToALimit() throws Exception {
    int port =
        serve(
            "api-server.p12",
            out -> {
              byte[] much = new byte[64 * 1024];
              while (true) {
                out.write(much);
              }
            });
    assertThat(why(read(port, config("ca.crt")))).contains("more than");
  }

  @Test
  void aServerThatDoesNotAnswerIsNotWaitedFor() throws Exception {
    int port = serve("api-server.p12", out -> end.await());
    assertThat(why(read(port, config("ca.crt")))).contains("did not answer within");
  }

  /** Each byte comes in time, and the whole never. */
  @Test
  void aServerThatSendsAByteNowAndThenIsNotWaitedFor() throws Exception {
    int port =
        serve(
            "api-server.p12",
            out -> {
              while (!end.await(100, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                out.write('H');
                out.flush();
              }
            });
    assertThat(why(read(port, config("ca.crt")))).contains("did not answer within");
  }

  @Test
  void whatDoesNotSpeakTlsIsUnknown() throws Exception {
    int port =
        accept(
            new ServerSocket(0, 5, InetAddress.getLoopbackAddress()),
            answer("HTTP/1.0 200 OK", JSON));
    assertThat(why(read(port, config("ca.crt")))).isNotEmpty();
    assertThat(received).noneMatch(line -> line.contains("token"));
  }

  @Test
  void aClosedPortIsUnknown() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    assertThat(why(read(port, config("ca.crt")))).contains("could not be reached");
  }
}
