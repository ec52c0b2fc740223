package dev.plumbline.operator.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.evidence.Probe;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.ProbeAnswers.Alert;
import dev.plumbline.evidence.ProbeAnswers.Answer;
import dev.plumbline.evidence.ProbeAnswers.Answered;
import dev.plumbline.evidence.ProbeAnswers.Decision;
import dev.plumbline.evidence.ProbeAnswers.Handshake;
import dev.plumbline.evidence.ProbeAnswers.None;
import dev.plumbline.evidence.ProbeAnswers.Status;
import dev.plumbline.evidence.TlsProtocol;
import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import dev.plumbline.operator.cluster.KubeletEndpoint;
import dev.plumbline.operator.live.AskedServer.Behaviour;
import dev.plumbline.operator.live.LiveReader.Wanted;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions that tell what a component does, and no more than these. */
class LiveReaderTest {

  private static final String READER = "the-kubelet-readers-token";
  private static final String REVIEW = "POST " + AccessReviews.PATH + " HTTP/1.0";

  private static final KubeletTokens NO_TOKENS =
      new KubeletTokens(
          () -> {
            throw new IllegalStateException("probes need none");
          },
          System::nanoTime);

  private final AskedServer server = new AskedServer();

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  /** Answers each review with a text in which a word stands for the decision. */
  private static Behaviour reviews(String status) {
    return (request, out) -> {
      assertThat(request.get(0)).isEqualTo(REVIEW);
      out.write(
          ("HTTP/1.0 201 Created\r\n\r\n{\"kind\":\"SubjectAccessReview\",\"status\":"
                  + status
                  + "}")
              .getBytes(StandardCharsets.UTF_8));
    };
  }

  private static Behaviour status(int code) {
    return AskedServer.answer("HTTP/1.0 " + code + " Something", "x".repeat(100_000));
  }

  private static List<Answer> answers(Config config, Probe probe, int port) {
    ProbeAnswers answers =
        new LiveReader(config, NO_TOKENS, node -> Set.of())
            .read(
                new AskedNode(new NodeBuilder().build(), List.of()),
                new ApiServerOfNode.At(new ApiEndpoint("127.0.0.1", port)),
                new Wanted(false, Set.of(probe), true))
            .probes()
            .get(0);
    assertThat(answers.probe()).isEqualTo(probe);
    return answers.answers().stream().map(Answered::answer).toList();
  }

  private List<Answer> answers(Probe probe, Behaviour behaviour) throws Exception {
    return answers(AskedServer.config("ca.crt"), probe, server.serve("api-server.p12", behaviour));
  }

  @Test
  void reviewsAreAboutUsersWhoCannotExist() throws Exception {
    assertThat(answers(Probe.Authorization, reviews("{\"allowed\":false}")))
        .hasSize(4)
        .containsOnly(new Decision(false));
    assertThat(answers(Probe.Authorization, reviews("{\"allowed\":true}")))
        .containsOnly(new Decision(true));
    assertThat(server.received).contains("Authorization: Bearer " + AskedServer.TOKEN);
  }

