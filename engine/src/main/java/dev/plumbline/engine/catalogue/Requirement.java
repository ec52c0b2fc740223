package dev.plumbline.engine.catalogue;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a benchmark says about one of its numbers. What it does not state, or what is not publicly
 * known of it, is absent.
 *
 * @param control the name of the control that evaluates it
 * @param level CIS' profile level, 1 or 2
 * @param assessment whether the benchmark calls it automated or manual; Plumbline's own verdict may
 *     be the other
 * @param role which nodes the benchmark assigns it to
 * @param severity in place of the control's own
 * @param identifiers further identifiers in this benchmark, such as {@code rule: SV-242376r960759}
 * @param references what the benchmark refers to, such as CCI numbers
 */
public record Requirement(
    String control,
    Optional<Integer> level,
    Optional<Assessment> assessment,
    Optional<Role> role,
    Optional<Severity> severity,
    Map<String, String> identifiers,
    List<String> references) {

  public Requirement {
    if (control.isBlank()) {
      throw new IllegalArgumentException("a requirement has no control");
    }
    if (level.isPresent() && level.get() != 1 && level.get() != 2) {
      throw new IllegalArgumentException(control + ": level must be 1 or 2, not " + level.get());
    }
    identifiers = Map.copyOf(identifiers);
    references = List.copyOf(references);
  }

  @JsonCreator
  static Requirement read(
      @JsonProperty(value = "control", required = true) String control,
      @JsonProperty("level") @Nullable Integer level,
      @JsonProperty("assessment") @Nullable Assessment assessment,
      @JsonProperty("role") @Nullable Role role,
      @JsonProperty("severity") @Nullable Severity severity,
      @JsonProperty("identifiers") @Nullable Map<String, String> identifiers,
      @JsonProperty("references") @Nullable List<String> references) {
    return new Requirement(
        control,
        Optional.ofNullable(level),
        Optional.ofNullable(assessment),
        Optional.ofNullable(role),
        Optional.ofNullable(severity),
        identifiers == null ? Map.of() : identifiers,
        references == null ? List.of() : references);
  }

  /** One of which only the control is known. */
  public static Requirement of(String control) {
    return read(control, null, null, null, null, null, null);
  }

  /** The Control Correlation Identifiers of DISA that it refers to, such as {@code CCI-000213}. */
  public List<String> ccis() {
    return references.stream().filter(reference -> reference.startsWith("CCI-")).toList();
  }

  /** How the benchmark says a requirement is assessed. */
  public enum Assessment {
    Automated,
    Manual
  }

  /** The nodes that a benchmark assigns a requirement to. */
  public enum Role {
    /** CIS' "Master Node". */
    ControlPlane,
    Worker
  }
}
