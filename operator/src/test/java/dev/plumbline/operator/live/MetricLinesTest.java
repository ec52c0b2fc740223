package dev.plumbline.operator.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.live.ComponentMetrics.Known;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of all metrics a few lines count, and only as Kubernetes writes them. */
class MetricLinesTest {

  private static final String START = "process_start_time_seconds 1.79574921345e+09";
  private static final Instant STARTED = Instant.ofEpochSecond(1_795_749_213L);
  private static final String AUTHENTICATION =
      "apiserver_authentication_config_controller_last_config_info";
  private static final String HASH = "ab12".repeat(16);

  private static Optional<Known> of(Stream<String> lines) {
    MetricLines metrics = new MetricLines();
    lines.forEach(metrics);
    return metrics.known();
  }

  private static Optional<Known> of(String... lines) {
    return of(Stream.of(lines));
  }

  private static String info(String labels) {
    return AUTHENTICATION + "{" + labels + "} 1";
  }

  /** What a real kube-apiserver with all three files answered, and some lines beside them. */
  @Test
  void aRealServersMetricsAreRead() throws IOException {
    try (InputStream recorded =
        Objects.requireNonNull(
            MetricLinesTest.class.getResourceAsStream("kube-apiserver-v1.36.3-metrics.txt"))) {
      String text = new String(recorded.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(of(text.lines()))
          .contains(
              new Known(
                  STARTED,
                  Map.of(
                      ConfigurationFile.AUTHENTICATION, "4896e762f0d7",
                      ConfigurationFile.AUTHORIZATION, "36e3d15d3f9d",
                      ConfigurationFile.ENCRYPTION, "d01dba57db23")));
    }
  }

  @Test
  void aServerWithoutFilesHasAStart() {
    assertThat(of("# HELP " + START, "process_start_time_seconds_total 7", START))
        .contains(new Known(STARTED, Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "process_start_time_seconds NaN",
        "process_start_time_seconds +Inf",
        "process_start_time_seconds -1",
        "process_start_time_seconds 0",
        "process_start_time_seconds 1e300",
        "process_start_time_seconds 1e999999999",
        "process_start_time_seconds 1e+",
        "process_start_time_seconds --1",
        "process_start_time_seconds 0x1p10",
        "process_start_time_seconds 1.79d",
        "process_start_time_seconds ",
        "process_start_time_seconds{pid=\"1\"} 1.79574921345e+09",
        "process_start_time_seconds{ 1",
        "process_start_time_seconds 1.79574921345e+09 now",
        "process_start_time_seconds 11111111111111111111111111111111111111111111111111",
      })
  void aStartThatKubernetesDoesNotWriteIsNotKnown(String line) {
    assertThat(of(line)).isEmpty();
    assertThat(of(START, line)).as("beside a usable one").isEmpty();
  }

  @Test
  void startsThatContradictEachOtherAreNotKnown() {
    assertThat(of(START, START)).isPresent();
    assertThat(of(START, "process_start_time_seconds 1.7e+09", START)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hash=\"\"",
        "hash=\"sha256:ab\"",
        "hash=\"sha256:AB12AB12AB12AB12AB12AB12AB12AB12AB12AB12AB12AB12AB12AB12AB12AB12\"",
        "apiserver_id_hash=\"sha256:x\"",
        "hash=\"\\\"}\\x\"",
        "hash=\"a\" 1",
        "{",
        ",,,,",
      })
  void aHashThatKubernetesDoesNotWriteIsNotKnown(String labels) {
    assertThat(of(START, info(labels))).contains(new Known(STARTED, Map.of()));
    assertThat(of(START, info("hash=\"sha256:" + HASH + "\""), info(labels)))
        .as("beside a usable one")
        .contains(new Known(STARTED, Map.of()));
  }

  @Test
  void hashesThatContradictEachOtherAreNotKnown() {
    String one = info("apiserver_id_hash=\"a\",hash=\"sha256:" + HASH + "\"");
    String other = info("hash=\"sha256:" + HASH.replace('a', 'c') + "\"");
    assertThat(of(START, one).orElseThrow().hashes())
        .containsExactly(Map.entry(ConfigurationFile.AUTHENTICATION, "ab12ab12ab12"));
    for (List<String> lines :
        List.of(List.of(one, other), List.of(one.replace("} 1", "} 0")), List.of(one + "x"))) {
      assertThat(of(Stream.concat(Stream.of(START), lines.stream())).orElseThrow().hashes())
          .isEmpty();
    }
  }
}
