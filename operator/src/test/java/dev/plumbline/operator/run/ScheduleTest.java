package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final Instant MIDNIGHT = Instant.parse("2026-11-26T00:00:00Z");
  private static final Instant THREE = Instant.parse("2026-11-26T03:00:00Z");

  private static Instant next(Duration jitter, Instant after, String uid) {
    return Schedule.of("0 3 * * *", ZoneOffset.UTC, jitter).next(after, uid).orElseThrow();
  }

  @Test
  void withoutJitterItIsTheScheduledTime() {
    assertThat(next(Duration.ZERO, MIDNIGHT, "any")).isEqualTo(THREE);
  }

  @Property
  void delayIsWithinTheJitterAndTheSameEachDay(
      @ForAll String uid, @ForAll @IntRange(max = 43_200) int seconds) {
    Duration jitter = Duration.ofSeconds(seconds);
    Instant first = next(jitter, MIDNIGHT, uid);
    assertThat(first).isBetween(THREE, THREE.plus(jitter));
    assertThat(next(jitter, first, uid)).isEqualTo(first.plus(Duration.ofDays(1)));
    // A run that was asked for meanwhile takes the place of none.
    assertThat(next(jitter, first.minusSeconds(1), uid)).isEqualTo(first);
  }

  @Test
  void scansOfManyClustersSpread() {
    Set<Instant> starts =
        IntStream.range(0, 1000)
            .mapToObj(i -> next(Duration.ofMinutes(30), MIDNIGHT, "uid-" + i))
            .collect(Collectors.toSet());
    assertThat(starts).hasSizeGreaterThan(500);
  }
}
