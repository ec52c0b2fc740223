package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.evidence.Probe;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.live.Flagz;
import dev.plumbline.live.LiveComponent;
import dev.plumbline.operator.Evidences;
import dev.plumbline.operator.cluster.ApiEndpoints;
import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import dev.plumbline.operator.live.AskedNode;
import dev.plumbline.operator.live.LiveReader.Wanted;
import dev.plumbline.operator.live.LiveReading;
import dev.plumbline.operator.run.LiveAnswers.Answer;
import io.fabric8.kubernetes.api.model.NodeBuilder;
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
          (node, endpoint, wanted) -> {
            asked.addAndGet(endpoint.isPresent() ? 1 : 0);
            return new LiveReading(endpoint.map(one -> live("false")).stream().toList(), List.of());
          },
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
    return those.of(
        "scan", "run", pod, node(address), new Wanted(true, Set.of()), read::incrementAndGet);
  }

  @Test
  void anAnswerIsReadBesideItsReaderAndKeptUntilItsPodIsGone() {
    assertThat(of(answers, "a", "192.0.2.1")).isInstanceOf(Answer.Awaited.class);
    assertThat(of(answers, "a", "192.0.2.1")).isInstanceOf(Answer.Awaited.class);
    assertThat(started).hasSize(1);
    started.remove().run();
    assertThat(read).as("another reconciliation is asked for").hasValue(1);
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
    for (String pod : List.of("b", "c")) {
      of(answers, pod, "192.0.2.7");
      started.remove().run();
      assertThat(of(answers, pod, "192.0.2.7")).isInstanceOf(Answer.None.class);
    }
    assertThat(asked).hasValue(0);
    assertThat(listed).hasValue(1);
  }

  @Test
  void endpointsThatCannotBeReadLeaveTheNodesEvidenceAsItIs() {
    LiveAnswers failing =
        new LiveAnswers(
            () -> {
              throw new IllegalStateException("unavailable");
            },
            (node, endpoint, wanted) -> {
              throw new AssertionError("nobody is asked");
            },
            Runnable::run);
    assertThat(of(failing, "a", "192.0.2.1")).isInstanceOf(Answer.None.class);
  }

  @Test
  void anAnswerThatDoesNotFitLeavesTheNodesEvidenceAsItIs() {
    String large = "x".repeat(EvidenceJson.MAX_BYTES);
    assertThat(
            LiveEvidence.joined(Evidences.JSON, new LiveReading(List.of(live(large)), List.of())))
        .isEqualTo(Evidences.JSON);
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
