package dev.plumbline.collector.host;

import java.util.Optional;
import java.util.function.Function;

/** The outcome of looking at a path of the node. */
public sealed interface Lookup<T> {

  /** Something is there. */
  record Found<T>(T value) implements Lookup<T> {}

  /** Nothing is there, and it could have been observed. */
  record Absent<T>(String path) implements Lookup<T> {}

  /**
   * The path leads out of the directories that can be read.
   *
   * @param path where it leads, links resolved as far as they could be followed
   */
  record OutOfScope<T>(String path) implements Lookup<T> {}

  /**
   * Something may be there, and it can't be looked at.
   *
   * @param why a phrase that continues the path
   */
  record Refused<T>(String path, String why) implements Lookup<T> {}

  /** The same outcome with another value. */
  default <R> Lookup<R> map(Function<T, R> mapping) {
    if (this instanceof Found<T> found) {
      return new Found<>(mapping.apply(found.value()));
    }
    if (this instanceof Absent<T> absent) {
      return new Absent<>(absent.path());
    }
    if (this instanceof OutOfScope<T> outside) {
      return new OutOfScope<>(outside.path());
    }
    Refused<T> refused = (Refused<T>) this;
    return new Refused<>(refused.path(), refused.why());
  }

  /** What is there; empty for every other outcome. */
  default Optional<T> found() {
    return this instanceof Found<T> found ? Optional.of(found.value()) : Optional.empty();
  }
}
