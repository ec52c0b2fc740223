package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.cluster.KubeletEndpoint;
import dev.plumbline.operator.live.ComponentMetrics;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Kubelets are asked one after the other, a few at a time. */
class KubeletWatchTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Together AT_ONCE = new Together(Reconciliations.atOnce());
  private static final Duration STEP = Duration.ofSeconds(15);

  private final List<String> asked = new ArrayList<>();
  private ComponentMetrics answer = new ComponentMetrics.Known(NOON.minusSeconds(60), Map.of());

  private final KubeletWatch watch =
      new KubeletWatch(
          (KubeletEndpoint kubelet) -> {
            asked.add(kubelet.address());
            return answer;
          });

  static Node node(int number) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName("node-" + number)
        .withUid("uid-" + number)
        .endMetadata()
        .withNewStatus()
        .addNewAddress(
            "10." + number / 65536 + "." + number / 256 % 256 + "." + number % 256, "InternalIP")
        .endStatus()
        .build();
  }

  private static List<Node> nodes(int count) {
    return IntStream.range(0, count).mapToObj(KubeletWatchTest::node).toList();
  }

  @Test
  void fiveThousandAreAskedOnceInHalfAnHourAndNeverMoreThanThreeASecond() {
    List<Node> nodes = nodes(5000);
    Duration sweep = Duration.ZERO;
    for (int before = -1; before != asked.size() && asked.size() < 5000; ) {
      before = asked.size();
      watch.ask(nodes, NOON.plus(sweep), STEP, AT_ONCE);
      assertThat(asked.size() - before).isLessThanOrEqualTo(45);
      sweep = sweep.plus(STEP);
    }
    assertThat(new HashSet<>(asked)).as("each").hasSize(5000);
    assertThat(asked).as("and few twice").hasSizeLessThan(5000 + 45);
    assertThat(sweep).isBetween(Duration.ofMinutes(25), Duration.ofMinutes(30));
  }

  @Test
  void aFewAreAskedAtASlowPaceToo() {
    List<Node> nodes = nodes(3);
    watch.ask(nodes, NOON, STEP, AT_ONCE);
    watch.ask(nodes, NOON.plus(KubeletWatch.PERIOD).minusMillis(1), STEP, AT_ONCE);
    assertThat(asked).hasSize(3);
    watch.ask(nodes, NOON.plus(KubeletWatch.PERIOD), STEP, AT_ONCE);
    assertThat(asked).hasSize(6);
    watch.ask(nodes, NOON.minusSeconds(86_400), STEP, AT_ONCE);
    assertThat(asked).as("with a clock that was set back").hasSize(9);
  }

  @Test
  void whatIsNotKnownForOnceStaysAsItWas() {
    watch.ask(nodes(1), NOON, STEP, AT_ONCE);
    answer = new ComponentMetrics.Unknown("is away");
    watch.ask(nodes(1), NOON.plusSeconds(600), STEP, AT_ONCE);
    assertThat(asked).hasSize(2);
    assertThat(watch.started("uid-0")).contains(NOON.minusSeconds(60));
    watch.ask(List.of(), NOON.plusSeconds(700), STEP, AT_ONCE);
    assertThat(watch.started("uid-0")).as("the node is gone").isEmpty();
  }
}
