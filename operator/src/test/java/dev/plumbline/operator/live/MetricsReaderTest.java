package dev.plumbline.operator.live;

import static dev.plumbline.operator.live.AskedServer.answer;
import static dev.plumbline.operator.live.AskedServer.config;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import dev.plumbline.operator.cluster.KubeletEndpoint;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only the cluster's own components get a token, and whatever they answer ends. */
class MetricsReaderTest {

  private static final String TOKEN = "the-kubelet-readers-token";
  private static final String OK = "HTTP/1.0 200 OK\r\nContent-Type: text/plain; version=0.0.4";
  private static final String TEXT = "# HELP x y\nx 1\nprocess_start_time_seconds 1.7e+09\n";
  private static final ComponentMetrics KNOWN =
      new ComponentMetrics.Known(Instant.ofEpochSecond(1_700_000_000L), Map.of());

  private static final Duration LIMIT = Duration.ofMillis(1500);

  private final AskedServer server = new AskedServer();

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private static MetricsReader reader(Config config, Duration limit) {
    return new MetricsReader(
        new ApiServerIdentity(config, limit),
        new KubeletIdentity(config, new KubeletTokens(() -> TOKEN, System::nanoTime), limit));
  }

  private static ComponentMetrics ofApiServer(int port) throws IOException {
    return reader(config("ca.crt"), LIMIT).of(new ApiEndpoint("127.0.0.1", port));
  }

  private static ComponentMetrics ofKubelet(int port) throws IOException {
    return reader(config("kubelet-ca.crt"), LIMIT).of(new KubeletEndpoint("127.0.0.1", port));
  }

  private static String why(ComponentMetrics metrics) {
    assertThat(metrics).isInstanceOf(ComponentMetrics.Unknown.class);
    return ((ComponentMetrics.Unknown) metrics).why();
  }

  @Test
  void theMetricsOfTheClustersOwnServerAreRead() throws Exception {
    int port = server.serve("api-server.p12", answer(OK, TEXT));
    assertThat(ofApiServer(port)).isEqualTo(KNOWN);
    assertThat(server.received)
        .contains("GET /metrics HTTP/1.0", "Authorization: Bearer " + AskedServer.TOKEN);
  }

  @Test
  void theSmallMetricsOfTheNodesOwnKubeletAreRead() throws Exception {
    int port = server.serve("kubelet.p12", answer(OK, TEXT));
    assertThat(ofKubelet(port)).isEqualTo(KNOWN);
    assertThat(server.received)
        .contains("GET /metrics/slis HTTP/1.0", "Authorization: Bearer " + TOKEN)
        .noneMatch(line -> line.contains(AskedServer.TOKEN))
        .noneMatch(line -> line.contains("/metrics HTTP"));
  }

  /** Before Kubernetes 1.30 the start is not among them, and before 1.26 there are none. */
  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.0 404 Not Found", OK})
  void anOlderKubeletHasTheStartAmongAllItsMetrics(String small) throws Exception {
    int port =
        server.serve(
            "kubelet.p12",
            (request, out) -> {
              boolean isSmall = request.get(0).startsWith("GET /metrics/slis ");
              (isSmall ? answer(small, "x 1\n") : answer(OK, TEXT)).serve(request, out);
            });
    assertThat(ofKubelet(port)).isEqualTo(KNOWN);
  }

