package dev.plumbline.report;

import dev.plumbline.engine.finding.Printable;
import dev.plumbline.report.model.Condition;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Writes conditions as the Kubernetes API conventions ask: the transition time stays while the
 * status does.
 *
 * @param previous the conditions so far
 * @param observedGeneration the generation of the spec that they are about
 */
public record Conditions(List<Condition> previous, long observedGeneration, Clock clock) {

  /** The API allows 32,768 characters; more than this nobody reads. */
  private static final int MAX_MESSAGE = 2_000;

  public Conditions {
    previous = List.copyOf(previous);
  }

  /**
   * One condition.
   *
   * @param status {@code True}, {@code False} or {@code Unknown}
   */
  public Condition of(String type, String status, String reason, String message) {
    String since =
        previous.stream()
            .filter(old -> old.type().equals(type) && old.status().equals(status))
            .flatMap(old -> Optional.ofNullable(old.lastTransitionTime()).stream())
            .findFirst()
            .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    return new Condition(
        type,
        status,
        reason,
        Printable.of(Printable.cut(message, MAX_MESSAGE)),
        observedGeneration,
        since);
  }
}
