package dev.plumbline.operator;

import java.time.Duration;
import java.time.Instant;

/** The mock cluster's clock, which a test moves on. */
public final class MovedClock extends UtcClock {

  private Duration passed = Duration.ZERO;

  /** How long after the beginning it is now. */
  public void passed(Duration since) {
    passed = since;
  }

  @Override
  public Instant instant() {
    return MockCluster.NOW.plus(passed);
  }
}
