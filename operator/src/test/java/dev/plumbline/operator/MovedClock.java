package dev.plumbline.operator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The mock cluster's clock, which a test moves on. */
public final class MovedClock extends Clock {

  private Duration passed = Duration.ZERO;

  /** How long after the beginning it is now. */
  public void passed(Duration since) {
    passed = since;
  }

  @Override
  public Instant instant() {
    return MockCluster.NOW.plus(passed);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
