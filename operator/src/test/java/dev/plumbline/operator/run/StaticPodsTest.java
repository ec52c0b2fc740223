package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StaticPodsTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private static Pod mirror(String name, String hash) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .addToAnnotations("kubernetes.io/config.mirror", hash)
        .endMetadata()
        .build();
  }

  @Test
  void aChangeCountsOnceItHasSettled() {
    StaticPods pods = new StaticPods();
    StaticPods.Snapshot first = pods.observe(List.of(mirror("a", "1"), mirror("b", "1")), NOON);
    assertThat(first.settled()).isFalse();
    assertThat(pods.observe(List.of(mirror("b", "1"), mirror("a", "1")), NOON.plusSeconds(5)))
        .isEqualTo(new StaticPods.Snapshot(first.digest(), true));
    StaticPods.Snapshot gone = pods.observe(List.of(mirror("b", "1")), NOON.plusSeconds(6));
    assertThat(gone.settled()).isFalse();
    StaticPods.Snapshot back =
        pods.observe(List.of(mirror("a", "2"), mirror("b", "1")), NOON.plusSeconds(8));
    assertThat(back.settled()).isFalse();
    assertThat(back.digest()).isNotEqualTo(first.digest());
    assertThat(
            pods.observe(List.of(mirror("a", "2"), mirror("b", "1")), NOON.plusSeconds(13))
                .settled())
        .isTrue();
  }

  @Test
  void clockThatIsSetBackDelaysAChangeByNoMoreThanAnyOther() {
    StaticPods pods = new StaticPods();
    pods.observe(List.of(mirror("a", "1")), NOON);
    Instant before = NOON.minusSeconds(86_400);
    assertThat(pods.observe(List.of(mirror("a", "1")), before).settled()).isFalse();
    assertThat(pods.observe(List.of(mirror("a", "1")), before.plusSeconds(5)).settled()).isTrue();
  }

  @Test
  void podsThatAreNoMirrorsDontCount() {
    Pod other = new PodBuilder().withNewMetadata().withName("c").endMetadata().build();
    assertThat(new StaticPods().observe(List.of(other), NOON).digest()).isEmpty();
  }
}
