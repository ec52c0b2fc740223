package dev.plumbline.engine.flags;

import java.time.Duration;
import java.util.Optional;

/**
 * Reads a duration as Go's {@code time.ParseDuration} does, digit by digit: a regular expression
 * recurses once for each repetition of {@code 1s}, and a node chooses how many there are.
 */
final class GoDuration {

  /** 2<sup>63</sup>, unsigned: the largest number of nanoseconds, which only a negative one has. */
  private static final long LIMIT = Long.MIN_VALUE;

  private final String text;
  private int at;

  /** Of the number that was read last: its digits before and after the point, and 10^n of those. */
  private long whole;

  private long fraction;
  private double scale;

  private GoDuration(String text) {
    this.text = text;
  }

  /** Empty when it is no duration, or one that does not fit into 63 bits of nanoseconds. */
  static Optional<Duration> parse(String text) {
    return new GoDuration(text).read();
  }

  private Optional<Duration> read() {
    boolean negative = text.startsWith("-");
    if (negative || text.startsWith("+")) {
      at++;
    }
    if (text.length() == at + 1 && text.charAt(at) == '0') {
      return Optional.of(Duration.ZERO);
    }
    boolean any = at < text.length();
    long sum = 0;
    while (at < text.length()) {
      long unit = number() ? unit() : 0;
      if (unit == 0 || !fits(unit)) {
        return Optional.empty();
      }
      sum += nanoseconds(unit);
      if (exceedsLimit(sum)) {
        return Optional.empty();
      }
    }
    if (!any || sum == LIMIT && !negative) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos(negative ? -sum : sum));
  }

  /** Digits, with or without a point; false when there are none, or too many before the point. */
  private boolean number() {
    int start = at;
    whole = 0;
    for (; isDigit(); at++) {
      if (Long.compareUnsigned(whole, Long.divideUnsigned(LIMIT, 10)) > 0) {
        return false;
      }
      whole = whole * 10 + digit();
      if (exceedsLimit(whole)) {
        return false;
      }
    }
    boolean digits = at > start;
    fraction = 0;
    scale = 1;
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      int point = at;
      fraction();
      digits |= at > point;
    }
    return digits;
  }

  /** Digits that no longer fit are left out, as Go does. */
  private void fraction() {
    boolean full = false;
    for (; isDigit(); at++) {
      full |= fraction > Long.MAX_VALUE / 10;
      long longer = full ? 0 : fraction * 10 + digit();
      full |= exceedsLimit(longer);
      if (!full) {
        fraction = longer < 0 ? Long.MAX_VALUE : longer;
        scale *= 10;
      }
    }
  }

  /** All that comes before the next number; 0 when that is no unit. */
  private long unit() {
    int start = at;
    while (at < text.length() && !isDigit() && text.charAt(at) != '.') {
      at++;
    }
    return switch (text.substring(start, at)) {
      case "ns" -> 1L;
      // The sign for micro, and the Greek letter.
      case "us", "\u00b5s", "\u03bcs" -> 1_000L;
      case "ms" -> 1_000_000L;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      default -> 0L;
    };
  }

  private boolean fits(long unit) {
    return Long.compareUnsigned(whole, Long.divideUnsigned(LIMIT, unit)) <= 0
        && !exceedsLimit(nanoseconds(unit));
  }

  private long nanoseconds(long unit) {
    return whole * unit + (long) (fraction * (unit / scale));
  }

  private static boolean exceedsLimit(long nanoseconds) {
    return Long.compareUnsigned(nanoseconds, LIMIT) > 0;
  }

  private boolean isDigit() {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private int digit() {
    return text.charAt(at) - '0';
  }
}
