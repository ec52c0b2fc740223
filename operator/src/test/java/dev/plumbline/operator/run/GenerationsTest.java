package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GenerationsTest {

  private final Generations<Pod> pods = new Generations<>(Pod::new);

  private static Pod pod(String name, String resourceVersion, long generation) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace("team")
        .withName(name)
        .withResourceVersion(resourceVersion)
        .withGeneration(generation)
        .addToLabels("a", "b")
        .endMetadata()
        .withNewSpec()
        .withNodeName("node-1")
        .endSpec()
        .build();
  }

  private Optional<Pod> put(Pod pod) {
    return Optional.ofNullable(pods.put(pods.getKey(pod), pod));
  }

  @Test
  void objectIsNewOnceAndThenTellsWhatItWas() {
    assertThat(put(pod("a", "1", 1))).isEmpty();
    Pod before = put(pod("a", "2", 7)).orElseThrow();
    assertThat(before.getMetadata().getResourceVersion()).isEqualTo("1");
    assertThat(before.getMetadata().getGeneration()).isEqualTo(1);
    assertThat(pods.size()).isEqualTo(1);
    assertThat(Objects.requireNonNull(pods.get("team/a")).getMetadata().getGeneration())
        .isEqualTo(7);
  }

  @Test
  void nothingElseIsKept() {
    put(pod("a", "1", 1));
    assertThat(pods.values())
        .containsExactly(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace("team")
                .withName("a")
                .withResourceVersion("1")
                .withGeneration(1L)
                .endMetadata()
                .build());
    assertThat(pods.isFullState()).isFalse();
  }

  @Test
  void objectThatIsRemovedIsGone() {
    put(pod("a", "1", 1));
    put(pod("b", "2", 1));
    assertThat(Objects.requireNonNull(pods.remove("team/a")).getMetadata().getName())
        .isEqualTo("a");
    assertThat(pods.remove("team/a")).isNull();
    assertThat(pods.get("team/a")).isNull();
    assertThat(pods.keySet()).containsExactly("team/b");
  }

  @Test
  void objectsOfNoNamespaceAndWithoutAGenerationAreKeptToo() {
    Generations<Namespace> namespaces = new Generations<>(Namespace::new);
    Namespace team =
        new NamespaceBuilder()
            .withNewMetadata()
            .withName("team")
            .withResourceVersion("1")
            .endMetadata()
            .build();
    namespaces.put(namespaces.getKey(team), team);
    assertThat(namespaces.get("team")).isEqualTo(team);
  }
}
