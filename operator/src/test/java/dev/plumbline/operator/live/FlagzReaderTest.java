package dev.plumbline.operator.live;

import static dev.plumbline.operator.live.AskedServer.answer;
import static dev.plumbline.operator.live.AskedServer.config;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.live.Flagz;
import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
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

  private final AskedServer server = new AskedServer();

  @AfterEach
  void stop() throws IOException {
    server.close();
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
        server.serve(
            "api-server.p12", answer("HTTP/1.0 200 OK\r\nContent-Type: application/json", JSON));
    assertThat(read(port, config("ca.crt")))
        .isEqualTo(new Flagz.Answered(Map.of("profiling", "false")));
    assertThat(server.received)
        .contains("GET /flagz HTTP/1.0", "Authorization: Bearer the-operators-token");
  }

  @ParameterizedTest
  @CsvSource({"another-name.p12, ca.crt", "api-server.p12, other.crt"})
  void aServerThatIsNotTheClustersGetsNoToken(String certificate, String authority)
      throws Exception {
    int port =
        server.serve(
            certificate, answer("HTTP/1.0 200 OK\r\nContent-Type: application/json", JSON));
    assertThat(why(read(port, config(authority))))
        .contains("no certificate of the cluster's authority");
    assertThat(server.received).isEmpty();
  }

  @Test
  void aTokenThatCannotBeHadIsAReasonAndNoException() throws Exception {
    Config failing = config("ca.crt");
    failing.setOauthTokenProvider(
        () -> {
          throw new IllegalStateException("secret");
        });
    assertThat(why(read(1, failing))).isEqualTo("could not be asked (IllegalStateException)");
  }

  @Test
  void withoutVerificationNobodyIsAsked() throws Exception {
    int port = server.serve("api-server.p12", answer("HTTP/1.0 200 OK", JSON));
    Config trusting = new ConfigBuilder(config("ca.crt")).withTrustCerts(true).build();
    assertThat(why(read(port, trusting))).contains("verify no certificates");
    assertThat(server.received).isEmpty();
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
    int port = server.serve("api-server.p12", answer(both.substring(0, bar), JSON));
    assertThat(why(read(port, config("ca.crt")))).contains(both.substring(bar + 1));
  }

  @Test
  void anAnswerWithoutEndIsReadToALimit() throws Exception {
    int port =
        server.serve(
            "api-server.p12",
            (request, out) -> {
              byte[] much = new byte[64 * 1024];
              while (true) {
                out.write(much);
              }
            });
    assertThat(why(read(port, config("ca.crt")))).contains("more than");
  }

  @Test
  void aServerThatDoesNotAnswerIsNotWaitedFor() throws Exception {
    int port = server.serve("api-server.p12", (request, out) -> server.end.await());
    assertThat(why(read(port, config("ca.crt")))).contains("did not answer within");
  }

  /** Each byte comes in time, and the whole never. */
  @Test
  void aServerThatSendsAByteNowAndThenIsNotWaitedFor() throws Exception {
    int port =
        server.serve(
            "api-server.p12",
            (request, out) -> {
              while (!server.end.await(100, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                out.write('H');
                out.flush();
              }
            });
    assertThat(why(read(port, config("ca.crt")))).contains("did not answer within");
  }

  @Test
  void whatDoesNotSpeakTlsIsUnknown() throws Exception {
    int port = server.servePlain(answer("HTTP/1.0 200 OK", JSON));
    assertThat(why(read(port, config("ca.crt")))).isNotEmpty();
    assertThat(server.received).noneMatch(line -> line.contains("token"));
  }

  @Test
  void aClosedPortIsUnknown() throws Exception {
    assertThat(why(read(AskedServer.closedPort(), config("ca.crt"))))
        .contains("could not be reached");
  }
}
