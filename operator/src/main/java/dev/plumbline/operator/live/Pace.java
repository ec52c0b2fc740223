package dev.plumbline.operator.live;

import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Requests that follow each other at a distance, whoever sends them. */
final class Pace {

  private final long between;
  private final LongSupplier nanoseconds;
  private final LongConsumer wait;

  private long next;

  /**
   * @param between two requests
   * @param nanoseconds a clock that nobody sets
   * @param wait for as many nanoseconds
   */
  Pace(Duration between, LongSupplier nanoseconds, LongConsumer wait) {
    this.between = between.toNanos();
    this.nanoseconds = nanoseconds;
    this.wait = wait;
    this.next = nanoseconds.getAsLong();
  }

  /** Waits for the turn of one request. */
  synchronized void await() {
    long early = next - nanoseconds.getAsLong();
    if (early > 0) {
      wait.accept(early);
    }
    next = nanoseconds.getAsLong() + between;
  }
}
