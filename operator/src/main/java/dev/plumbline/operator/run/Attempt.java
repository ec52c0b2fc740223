package dev.plumbline.operator.run;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One of the attempts to read a node. Its Job has it in annotations, so that a restart of the
 * operator loses nothing.
 *
 * @param number from 1; part of the Job's name
 * @param first when the first attempt was started: all together have the scan's timeout
 * @param without directories and files that the node lacks, which are not mounted
 */
record Attempt(int number, Instant first, List<String> without) {

  /** A lost or cut log may be whole the second time; a node that can't be read fails again. */
  private static final int MAX_FAILURES = 2;

  /** A pod that is started needs some time, however little of the timeout is left. */
  private static final Duration MIN_TIME = Duration.ofSeconds(30);

  private static final String NUMBER = "plumbline.dev/attempt";
  private static final String FIRST = "plumbline.dev/first-attempt";
  private static final String WITHOUT = "plumbline.dev/without-host-paths";

  Attempt {
    without = List.copyOf(without);
  }

  static Attempt first(Instant now) {
    return new Attempt(1, now, List.of());
  }

  static Attempt of(Job job) {
    ObjectMeta metadata = job.getMetadata();
    Map<String, String> annotations = metadata.getAnnotations();
    String paths = annotations.getOrDefault(WITHOUT, "");
    return new Attempt(
        Integer.parseInt(annotations.getOrDefault(NUMBER, "1")),
        started(metadata),
        paths.isEmpty() ? List.of() : Arrays.asList(paths.split(",")));
  }

  private static Instant started(ObjectMeta job) {
    try {
      return Instant.parse(
          Objects.requireNonNullElse(job.getAnnotations().get(FIRST), job.getCreationTimestamp()));
    } catch (DateTimeParseException e) {
      return Instant.parse(job.getCreationTimestamp());
    }
  }

  Map<String, String> annotations() {
    Map<String, String> annotations = new TreeMap<>();
    annotations.put(NUMBER, Integer.toString(number));
    annotations.put(FIRST, first.toString());
    if (!without.isEmpty()) {
      annotations.put(WITHOUT, String.join(",", without));
    }
    return annotations;
  }

  /**
   * How long its Job may take, of what all attempts have: no longer when the clock was set back.
   */
  Duration timeLeft(Duration timeout, Instant now) {
    if (now.isBefore(first)) {
      return timeout;
    }
    Duration left = timeout.minus(Duration.between(first, now));
    return left.compareTo(MIN_TIME) < 0 ? MIN_TIME : left;
  }

  /** Whether a failure of it is followed by another attempt: one without directories is extra. */
  boolean mayFailAgain() {
    return number < MAX_FAILURES + (without.isEmpty() ? 0 : 1);
  }

  Attempt next() {
    return new Attempt(number + 1, first, without);
  }

  Attempt nextWithout(List<String> paths) {
    TreeSet<String> all = new TreeSet<>(without);
    all.addAll(paths);
    return new Attempt(number + 1, first, List.copyOf(all));
  }
}
