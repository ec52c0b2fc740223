package dev.plumbline.engine.fact;

import dev.plumbline.engine.finding.EvidenceRef;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one input of an expression. Nothing else exists: a value that was not observed
 * has no place to hide in.
 */
public sealed interface Fact {

  /**
   * Written in a source.
   *
   * @param value a boolean, long, double, duration, text, list or map
   * @param locations where it is written; empty where nothing finer than the source is known
   */
  record Explicit(Object value, List<EvidenceRef> locations) implements Fact {
    public Explicit {
      locations = List.copyOf(locations);
    }
  }

  /**
   * Not written: the release's own default.
   *
   * @param basis what gives the default, e.g. {@code kube-apiserver v1.36.3}
   */
  record Default(Object value, String basis) implements Fact {}

  /**
   * There, but not readable; or written in a way that only the running component resolves; or a
   * default of a release that is not known.
   *
   * @param why a clause with its own subject, e.g. {@code /etc/x could not be read: permission
   *     denied}
   */
  record Unknown(String why, List<EvidenceRef> locations) implements Fact {
    public Unknown {
      locations = List.copyOf(locations);
    }
  }

  /**
   * Another party decides it: the installer, the cloud provider, or a place that could not be
   * looked at. On a node that is an Error that names the setting which would open the place; in a
   * repository's file it is not applicable.
   *
   * @param why a clause with its own subject
   */
  record OutOfScope(String why) implements Fact {}

  /**
   * The place was readable, and it is not there.
   *
   * @param whereLooked a clause with its own subject, e.g. {@code kube-apiserver v1.36.3 has no
   *     flag --insecure-port}
   */
  record Absent(String whereLooked) implements Fact {}

  /** An explicit value without a location. */
  static Fact explicit(Object value) {
    return new Explicit(value, List.of());
  }

  static Fact unknown(String why) {
    return new Unknown(why, List.of());
  }

  /** Where it was observed; empty where nothing was. */
  default List<EvidenceRef> where() {
    if (this instanceof Explicit explicit) {
      return explicit.locations();
    }
    return this instanceof Unknown unknown ? unknown.locations() : List.of();
  }

  /** The value that is in force; empty when there is none, or none that is known. */
  default Optional<Object> inForce() {
    if (this instanceof Explicit explicit) {
      return Optional.of(explicit.value());
    }
    return this instanceof Default d ? Optional.of(d.value()) : Optional.empty();
  }

  /** Whether a value is known to be in force. */
  default boolean is(Object value) {
    return inForce().filter(value::equals).isPresent();
  }

  /** Whether an expression that reads it can't be evaluated by it. */
  default boolean isUndetermined() {
    return this instanceof Unknown || this instanceof OutOfScope;
  }
}
