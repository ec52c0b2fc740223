package dev.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.flags.Release;
import dev.plumbline.report.model.Condition;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReleasesEvaluatedTest {

  private static final Release KNOWN = new Release.Known("v1.36.3", "the image tag");

  private static Condition condition(Stream<Map<String, Release>> sources) {
    return ReleasesEvaluated.of(sources).condition(new Conditions(List.of(), 1, Clock.systemUTC()));
  }

  @Test
  void releasesThatWereDeterminedAreNamedWithTheirBasis() {
    Condition condition = condition(Stream.of(Map.of("kubelet", KNOWN), Map.of("kubelet", KNOWN)));
    assertThat(condition.status()).isEqualTo("True");
    assertThat(condition.message()).isEqualTo("Evaluated kubelet as v1.36.3 by the image tag.");
  }

  @Test
  void oneThatWasNotIsNamed() {
    Condition condition =
        condition(Stream.of(Map.of("kubelet", KNOWN, "etcd", new Release.Unknown())));
    assertThat(condition.status()).isEqualTo("False");
    assertThat(condition.message()).contains("The release of etcd is not known");
  }

  @Test
  void nothingEvaluatedDeterminesNothing() {
    assertThat(condition(Stream.of()).status()).isEqualTo("Unknown");
  }

  @Test
  void aClusterOfManyReleasesIsCutShort() {
    Stream<Map<String, Release>> nodes =
        IntStream.range(0, 500)
            .mapToObj(i -> Map.of("kubelet", new Release.Known("v1.36." + i, "its node")));
    assertThat(condition(nodes).message()).hasSizeLessThan(500).endsWith("and 492 more.");
  }
}
