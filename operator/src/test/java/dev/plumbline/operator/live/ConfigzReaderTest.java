package dev.plumbline.operator.live;

import static dev.plumbline.operator.live.AskedServer.answer;
import static dev.plumbline.operator.live.AskedServer.config;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.evidence.Argument;
import dev.plumbline.live.LiveComponent;
import dev.plumbline.operator.cluster.KubeletEndpoint;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only a node's own kubelet gets a token, one that can do little, and whatever it answers ends. */
class ConfigzReaderTest {

  private static final String TOKEN = "the-kubelet-readers-token";
  private static final String OK = "HTTP/1.0 200 OK\r\nContent-Type: application/json";
  private static final String JSON = "{\"kubeletconfig\":{\"maxPods\":110,\"providerID\":\"a\"}}";

  private static final Duration LIMIT = Duration.ofMillis(1500);

  private final AskedServer server = new AskedServer();

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private static LiveComponent read(int port, Config config, KubeletTokens tokens) {
    return new ConfigzReader(new KubeletIdentity(config, tokens, LIMIT))
        .read(Optional.of(new KubeletEndpoint("127.0.0.1", port)));
  }

  /** Of a kubelet whose pod has read the certificate of a server. */
  private static LiveComponent readPinned(int port, String certificate) throws Exception {
    KubeletEndpoint kubelet =
        new KubeletEndpoint("127.0.0.1", port)
            .knownBy(List.of(AskedServer.pin(AskedServer.chain(certificate)[0])));
    return new ConfigzReader(
            new KubeletIdentity(
                config("kubelet-ca.crt"), new KubeletTokens(() -> TOKEN, System::nanoTime), LIMIT))
        .read(Optional.of(kubelet));
  }

  private static LiveComponent read(int port) throws IOException {
    return read(port, config("kubelet-ca.crt"), new KubeletTokens(() -> TOKEN, System::nanoTime));
  }

  private static String why(LiveComponent live) {
    assertThat(live.component().arguments()).allMatch(Argument::isWholeCommandLine).isNotEmpty();
    assertThat(live.problems()).hasSize(1);
    return live.problems().get(0).why();
  }

  @Test
  void theAnswerOfTheNodesOwnKubeletIsRead() throws Exception {
    int port = server.serve("kubelet.p12", answer(OK, JSON));
    LiveComponent live = read(port);
    assertThat(live.problems()).isEmpty();
    assertThat(live.component().files()).hasSize(1);
    assertThat(server.received)
        .contains("GET /configz HTTP/1.0", "Authorization: Bearer " + TOKEN)
        .noneMatch(line -> line.contains(AskedServer.TOKEN));
  }

  /** Nodes that answer the same have the same evidence, and the token is in none of it. */
  @Test
  void nothingOfTheNodeAndNothingOfTheTokenIsEvidence() throws Exception {
    int port = server.serve("kubelet.p12", answer(OK, JSON));
    assertThat(read(port).toString()).doesNotContain("127.0.0.1", "providerID", TOKEN);
    assertThat(read(AskedServer.closedPort()).toString()).doesNotContain("127.0.0.1", TOKEN);
    int other = server.serve("kubelet-self-signed.p12", answer(OK, JSON));
    assertThat(read(other).toString()).doesNotContain("127.0.0.1", TOKEN);
  }

  @ParameterizedTest
  @CsvSource({
    "kubelet-self-signed.p12, kubelet-ca.crt",
    "kubelet-of-another-node.p12, kubelet-ca.crt",
    "kubelet.p12, other.crt",
    "api-server.p12, ca.crt"
  })
  void aServerThatIsNotTheNodesKubeletGetsNoToken(String certificate, String authority)
      throws Exception {
    int port = server.serve(certificate, answer(OK, JSON));
    KubeletTokens tokens = new KubeletTokens(() -> TOKEN, System::nanoTime);
    assertThat(why(read(port, config(authority), tokens)))
        .contains("no certificate of the cluster's authority", "serverTLSBootstrap", "approve");
    assertThat(server.received).isEmpty();
  }

  /** As a kubelet makes it by default: for the name of its node, by an authority of its own. */
  @Test
  void theCertificateThatWasReadOnTheNodeMakesItsKubeletKnown() throws Exception {
    int port = server.serve("kubelet-default.p12", answer(OK, JSON));
    LiveComponent live = readPinned(port, "kubelet-default.p12");
    assertThat(live.problems()).isEmpty();
    assertThat(live.toString())
        .doesNotContain(AskedServer.pin(AskedServer.chain("kubelet-default.p12")[0]));
    assertThat(server.received).contains("Authorization: Bearer " + TOKEN);
  }

