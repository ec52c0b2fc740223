package dev.plumbline.operator.run;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * One of the attempts to read a node. Its Job has it in annotations, so that a restart of the
 * operator loses nothing.
 *
 * @param number from 1; part of the Job's name
 * @param without directories and files that the node lacks, which are not mounted
 */
record Attempt(int number, List<String> without) {

  /** A lost or cut log may be whole the second time; a node that can't be read fails again. */
  private static final int MAX_FAILURES = 2;

  private static final String NUMBER = "plumbline.dev/attempt";
  private static final String WITHOUT = "plumbline.dev/without-host-paths";

  static final Attempt FIRST = new Attempt(1, List.of());

  Attempt {
    without = List.copyOf(without);
  }

  static Attempt of(Job job) {
    ObjectMeta metadata = job.getMetadata();
    Map<String, String> annotations = metadata.getAnnotations();
    String paths = annotations.getOrDefault(WITHOUT, "");
    return new Attempt(
        Integer.parseInt(annotations.getOrDefault(NUMBER, "1")),
        paths.isEmpty() ? List.of() : Arrays.asList(paths.split(",")));
  }

  Map<String, String> annotations() {
    return without.isEmpty()
        ? Map.of(NUMBER, Integer.toString(number))
        : Map.of(NUMBER, Integer.toString(number), WITHOUT, String.join(",", without));
  }

  /** Whether a failure of it is followed by another attempt: one without directories is extra. */
  boolean mayFailAgain() {
    return number < MAX_FAILURES + (without.isEmpty() ? 0 : 1);
  }

  Attempt next() {
    return new Attempt(number + 1, without);
  }

  Attempt nextWithout(List<String> paths) {
    TreeSet<String> all = new TreeSet<>(without);
    all.addAll(paths);
    return new Attempt(number + 1, List.copyOf(all));
  }
}