  @ParameterizedTest
  @CsvSource({"another-name.p12, ca.crt", "api-server.p12, other.crt"})
  void aServerThatIsNotTheClustersGetsNoToken(String certificate, String authority)
      throws Exception {
    int port = server.serve(certificate, answer(OK, TEXT));
    assertThat(why(reader(config(authority), LIMIT).of(new ApiEndpoint("127.0.0.1", port))))
        .contains("no certificate of the cluster's authority");
    assertThat(server.received).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "kubelet-self-signed.p12, kubelet-ca.crt",
    "kubelet-of-another-node.p12, kubelet-ca.crt",
    "kubelet.p12, other.crt"
  })
  void aServerThatIsNotTheNodesKubeletGetsNoToken(String certificate, String authority)
      throws Exception {
    int port = server.serve(certificate, answer(OK, TEXT));
    assertThat(why(reader(config(authority), LIMIT).of(new KubeletEndpoint("127.0.0.1", port))))
        .contains("no certificate of the cluster's authority");
    assertThat(server.received).isEmpty();
  }

  @Test
  void withoutVerificationNobodyIsAsked() throws Exception {
    int port = server.serve("api-server.p12", answer(OK, TEXT));
    Config trusting = new ConfigBuilder(config("ca.crt")).withTrustCerts(true).build();
    MetricsReader reader = reader(trusting, LIMIT);
    assertThat(why(reader.of(new ApiEndpoint("127.0.0.1", port)))).contains("no certificates");
    assertThat(why(reader.of(new KubeletEndpoint("127.0.0.1", port)))).contains("no certificates");
    assertThat(server.received).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.0 403 Forbidden|the nonResourceURL /metrics",
        "HTTP/1.0 401 Unauthorized|the nonResourceURL /metrics",
        "HTTP/1.0 404 Not Found|status 404",
        "HTTP/1.0 302 Found\r\nLocation: https://elsewhere.invalid/|status 302",
        "HTTP/1.0 200 OK\r\nContent-Length: 9999|did not arrive whole",
        "HTTP/1.0 200 OK\r\nContent-Length: -1|something else than HTTP",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked|encoded",
        "HTTP/1.0 200 OK\r\nContent-Encoding: gzip|encoded",
        "SSH-2.0-x|something else than HTTP",
      })
  void anyOtherAnswerIsUnknownWithItsReason(String both) throws Exception {
    int bar = both.lastIndexOf('|');
    int port = server.serve("api-server.p12", answer(both.substring(0, bar), TEXT));
    assertThat(why(ofApiServer(port))).contains(both.substring(bar + 1));
  }

  @Test
  void aKubeletThatRefusesNamesTheRight() throws Exception {
    int port = server.serve("kubelet.p12", answer("HTTP/1.0 403 Forbidden", ""));
    assertThat(why(ofKubelet(port))).contains("plumbline-kubelet-reader", "nodes/metrics");
  }

  @Test
  void aLineThatHasNoEndIsNotReadAsOne() throws Exception {
    int port = server.serve("api-server.p12", answer(OK, TEXT.strip()));
    assertThat(why(ofApiServer(port))).contains("process_start_time_seconds");
  }

  /** As many lines as a large cluster has, and one that is longer than any of them. */
  @Test
  void manyMegabytesAreReadAndALongLineIsSkipped() throws Exception {
    byte[] noise =
        "apiserver_request_total{verb=\"GET\"} 1\n".repeat(1024).getBytes(StandardCharsets.UTF_8);
    int port =
        server.serve(
            "api-server.p12",
            (request, out) -> {
              answer(OK, "").serve(request, out);
              for (int i = 0; i < 300; i++) {
                out.write(noise);
              }
              out.write("process_start_time_seconds ".getBytes(StandardCharsets.UTF_8));
              out.write("7".repeat(1 << 20).getBytes(StandardCharsets.UTF_8));
              out.write(("\n" + TEXT).getBytes(StandardCharsets.UTF_8));
            });
    assertThat(
            reader(config("ca.crt"), Duration.ofSeconds(30)).of(new ApiEndpoint("127.0.0.1", port)))
        .isEqualTo(KNOWN);
  }

  @Test
  void anEndlessLineIsReadToALimit() throws Exception {
    assertThat(why(ofApiServer(server.serve("api-server.p12", endless("x")))))
        .containsAnyOf("more than", "did not answer within");
  }

  @Test
  void linesWithoutEndAreReadToALimit() throws Exception {
    assertThat(why(ofApiServer(server.serve("api-server.p12", endless(TEXT)))))
        .containsAnyOf("more than", "did not answer within");
  }

  @Test
  void aHeadWithoutEndIsReadToALimit() throws Exception {
    int port =
        server.serve(
            "api-server.p12",
            (request, out) -> {
              out.write("HTTP/1.0 200 OK\r\n".getBytes(StandardCharsets.UTF_8));
              byte[] much = "X-Y: z\r\n".repeat(1024).getBytes(StandardCharsets.UTF_8);
              while (true) {
                out.write(much);
              }
            });
    assertThat(why(ofApiServer(port))).contains("something else than HTTP");
  }

  private static AskedServer.Behaviour endless(String text) {
    return (request, out) -> {
      answer(OK, "").serve(request, out);
      byte[] much = text.repeat(64 * 1024 / text.length()).getBytes(StandardCharsets.UTF_8);
      while (true) {
        out.write(much);
      }
    };
  }

  /** Each line comes in time, and the whole never. */
  @Test
  void aServerThatSendsALineNowAndThenIsNotWaitedFor() throws Exception {
    int port =
        server.serve(
            "api-server.p12",
            (request, out) -> {
              answer(OK, TEXT).serve(request, out);
              while (!server.end.await(100, TimeUnit.MILLISECONDS)) {
                out.write("x 1\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
              }
            });
    assertThat(why(ofApiServer(port))).contains("did not answer within");
  }

  @Test
  void aServerThatSaysNothingIsNotWaitedFor() throws Exception {
    int port = server.serve("kubelet.p12", (request, out) -> server.end.await());
    assertThat(why(ofKubelet(port))).contains("did not answer within");
  }

  @Test
  void nobodyAtThePortIsAReason() throws Exception {
    assertThat(why(ofApiServer(AskedServer.closedPort()))).contains("could not be reached");
  }
}
