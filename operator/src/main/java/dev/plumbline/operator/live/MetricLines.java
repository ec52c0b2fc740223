package dev.plumbline.operator.live;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Picks from metrics in Prometheus' text format the few lines that tell of a component's start, and
 * of its configuration. Of a value that is written in another way than Kubernetes writes it, or
 * that is there twice and differs, nothing is known.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">the format</a>
 */
final class MetricLines implements Consumer<String> {

  /** Enough to tell one content of a file from another, and no more than that in a status. */
  static final int HASH_DIGITS = 12;

  private static final String STARTED = "process_start_time_seconds";

  private static final Pattern START =
      Pattern.compile(STARTED + "(?:\\{\\})? ([0-9.eE+-]{1,32})(?: [0-9]{1,19})?");

  private static final Pattern INFO =
      Pattern.compile("[a-z_]+\\{([^{}]{1,1000})\\} 1(?:\\.0)?(?: [0-9]{1,19})?");

  private static final Pattern HASH = Pattern.compile("hash=\"sha256:([0-9a-f]{64})\"");

  /** The last second of the year 9999. */
  private static final double LATEST = 253_402_300_799d;

  private Value<Instant> started = new Value.None<>();
  private final Map<ConfigurationFile, Value<String>> hashes =
      new EnumMap<>(ConfigurationFile.class);

  /** What was found of one value. */
  private sealed interface Value<T> {
    record None<T>() implements Value<T> {}

    record One<T>(T value) implements Value<T> {}

    /** Lines that contradict each other, or one that can't be read. */
    record Unusable<T>() implements Value<T> {}

    default Value<T> with(Optional<T> found) {
      if (found.isEmpty()) {
        return new Unusable<>();
      }
      Value<T> one = new One<>(found.get());
      return this instanceof None<T> || equals(one) ? one : new Unusable<>();
    }

    default Optional<T> known() {
      return this instanceof One<T> one ? Optional.of(one.value()) : Optional.empty();
    }
  }

  @Override
  public void accept(String line) {
    if (isOf(STARTED, line)) {
      started = started.with(start(line));
      return;
    }
    for (ConfigurationFile file : ConfigurationFile.values()) {
      if (isOf(file.metric(), line)) {
        hashes.put(file, hashes.getOrDefault(file, new Value.None<>()).with(hash(line)));
      }
    }
  }

  /** Empty when the start was not among the lines. */
  Optional<ComponentMetrics.Known> known() {
    return started.known().map(start -> new ComponentMetrics.Known(start, knownHashes()));
  }

  private Map<ConfigurationFile, String> knownHashes() {
    Map<ConfigurationFile, String> known = new EnumMap<>(ConfigurationFile.class);
    hashes.forEach((file, value) -> value.known().ifPresent(hash -> known.put(file, hash)));
    return known;
  }

  private static boolean isOf(String metric, String line) {
    return line.startsWith(metric)
        && line.length() > metric.length()
        && " {".indexOf(line.charAt(metric.length())) >= 0;
  }

  private static Optional<Instant> start(String line) {
    Matcher sample = START.matcher(line);
    if (!sample.matches()) {
      return Optional.empty();
    }
    try {
      double seconds = Double.parseDouble(sample.group(1));
      return seconds > 0 && seconds <= LATEST
          ? Optional.of(Instant.ofEpochSecond((long) seconds))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Neither label has a comma or a quote in its value where the line is Kubernetes' own. */
  private static Optional<String> hash(String line) {
    Matcher sample = INFO.matcher(line);
    if (!sample.matches()) {
      return Optional.empty();
    }
    List<String> found =
        Arrays.stream(sample.group(1).split(",", -1)).flatMap(MetricLines::digits).toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  private static Stream<String> digits(String label) {
    Matcher hash = HASH.matcher(label.strip());
    return hash.matches() ? Stream.of(hash.group(1).substring(0, HASH_DIGITS)) : Stream.empty();
  }
}
