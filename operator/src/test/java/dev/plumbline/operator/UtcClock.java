package dev.plumbline.operator;

import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock of which a test decides the instants alone. */
public abstract class UtcClock extends Clock {

  @Override
  public final ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public final Clock withZone(ZoneId zone) {
    return this;
  }
}
