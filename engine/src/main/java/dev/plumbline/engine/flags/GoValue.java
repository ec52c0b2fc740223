package dev.plumbline.engine.flags;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which values Go's parsers accept for a flag of a type, and what they make of them. Each reads a
 * value once, from its start to its end, whatever a node writes there.
 */
public final class GoValue {

  /** As strconv.ParseBool. */
  private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");

  private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

  private GoValue() {}

  /** Whether strconv.ParseBool takes it for true. */
  public static boolean isTrue(String value) {
    return TRUE.contains(value);
  }

  /** Whether time.ParseDuration accepts it. */
  public static boolean isDuration(String value) {
    return GoDuration.parse(value).isPresent();
  }

  /** As time.ParseDuration; zero for what that refuses. */
  public static Duration duration(String value) {
    return GoDuration.parse(value).orElse(Duration.ZERO);
  }

  /** The value of an integer type; zero for what is none. */
  static long integer(String value) {
    return GoNumber.signed(value, 64).or(() -> GoNumber.unsigned(value, 64)).orElse(0L);
  }

  /** The value of a floating-point type; NaN for what is none. */
  static double number(String value) {
    return GoNumber.floating(value, 64).orElse(Double.NaN);
  }

  /** Why the component refuses the value; empty when it accepts it. */
  static Optional<String> complaint(String type, String value) {
    return switch (type) {
      case "bool" -> unless(isBool(value), "is not a boolean");
      case "version" ->
          unless(isBool(value) || value.equals("raw") || value.startsWith("v"), "is not a version");
      case "int", "int64" -> unless(GoNumber.signed(value, 64).isPresent(), "is not a number");
      case "int32" -> unless(GoNumber.signed(value, 32).isPresent(), "is not a number");
      case "uint", "uint64" -> unless(GoNumber.unsigned(value, 64).isPresent(), "is not a number");
      case "int32Slice" ->
          unless(
              all(value, number -> GoNumber.signed(number, 32).isPresent()),
              "is not a list of numbers");
      case "Level" -> unless(GoNumber.decimal(value, 31).isPresent(), "is not a number");
      case "float32" -> unless(GoNumber.floating(value, 32).isPresent(), "is not a number");
      case "float64" -> unless(GoNumber.floating(value, 64).isPresent(), "is not a number");
      case "duration" -> unless(isDuration(value), "is not a duration");
      case "ip" ->
          unless(value.isEmpty() || GoAddress.isIp(GoText.trim(value)), "is not an IP address");
      case "ipport" ->
          unless(
              value.isEmpty() || GoAddress.isIpWithOrWithoutPort(value),
              "is not an address, with or without a port");
      case "portRange" -> unless(isPortRange(GoText.trim(value)), "is not a range of ports");
      case "stringSlice" ->
          unless(GoCsv.firstRecord(value).isPresent(), "is not a list that CSV can read");
      case "stringToString", "mapStringString" ->
          unless(isMap(type, value), "is not a list of key=value");
      case "mapStringBool" -> unless(isMapOfBools(value), "is not a list of key=true or key=false");
      case "pattern=N,..." ->
          unless(isPatterns(value), "is not a list of a pattern and a number each");
      case "namedCertKey" -> unless(isCertificateAndKey(value), "does not name two files");
      // Of the other types, a table does not hold enough to refuse a value.
      default -> Optional.empty();
    };
  }

  private static Optional<String> unless(boolean fine, String complaint) {
    return fine ? Optional.empty() : Optional.of(complaint);
  }

  private static boolean isBool(String value) {
    return TRUE.contains(value) || FALSE.contains(value);
  }

  private static boolean all(String value, Predicate<String> element) {
    return Arrays.stream(value.split(",", -1)).allMatch(element);
  }

  /** One port, or the first and the last, or the first and how many more. */
  private static boolean isPortRange(String value) {
    int hyphen = value.indexOf('-');
    int plus = value.indexOf('+');
    if (value.isEmpty() || hyphen >= 0 && plus >= 0) {
      return value.isEmpty();
    }
    int separator = Math.max(hyphen, plus);
    if (separator < 0) {
      return GoNumber.decimal(value).filter(port -> port <= 65535).isPresent();
    }
    Optional<Long> first = GoNumber.decimal(value.substring(0, separator));
    Optional<Long> second = GoNumber.decimal(value.substring(separator + 1));
    if (first.isEmpty() || second.isEmpty()) {
      return false;
    }
    long last = plus >= 0 ? first.get() + second.get() : second.get();
    return first.get() <= 65535 && last <= 65535 && first.get() <= last;
  }

  /**
   * Of mapStringString there are three kinds: one takes a whole value for one pair, and one, such
   * as the kubelet's {@code --eviction-hard}, separates key and value by {@code <}. A value that
   * any of them accepts is accepted.
   */
  private static boolean isMap(String type, String value) {
    if (type.equals("mapStringString")) {
      return value.indexOf('=') >= 0
          || all(value, pair -> pair.isEmpty() || pair.indexOf('<') >= 0);
    }
    long pairs = value.chars().filter(c -> c == '=').count();
    return pairs == 1
        || pairs > 1
            && GoCsv.firstRecord(value)
                .filter(fields -> fields.stream().allMatch(field -> field.indexOf('=') >= 0))
                .isPresent();
  }

  private static boolean isMapOfBools(String value) {
    return all(
        value,
        pair ->
            pair.isEmpty()
                || pair.indexOf('=') >= 0
                    && isBool(GoText.trim(pair.substring(pair.indexOf('=') + 1))));
  }

  private static boolean isPatterns(String value) {
    return all(
        value,
        pair -> {
          String[] parts = pair.split("=", -1);
          return pair.isEmpty()
              || parts.length == 2
                  && !parts[0].isEmpty()
                  && GoNumber.decimal(parts[1], 31).isPresent();
        });
  }

  /** {@code certificate,key}, and behind a colon the names that they are for. */
  private static boolean isCertificateAndKey(String value) {
    int colon = value.indexOf(':');
    String files = colon < 0 ? value : value.substring(0, colon);
    boolean named = colon < 0 || !GoText.trim(value.substring(colon + 1)).isEmpty();
    return named && files.chars().filter(c -> c == ',').count() == 1;
  }
}
