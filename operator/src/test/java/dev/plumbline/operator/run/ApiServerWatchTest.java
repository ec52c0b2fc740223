package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.operator.cluster.ApiEndpoints;
import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import dev.plumbline.operator.live.ComponentMetrics;
import dev.plumbline.operator.live.ConfigurationFile;
import dev.plumbline.report.model.RunningApiServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** API servers are asked at a slow pace, and what has changed waits until it has settled. */
class ApiServerWatchTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Instant START = NOON.minusSeconds(3600);
  private static final Together AT_ONCE = new Together(Reconciliations.atOnce());
  private static final ApiEndpoint A = new ApiEndpoint("192.0.2.1", 6443);
  private static final ApiEndpoint B = new ApiEndpoint("2001:db8::1", 6443);

  private final Map<ApiEndpoint, ComponentMetrics> answers = new HashMap<>();
  private final List<ApiEndpoint> asked = new ArrayList<>();

  private final ApiServerWatch watch =
      new ApiServerWatch(
          () -> new ApiEndpoints(List.of(A, B)),
          endpoint -> {
            asked.add(endpoint);
            return answers.getOrDefault(endpoint, new ComponentMetrics.Unknown("is away"));
          });

  private void answer(ApiEndpoint endpoint, Instant started, String authentication) {
    answers.put(
        endpoint,
        new ComponentMetrics.Known(
            started,
            authentication.isEmpty()
                ? Map.of()
                : Map.of(ConfigurationFile.AUTHENTICATION, authentication)));
  }

  private ApiServerChanges.Snapshot readAt(Instant now) {
    watch.read(now, AT_ONCE);
    return watch.snapshot(now);
  }

  private static RunningApiServer server(String address, Instant started, String authentication) {
    return new RunningApiServer(address, started.toString(), authentication, null, null);
  }

  @Test
  void eachServerIsKnownByItsAddressAndWhatIsNotKnownIsLeftOut() {
    answer(B, START, "b");
    assertThat(readAt(NOON).servers()).containsExactly(server("[2001:db8::1]:6443", START, "b"));
    assertThat(asked).containsExactly(A, B);
  }

  @Test
  void theyAreAskedAgainSoonAfterAChangeAndElseAtASlowPace() {
    answer(A, START, "a");
    assertThat(watch.isDue(NOON)).isTrue();
    assertThat(readAt(NOON).settled()).isFalse();
    Instant again = NOON.plus(ApiServerWatch.SETTLED);
    assertThat(watch.isDue(again.minusMillis(1))).isFalse();
    assertThat(watch.isDue(again)).isTrue();
    assertThat(readAt(again).settled()).isTrue();
    assertThat(watch.isDue(again.plus(ApiServerWatch.PERIOD).minusMillis(1))).isFalse();
    assertThat(watch.isDue(again.plus(ApiServerWatch.PERIOD).plusSeconds(30))).isTrue();
    assertThat(watch.isDue(again.minusSeconds(86_400))).as("a clock that was set back").isTrue();
  }

  @Test
  void nothingHasSettledWhileOneServerAfterTheOtherChanges() {
    answer(A, START, "a");
    answer(B, START, "a");
    readAt(NOON);
    Instant first = NOON.plusSeconds(60);
    assertThat(readAt(first).settled()).isTrue();
    answer(A, START, "b");
    assertThat(readAt(first.plusSeconds(180)).settled()).isFalse();
    answer(B, START.plusSeconds(1000), "b");
    assertThat(readAt(first.plusSeconds(240)).settled()).isFalse();
    ApiServerChanges.Snapshot settled = readAt(first.plusSeconds(300));
    assertThat(settled.settled()).isTrue();
    assertThat(settled.servers())
        .contains(
            server("192.0.2.1:6443", START, "b"),
            server("[2001:db8::1]:6443", START.plusSeconds(1000), "b"));
  }

  /** The clock is corrected, or a value is not known for once. */
  @Test
  void whatIsReckonedOtherwiseOrNotKnownIsNoChange() {
    answer(A, START, "a");
    readAt(NOON);
    answer(A, START.plusSeconds(2), "");
    ApiServerChanges.Snapshot next = readAt(NOON.plusSeconds(60));
    assertThat(next.settled()).isTrue();
    assertThat(next.servers()).containsExactly(server("192.0.2.1:6443", START, "a"));
    answers.clear();
    assertThat(readAt(NOON.plusSeconds(120))).isEqualTo(next);
  }

  @Test
  void aProcessThatIsNoLongerSeenIsForgotten() {
    answer(A, START, "a");
    readAt(NOON);
    answer(A, NOON.plusSeconds(100), "a");
    assertThat(readAt(NOON.plusSeconds(180)).servers()).hasSize(2);
    assertThat(readAt(NOON.plus(Duration.ofMinutes(16))).servers())
        .containsExactly(server("192.0.2.1:6443", NOON.plusSeconds(100), "a"));
    assertThat(watch.snapshot(NOON.plus(Duration.ofHours(9))))
        .as("nobody has asked for hours")
        .isEqualTo(ApiServerChanges.Snapshot.none());
  }

  /** Of three servers behind one address each answers now and then. */
  @Test
  void serversBehindALoadBalancerSettle() {
    Instant now = NOON;
    for (int read = 0; read < 6; read++) {
      answer(A, START.minusSeconds(read % 3 * 500L), "of " + read % 3);
      now = now.plusSeconds(60);
      readAt(now);
    }
    assertThat(watch.snapshot(now).settled()).isTrue();
    assertThat(watch.snapshot(now).servers()).hasSize(3);
  }

  @Test
  void endpointsThatCannotBeReadAreReadAgainAfterAWhile() {
    ApiServerWatch failing =
        new ApiServerWatch(
            () -> {
              throw new IllegalStateException("unavailable");
            },
            endpoint -> new ComponentMetrics.Unknown("nobody is asked"));
    assertThatThrownBy(() -> failing.read(NOON, AT_ONCE)).hasMessage("unavailable");
    assertThat(failing.isDue(NOON.plusSeconds(59))).isFalse();
    assertThat(failing.isDue(NOON.plusSeconds(60))).isTrue();
  }
}
