package dev.plumbline.engine.flags;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which values Go's parsers take for a flag of a type. Types that aren't listed here take any. */
public final class GoValue {

  /** As strconv.ParseBool. */
  private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");

  private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

  /** As time.ParseDuration; the units' ranges aside. */
  private static final Pattern DURATION =
      Pattern.compile("[-+]?(0|((\\d+(\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h))+)");

  private static final Pattern FLOAT =
      Pattern.compile("[-+]?((\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?|(?i:inf|infinity|nan))");

  /** As net.ParseIP, which refuses leading zeros; IPv6 by its alphabet only. */
  private static final Pattern IP =
      Pattern.compile(
          "((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}|(?=.*:)[0-9a-fA-F:.]{2,45}");

  private static final int LONGEST = 4096;

  private GoValue() {}

  /** Whether strconv.ParseBool takes it for true. */
  public static boolean isTrue(String value) {
    return TRUE.contains(value);
  }

  /** Why the component refuses the value; empty when it takes it. */
  public static Optional<String> complaint(String type, String value) {
    return switch (type) {
      case "bool" -> unless(TRUE.contains(value) || FALSE.contains(value), "is no boolean");
      case "version" ->
          unless(
              TRUE.contains(value)
                  || FALSE.contains(value)
                  || value.equals("raw")
                  || value.startsWith("v"),
              "is no version");
      case "int", "int64" -> unless(isInteger(value, 63, true), "is no number");
      case "int32" -> unless(isInteger(value, 31, true), "is no number");
      case "uint", "uint64" -> unless(isInteger(value, 64, false), "is no number");
      case "Level" -> unless(value.matches("\\d{1,10}"), "is no number");
      case "float32", "float64" ->
          unless(value.length() < LONGEST && FLOAT.matcher(value).matches(), "is no number");
      case "duration" ->
          unless(value.length() < LONGEST && DURATION.matcher(value).matches(), "is no duration");
      case "ip" ->
          unless(
              value.isEmpty() || value.length() < LONGEST && IP.matcher(value.strip()).matches(),
              "is no IP address");
      case "ipport" ->
          unless(
              value.isEmpty()
                  || value.length() < LONGEST && IP.matcher(value).matches()
                  || value.length() < LONGEST
                      && value.matches("([0-9.]+|\\[[0-9a-fA-F:.]+\\]):\\d{1,5}"),
              "is no address, with or without a port");
      case "stringSlice" ->
          unless(GoCsv.firstRecord(value).isPresent(), "isn't a list that CSV can read");
      default -> Optional.empty();
    };
  }

  private static Optional<String> unless(boolean fine, String complaint) {
    return fine ? Optional.empty() : Optional.of(complaint);
  }

  /** As strconv.ParseInt with base 0: a prefix names the base, underscores may separate digits. */
  private static boolean isInteger(String value, int bits, boolean signed) {
    String text = value;
    boolean negative = text.startsWith("-");
    if (signed && (negative || text.startsWith("+"))) {
      text = text.substring(1);
    }
    if (text.length() > 80
        || !text.matches("(?i)0b(_?[01])+|0o?(_?[0-7])+|0x(_?[0-9a-f])+|[1-9](_?[0-9])*|0")) {
      return false;
    }
    BigInteger limit = BigInteger.ONE.shiftLeft(bits);
    BigInteger magnitude = magnitude(text.replace("_", "").toLowerCase(java.util.Locale.ROOT));
    return negative ? magnitude.compareTo(limit) <= 0 : magnitude.compareTo(limit) < 0;
  }

  /** The number that a value of an integer type stands for. */
  public static long integer(String value) {
    String text = value.replace("_", "").toLowerCase(java.util.Locale.ROOT);
    boolean negative = text.startsWith("-");
    BigInteger magnitude = magnitude(negative || text.startsWith("+") ? text.substring(1) : text);
    return (negative ? magnitude.negate() : magnitude).longValue();
  }

  private static final Pattern DURATION_PART =
      Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");

  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "μs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  /** Whether time.ParseDuration takes it. */
  public static boolean isDuration(String value) {
    return complaint("duration", value).isEmpty();
  }

  /** As time.ParseDuration; a value beyond its range is cut to it. */
  public static Duration duration(String value) {
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher part = DURATION_PART.matcher(value);
    while (part.find()) {
      nanos =
          nanos.add(
              new BigDecimal(part.group(1))
                  .multiply(BigDecimal.valueOf(NANOS.getOrDefault(part.group(2), 0L))));
    }
    BigDecimal limited = nanos.min(BigDecimal.valueOf(Long.MAX_VALUE));
    long signed = value.startsWith("-") ? -limited.longValue() : limited.longValue();
    return Duration.ofNanos(signed);
  }

  private static BigInteger magnitude(String text) {
    if (text.startsWith("0x")) {
      return new BigInteger(text.substring(2), 16);
    }
    if (text.startsWith("0b")) {
      return new BigInteger(text.substring(2), 2);
    }
    if (text.startsWith("0o")) {
      return new BigInteger(text.substring(2), 8);
    }
    return text.length() > 1 && text.startsWith("0")
        ? new BigInteger(text.substring(1), 8)
        : new BigInteger(text);
  }
}
