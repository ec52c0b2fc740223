package dev.plumbline.operator.report;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Writes conditions as the Kubernetes API conventions ask: the transition time stays while the
 * status does.
 *
 * @param previous the conditions as they stand
 * @param observedGeneration the generation of the spec that they speak of
 */
public record Conditions(List<Condition> previous, long observedGeneration, Clock clock) {

  /** The API allows 32,768 characters; this much people read. */
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
            .filter(old -> old.getType().equals(type) && old.getStatus().equals(status))
            .map(Condition::getLastTransitionTime)
            .findFirst()
            .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    return new ConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage(
            message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) + "…" : message)
        .withObservedGeneration(observedGeneration)
        .withLastTransitionTime(since)
        .build();
  }
}
