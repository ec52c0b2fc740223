package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.evidence.Probe;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.Scope;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.live.Flagz;
import dev.plumbline.live.LiveComponent;
import dev.plumbline.operator.Evidences;
import dev.plumbline.operator.cluster.ApiEndpoints;
import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import dev.plumbline.operator.live.ApiServerOfNode;
import dev.plumbline.operator.live.AskedNode;
import dev.plumbline.operator.live.LiveReader.Wanted;
import dev.plumbline.operator.live.LiveReading;
import dev.plumbline.operator.run.LiveAnswers.Answer;
import dev.plumbline.operator.run.LiveAnswers.Asking;
import dev.plumbline.operator.run.LiveAnswers.Endpoints;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** API servers are asked beside the reconciliations, once, and only where they are. */
class LiveAnswersTest {

  private static final String URL = "https://192.0.2.1:6443/flagz";

  private final Queue<Runnable> started = new ArrayDeque<>();
  private final AtomicInteger listed = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger read = new AtomicInteger();

  private final LiveAnswers answers =
      new LiveAnswers(
          () -> {
            listed.incrementAndGet();
            return new ApiEndpoints(List.of(new ApiEndpoint("192.0.2.1", 6443)));
          },
          new AnsweringComponents(
              (node, apiServer) -> {
                boolean has = apiServer instanceof ApiServerOfNode.At;
                asked.addAndGet(has ? 1 : 0);
                return new LiveReading(has ? List.of(live("false")) : List.of(), List.of());
              }),
          started::add);

  private static LiveComponent live(String profiling) {
    return LiveComponent.of(
        "kube-apiserver", URL, new Flagz.Answered(Map.of("profiling", profiling)));
  }

  private static Optional<AskedNode> node(String address) {
    return Optional.of(
        new AskedNode(
            new NodeBuilder()
                .withNewMetadata()
                .endMetadata()
                .withNewStatus()
                .addNewAddress(address, "InternalIP")
                .endStatus()
                .build(),
            List.of()));
  }

  private Answer of(LiveAnswers those, String pod, String address) {
    return those.ofNode(asking("scan"), pod, node(address));
  }

  private Asking asking(String scan) {
    return new Asking(scan, "run", new Wanted(true, Set.of(), true), read::incrementAndGet);
  }

  @Test
  void anAnswerIsReadBesideItsReaderAndKeptUntilItsPodIsGone() {
    assertThat(of(answers, "a", "192.0.2.1")).isInstanceOf(Answer.Awaited.class);
    assertThat(of(answers, "a", "192.0.2.1")).isInstanceOf(Answer.Awaited.class);
    assertThat(started).as("where the API servers are").hasSize(1);
    started.remove().run();
    assertThat(read).as("another reconciliation is asked for").hasValue(1);
    assertThat(of(answers, "a", "192.0.2.1")).isInstanceOf(Answer.Awaited.class);
    assertThat(of(answers, "a", "192.0.2.1")).isInstanceOf(Answer.Awaited.class);
    assertThat(started).hasSize(1);
    started.remove().run();
    assertThat(read).hasValue(2);
    for (int again = 0; again < 3; again++) {
      assertThat(of(answers, "a", "192.0.2.1"))
          .isInstanceOfSatisfying(
              Answer.Given.class,
              given ->
                  assertThat(given.reading().components().get(0).component().place().file())
                      .isEqualTo(URL));
    }
    assertThat(asked).hasValue(1);
    answers.retain("another scan", Set.of());
    answers.retain("scan", Set.of("a"));
    assertThat(of(answers, "a", "192.0.2.1")).isInstanceOf(Answer.Given.class);
    answers.retain("scan", Set.of());
    assertThat(of(answers, "a", "192.0.2.1")).isInstanceOf(Answer.Awaited.class);
  }