  /** Of the same names, another key. */
  @ParameterizedTest
  @ValueSource(strings = {"kubelet-same-subject.p12", "kubelet-self-signed.p12"})
  void anotherCertificateThanTheOneThatWasReadGetsNoToken(String certificate) throws Exception {
    assertThat(AskedServer.chain("kubelet-same-subject.p12")[0].getSubjectX500Principal())
        .isEqualTo(AskedServer.chain("kubelet-default.p12")[0].getSubjectX500Principal());
    int port = server.serve(certificate, answer(OK, JSON));
    assertThat(why(readPinned(port, "kubelet-default.p12")))
        .contains("nor the one that was read on the node", "nothing was sent");
    assertThat(server.received).isEmpty();
  }

  /** A certificate of the cluster's is as good as before, whatever lies on the node's disk. */
  @Test
  void aPinTakesNothingFromTheClustersAuthority() throws Exception {
    int port = server.serve("kubelet.p12", answer(OK, JSON));
    assertThat(readPinned(port, "kubelet-default.p12").problems()).isEmpty();
    assertThat(server.received).contains("Authorization: Bearer " + TOKEN);
  }

  @Test
  void whatDoesNotSpeakTlsGetsNoToken() throws Exception {
    int port = server.servePlain(answer(OK, JSON));
    assertThat(why(read(port))).isNotEmpty();
    assertThat(server.received).noneMatch(line -> line.contains(TOKEN));
  }

  @Test
  void withoutVerificationNobodyIsAsked() throws Exception {
    int port = server.serve("kubelet.p12", answer(OK, JSON));
    Config trusting = new ConfigBuilder(config("kubelet-ca.crt")).withTrustCerts(true).build();
    KubeletTokens tokens = new KubeletTokens(() -> TOKEN, System::nanoTime);
    assertThat(why(read(port, trusting, tokens))).contains("verify no certificates");
    assertThat(server.received).isEmpty();
  }

  @Test
  void withoutTheClustersAuthorityNobodyIsAsked() throws Exception {
    int port = server.serve("kubelet.p12", answer(OK, JSON));
    KubeletTokens tokens = new KubeletTokens(() -> TOKEN, System::nanoTime);
    assertThat(why(read(port, Config.empty(), tokens))).contains("not configured with");
    assertThat(server.received).isEmpty();
  }

  @Test
  void withoutATokenNobodyIsAsked() throws Exception {
    int port = server.serve("kubelet.p12", answer(OK, JSON));
    KubeletTokens none = new KubeletTokens(() -> "", System::nanoTime);
    assertThat(why(read(port, config("kubelet-ca.crt"), none))).contains("issued none");
    assertThat(server.received).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.0 404 Not Found|enableDebuggingHandlers",
        "HTTP/1.0 403 Forbidden|nodes/configz",
        "HTTP/1.0 403 Forbidden|1.33",
        "HTTP/1.0 401 Unauthorized|authentication.webhook.enabled",
        "HTTP/1.0 500 Oops|status 500",
        "HTTP/1.0 302 Found\r\nLocation: https://elsewhere.invalid/|status 302",
        "HTTP/1.0 200 OK\r\nContent-Length: 9999|did not arrive whole",
        "HTTP/1.0 200 OK\r\nContent-Type: text/html|something else than JSON",
        "SSH-2.0-x|something else than HTTP",
      })
  void anyOtherAnswerIsUnknownWithItsReason(String both) throws Exception {
    int bar = both.lastIndexOf('|');
    int port = server.serve("kubelet.p12", answer(both.substring(0, bar), JSON));
    assertThat(why(read(port))).contains(both.substring(bar + 1));
  }

  @Test
  void anAnswerWithoutEndIsReadToALimit() throws Exception {
    int port =
        server.serve(
            "kubelet.p12",
            (request, out) -> {
              byte[] much = new byte[64 * 1024];
              while (true) {
                out.write(much);
              }
            });
    assertThat(why(read(port))).contains("more than");
  }

  /** Each byte comes in time, and the whole never. */
  @Test
  void aKubeletThatSendsAByteNowAndThenIsNotWaitedFor() throws Exception {
    int port =
        server.serve(
            "kubelet.p12",
            (request, out) -> {
              while (!server.end.await(100, TimeUnit.MILLISECONDS)) {
                out.write('H');
                out.flush();
              }
            });
    assertThat(why(read(port))).contains("did not answer within");
  }

  @Test
  void aNodeWithoutAnAddressIsAReason() throws Exception {
    LiveComponent live =
        new ConfigzReader(
                new KubeletIdentity(
                    config("kubelet-ca.crt"),
                    new KubeletTokens(() -> TOKEN, System::nanoTime),
                    LIMIT))
            .read(Optional.empty());
    assertThat(why(live)).contains("no internal address");
    assertThat(live.component().place().file()).isEqualTo("https://node:10250/configz");
  }
}
