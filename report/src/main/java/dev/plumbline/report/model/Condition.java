package dev.plumbline.report.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A condition of a resource, by the Kubernetes API conventions.
 *
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason the machine-readable reason
 * @param observedGeneration the generation of the spec that the condition is about
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({
  "lastTransitionTime",
  "message",
  "observedGeneration",
  "reason",
  "status",
  "type"
})
public record Condition(
    String type,
    String status,
    String reason,
    String message,
    @Nullable Long observedGeneration,
    @Nullable String lastTransitionTime) {

  /** The condition of a type among those of a resource. */
  public static Optional<Condition> of(String type, Collection<Condition> all) {
    return all.stream().filter(condition -> type.equals(condition.type())).findFirst();
  }

  /** Whether its status is True. */
  public boolean holds() {
    return status.equals("True");
  }

  /** The same with another message. */
  public Condition withMessage(String other) {
    return new Condition(type, status, reason, other, observedGeneration, lastTransitionTime);
  }
}
