package dev.plumbline.operator.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {

  /** It may begin anywhere and overflow. */
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);

  private final List<Long> waits = new ArrayList<>();

  @Test
  void requestsFollowEachOtherAtADistance() {
    Pace pace =
        new Pace(
            Duration.ofNanos(100),
            clock::get,
            nanoseconds -> {
              waits.add(nanoseconds);
              clock.addAndGet(nanoseconds);
            });
    pace.await();
    pace.await();
    clock.addAndGet(40);
    pace.await();
    clock.addAndGet(500);
    pace.await();
    assertThat(waits).containsExactly(100L, 60L);
  }
}