  @Test
  void aNodeIsAskedAboutForItsOwnLeaseAndForASecret() throws Exception {
    Behaviour nodeAuthorizer =
        (request, out) ->
            reviews("{\"allowed\":" + request.get(1).contains("kube-node-lease") + "}")
                .serve(request, out);
    assertThat(answers(Probe.NodeAuthorization, nodeAuthorizer))
        .containsExactly(new Decision(true), new Decision(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"allowed\":\"true\"}",
        "{}",
        "[",
        "{\"allowed\":false,\"allowed\":false}",
        "{\"allowed\":false,\"evaluationError\":\"webhook\"}"
      })
  void whatIsNoDecisionProvesNothing(String status) throws Exception {
    assertThat(answers(Probe.NodeAuthorization, reviews(status)))
        .allSatisfy(answer -> assertThat(answer).isInstanceOf(None.class));
  }

  @Test
  void aRefusedReviewSaysWhatIsMissing() throws Exception {
    assertThat(
            answers(Probe.NodeAuthorization, AskedServer.answer("HTTP/1.0 403 Forbidden", "{}"))
                .get(0)
                .toString())
        .contains("subjectaccessreviews");
  }

  @Test
  void anonymousRequestsCarryNoCredentials() throws Exception {
    assertThat(answers(Probe.AnonymousRequests, status(401)))
        .containsExactly(new Status(401), new Status(401), new Status(401));
    assertThat(server.received)
        .contains("GET /api HTTP/1.0", "GET /healthz HTTP/1.0", "GET /version HTTP/1.0")
        .noneMatch(line -> line.contains("Authorization") || line.contains(AskedServer.TOKEN));
  }

  @Test
  void profilesAreAskedForAsTheOperator() throws Exception {
    assertThat(answers(Probe.Profiling, status(404))).containsExactly(new Status(404));
    assertThat(server.received)
        .contains("GET /debug/pprof/ HTTP/1.0", "Authorization: Bearer " + AskedServer.TOKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "NodeAuthorization",
        "AnonymousRequests",
        "Profiling",
        "ApiServerTls"
      })
  void aServerThatIsNotTheClustersIsAskedNothing(Probe probe) throws Exception {
    int port = server.serve("another-name.p12", status(200));
    assertThat(answers(AskedServer.config("ca.crt"), probe, port))
        .allSatisfy(answer -> assertThat(answer).isInstanceOf(None.class));
    Config trusting = new ConfigBuilder(AskedServer.config("ca.crt")).withTrustCerts(true).build();
    assertThat(answers(trusting, probe, port))
        .allSatisfy(answer -> assertThat(answer).isInstanceOf(None.class));
    assertThat(server.received).isEmpty();
  }

  /** Handshakes are begun with a server that has proved to be the cluster's, and with no other. */
  @Test
  void theTlsOfAnApiServerIsAskedForOnceItIsKnown() throws Exception {
    assertThat(answers(Probe.ApiServerTls, status(401)))
        .contains(new Alert(TlsProtocol.TLS10, 70))
        .anySatisfy(answer -> assertThat(answer).isInstanceOf(Handshake.class));
    assertThat(server.received)
        .containsOnlyOnce("GET /version HTTP/1.0")
        .noneMatch(line -> line.contains("Authorization"));
  }

  @Test
  void theTlsOfAKubeletIsAskedForWithoutVerification() throws Exception {
    int port = server.serve("kubelet-self-signed.p12", status(200));
    assertThat(kubelet(Probe.KubeletTls, port, 1)).isEqualTo(new Alert(TlsProtocol.TLS10, 70));
    assertThat(server.received).isEmpty();
  }

  private static Answer kubelet(Probe probe, int port, int readOnlyPort) throws IOException {
    KubeletIdentity identity =
        new KubeletIdentity(
            AskedServer.config("kubelet-ca.crt"),
            new KubeletTokens(() -> READER, System::nanoTime),
            KubeletIdentity.LIMIT);
    return new KubeletProbes(identity, readOnlyPort)
        .ask(probe, Optional.of(new KubeletEndpoint("127.0.0.1", port)))
        .answers()
        .get(0)
        .answer();
  }

  /** Its certificate is its own, and nothing secret is sent. */
  @Test
  void aKubeletIsAskedWithoutCredentials() throws Exception {
    int port = server.serve("another-name.p12", status(401));
    assertThat(kubelet(Probe.KubeletRequests, port, 1)).isEqualTo(new Status(401));
    assertThat(server.received)
        .contains("GET /pods HTTP/1.0")
        .noneMatch(line -> line.contains("Authorization"));
  }

  @Test
  void aKubeletIsAskedAsAnAccountThatHasNoRightToIt() throws Exception {
    int port = server.serve("kubelet.p12", status(403));
    assertThat(kubelet(Probe.KubeletAuthorization, port, 1)).isEqualTo(new Status(403));
    assertThat(server.received)
        .contains("GET /pods HTTP/1.0", "Authorization: Bearer " + READER)
        .noneMatch(line -> line.contains(AskedServer.TOKEN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kubelet-self-signed.p12", "kubelet-of-another-node.p12"})
  void aServerThatIsNotTheNodesKubeletGetsNoToken(String certificate) throws Exception {
    int port = server.serve(certificate, status(200));
    assertThat(kubelet(Probe.KubeletAuthorization, port, 1).toString())
        .contains("nothing was sent", "serverTLSBootstrap");
    assertThat(server.received).isEmpty();
  }

  /** What a node's pod has read reaches every question to its kubelet that has a token. */
  @Test
  void theCertificateThatANodesPodHasReadMakesItsKubeletKnown() throws Exception {
    int port = server.serve("kubelet-default.p12", status(403));
    Node node =
        new NodeBuilder()
            .withNewStatus()
            .addNewAddress("127.0.0.1", "InternalIP")
            .withNewDaemonEndpoints()
            .withNewKubeletEndpoint(port)
            .endDaemonEndpoints()
            .endStatus()
            .build();
    Wanted wanted = new Wanted(true, Set.of(Probe.KubeletAuthorization), true);
    LiveReader reader =
        new LiveReader(
            AskedServer.config("kubelet-ca.crt"),
            new KubeletTokens(() -> READER, System::nanoTime),
            name -> Set.of());
    String pin = AskedServer.pin(AskedServer.chain("kubelet-default.p12")[0]);

    reader.read(new AskedNode(node, List.of()), new ApiServerOfNode.None(), wanted);
    assertThat(server.received).isEmpty();
    LiveReading known =
        reader.read(new AskedNode(node, List.of(pin)), new ApiServerOfNode.None(), wanted);
    assertThat(known.probes().get(0).answers().get(0).answer()).isEqualTo(new Status(403));
    assertThat(server.received).contains("GET /configz HTTP/1.0", "GET /pods HTTP/1.0");
  }

  /** As one does whose request for a certificate nobody has approved. */
  @Test
  void aKubeletWithoutACertificateIsNotTakenForOneThatCannotBeReached() throws Exception {
    byte[] internalError = {21, 3, 3, 0, 2, 2, 80};
    int port = server.servePlainBytes(internalError);
    assertThat(kubelet(Probe.KubeletRequests, port, 1).toString())
        .contains("no TLS handshake")
        .doesNotContain("firewall");
    assertThat(kubelet(Probe.KubeletAuthorization, port, 1).toString())
        .contains("nothing was sent", "approve its CertificateSigningRequest");
  }

  @Test
  void theReadOnlyPortIsAskedWithoutTls() throws Exception {
    int port = server.servePlain(status(200));
    assertThat(kubelet(Probe.KubeletReadOnlyPort, 1, port)).isEqualTo(new Status(200));
    assertThat(kubelet(Probe.KubeletReadOnlyPort, 1, AskedServer.closedPort()))
        .isInstanceOf(None.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSH-2.0-x", "HTTP/9", ""})
  void whatIsNotHttpProvesNothing(String head) throws Exception {
    int port = server.servePlain(AskedServer.answer(head, ""));
    assertThat(kubelet(Probe.KubeletReadOnlyPort, 1, port)).isInstanceOf(None.class);
  }

  @Test
  void aServerThatDoesNotAnswerIsNotWaitedFor() throws Exception {
    int port = server.servePlain((request, out) -> server.end.await());
    assertThat(kubelet(Probe.KubeletReadOnlyPort, 1, port).toString())
        .contains("did not answer within");
  }

  /** A name would be looked up, and what the lookup answers is not the node's. */
  @Test
  void onlyAnInternalAddressIsAsked() {
    for (String[] reported :
        new String[][] {{"ExternalIP", "127.0.0.1"}, {"InternalIP", "node.example"}}) {
      Node node =
          new NodeBuilder()
              .withNewStatus()
              .addNewAddress(reported[1], reported[0])
              .endStatus()
              .build();
      assertThat(KubeletEndpoint.of(node)).isEmpty();
    }
    LiveReading reading =
        new LiveReader(Config.empty(), NO_TOKENS, node -> Set.of())
            .read(
                new AskedNode(new NodeBuilder().build(), List.of()),
                new ApiServerOfNode.None(),
                new Wanted(true, Set.of(Probe.values()), true));
    assertThat(reading.components())
        .singleElement()
        .satisfies(
            kubelet -> {
              assertThat(kubelet.component().name()).isEqualTo("kubelet");
              assertThat(kubelet.problems().toString()).contains("no internal address");
            });
    assertThat(reading.probes())
        .extracting(ProbeAnswers::probe)
        .containsExactly(
            Probe.KubeletRequests,
            Probe.KubeletAuthorization,
            Probe.KubeletReadOnlyPort,
            Probe.KubeletTls);
    assertThat(reading.probes())
        .allSatisfy(
            answers ->
                assertThat(answers.answers().get(0).answer().toString())
                    .contains("no internal address"));
  }

  private LiveReading alone(Behaviour behaviour) throws Exception {
    int port = server.serve("api-server.p12", behaviour);
    return new LiveReader(AskedServer.config("ca.crt"), NO_TOKENS, node -> Set.of())
        .read(
            new ApiEndpoint("127.0.0.1", port),
            new Wanted(true, Set.of(Probe.Profiling, Probe.KubeletRequests), false));
  }

  @Test
  void anApiServerThatIsOnNoNodeIsAskedForItsVersionToo() throws Exception {
    String json = "HTTP/1.0 200 OK\r\nContent-Type: application/json";
    LiveReading reading =
        alone(
            (request, out) ->
                AskedServer.answer(
                        json,
                        request.get(0).contains("/version")
                            ? "{\"gitVersion\": \"v1.36.3\"}"
                            : """
                            {"kind":"Flagz","apiVersion":"config.k8s.io/v1beta1",
                             "metadata":{"name":"apiserver"},"flags":{"profiling":"false"}}""")
                    .serve(request, out));
    assertThat(reading.components())
        .singleElement()
        .satisfies(one -> assertThat(one.component().image()).isEqualTo("v1.36.3"));
    assertThat(reading.probes()).extracting(ProbeAnswers::probe).containsExactly(Probe.Profiling);
  }

  /** No pod can read beside, whatever the scan's other sources are. */
  @Test
  void anApiServerThatIsOnNoNodeIsToldThoughItsFlagsAreNotAskedFor() throws Exception {
    int port = server.serve("api-server.p12", status(404));
    LiveReading reading =
        new LiveReader(AskedServer.config("ca.crt"), NO_TOKENS, node -> Set.of())
            .read(
                new ApiEndpoint("127.0.0.1", port),
                new Wanted(false, Set.of(Probe.Profiling), true));
    assertThat(reading.probes().get(0).answers().get(0).answer()).isEqualTo(new Status(404));
    assertThat(reading.components())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.component().name()).isEqualTo("kube-apiserver");
              assertThat(one.problems().toString()).contains("spec.sources does not have Live");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"gitVersion\": 1}",
        "{\"gitVersion\": \"v1.36.3\\u001b[2J\"}",
        "{\"gitVersion\": [\"v1.36.3\"]}",
        "{",
        ""
      })
  void whatIsNoVersionIsNone(String body) throws Exception {
    LiveReading reading = alone(AskedServer.answer("HTTP/1.0 200 OK", body));
    assertThat(reading.components().get(0).component().image()).isEmpty();
  }

  @Test
  void whoIsNotAskedIsToldWhereNoPodReadsTheNode() {
    LiveReader reader = new LiveReader(Config.empty(), NO_TOKENS, node -> Set.of());
    AskedNode node = new AskedNode(new NodeBuilder().build(), List.of());
    ApiServerOfNode unknown = new ApiServerOfNode.Unknown("could not be read: Forbidden");
    assertThat(reader.read(node, unknown, new Wanted(false, Set.of(), false)).components())
        .extracting(one -> one.component().name() + " " + one.problems().get(0).why())
        .containsExactly(
            "kube-apiserver could not be read: Forbidden",
            "kubelet was not asked, since spec.sources does not have Live");
    assertThat(
            reader
                .read(node, new ApiServerOfNode.None(), new Wanted(false, Set.of(), true))
                .isEmpty())
        .isTrue();
  }
}