  @Test
  void aNodeWithoutAnApiServerIsNotAskedAndEndpointsAreReadOnceForARun() {
    of(answers, "b", "192.0.2.7");
    started.remove().run();
    for (String pod : List.of("b", "c")) {
      of(answers, pod, "192.0.2.7");
      started.remove().run();
      assertThat(of(answers, pod, "192.0.2.7")).isInstanceOf(Answer.None.class);
    }
    assertThat(asked).hasValue(0);
    assertThat(listed).hasValue(1);
  }

  /** Kubelets are asked all the same, and the API server's controls have the reason. */
  @Test
  void endpointsThatCannotBeReadAreToldToWhoIsAsked() {
    LiveAnswers failing =
        new LiveAnswers(
            () -> {
              throw new KubernetesClientException("no", 403, null);
            },
            new AnsweringComponents(
                (node, apiServer) ->
                    new LiveReading(
                        List.of(
                            LiveComponent.silent(
                                "kube-apiserver",
                                SourceLocation.line("endpoints", 1),
                                ((ApiServerOfNode.Unknown) apiServer).why())),
                        List.of())),
            Runnable::run);
    of(failing, "a", "192.0.2.1");
    assertThat(of(failing, "a", "192.0.2.1"))
        .isInstanceOfSatisfying(
            Answer.Given.class,
            given ->
                assertThat(given.reading().components().get(0).problems().get(0).why())
                    .isEqualTo("could not be read: status 403"));
    assertThat(failing.endpoints(asking("scan"))).isInstanceOf(Endpoints.Unknown.class);
  }

  @Test
  void aQuestionThatFailsHoldsUpNobody() {
    LiveAnswers failing =
        new LiveAnswers(
            () -> {
              throw new IllegalStateException("a fault");
            },
            new AnsweringComponents(
                (node, apiServer) -> {
                  throw new IllegalStateException("another");
                }),
            Runnable::run);
    of(failing, "a", "192.0.2.1");
    assertThat(of(failing, "a", "192.0.2.1")).isInstanceOf(Answer.None.class);
  }

  @Test
  void endpointsOfScansThatAreGoneAreForgotten() {
    answers.endpoints(asking("scan"));
    started.remove().run();
    answers.endpoints(asking("scan"));
    assertThat(started).isEmpty();
    answers.retainScans(Set.of("another"));
    answers.endpoints(asking("scan"));
    assertThat(started).hasSize(1);
  }

  @Test
  void anAnswerThatDoesNotFitCountsAsNoneForThatReason() throws Exception {
    String large = "x".repeat(EvidenceJson.MAX_BYTES);
    LiveReading reading = new LiveReading(List.of(live(large)), List.of());
    Evidence alone =
        EvidenceJson.readEvidence(
            LiveEvidence.alone(new NodeDecision.Asked.OfNode(new Node()), reading));
    assertThat(alone.scope()).isEqualTo(Scope.nodeEndpoints());
    assertThat(alone.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.why()).contains("more than evidence has room"));
    assertThat(LiveEvidence.joined(Evidences.JSON, reading))
        .as("a node without an API server has none that did not answer")
        .isEqualTo(LiveEvidence.joined(Evidences.JSON, new LiveReading(List.of(), List.of())));
  }

  @Test
  void aNodeCannotClaimAnAnswer() throws Exception {
    ProbeAnswers probe =
        new ProbeAnswers(
            Probe.Profiling,
            SourceLocation.line(URL, 1),
            List.of(new ProbeAnswers.Answered("GET", new ProbeAnswers.Status(404))));
    for (LiveReading reading :
        List.of(
            new LiveReading(List.of(live("false")), List.of()),
            new LiveReading(List.of(), List.of(probe)))) {
      String joined = LiveEvidence.joined(Evidences.JSON, reading);
      assertThat(LiveEvidence.isClaimedBy(EvidenceJson.readEvidence(joined))).isTrue();
      assertThat(
              EvidenceLog.read(
                  new EvidenceLog.Receipt.Valid(EvidenceJson.receipt(joined, "run", "uid")),
                  joined))
          .isInstanceOf(EvidenceLog.Content.Unusable.class);
    }
  }
}
