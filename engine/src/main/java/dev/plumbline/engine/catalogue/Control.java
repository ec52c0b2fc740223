package dev.plumbline.engine.catalogue;

import dev.plumbline.engine.probe.ProbedRequirement;
import java.util.List;
import java.util.Map;

/**
 * One requirement, in words of our own.
 *
 * @param name stable, whatever number a benchmark gives it
 * @param component what it is about: a program, {@code node} for the node's own files, {@code
 *     cluster} for objects of the API
 * @param title the state that should hold
 * @param severity how much harm a violation allows
 * @param description the requirement
 * @param rationale why
 * @param audit how to check it by hand
 * @param remediation how to fix it
 * @param impact what the fix changes for users
 * @param defaultValue what the component does by default
 * @param references pages to read
 * @param cisControls the CIS Critical Security Controls it serves
 * @param parameters values that a benchmark may tailor
 * @param applies CEL; where it is false the control is not applicable. Empty: it always applies
 * @param expression CEL; true when the requirement is met. Empty: it needs manual review
 * @param onViolation what it means when the expression is false
 * @param message CEL; a sentence that reports what was found. Empty: the inputs of the expression
 *     are reported as they are
 * @param fix edits that make it pass
 * @param probes what the component's own behaviour tells about it
 */
public record Control(
    String name,
    String component,
    String title,
    Severity severity,
    String description,
    String rationale,
    String audit,
    String remediation,
    String impact,
    String defaultValue,
    List<String> references,
    List<CisControl> cisControls,
    List<Parameter> parameters,
    String applies,
    String expression,
    OnViolation onViolation,
    String message,
    FixSpec fix,
    List<ProbedRequirement> probes) {

  /** Jackson leaves out what a file leaves out. */
  @SuppressWarnings("ConstantValue")
  public Control {
    references = references == null ? List.of() : List.copyOf(references);
    cisControls = cisControls == null ? List.of() : List.copyOf(cisControls);
    parameters = parameters == null ? List.of() : List.copyOf(parameters);
    applies = orEmpty(applies);
    expression = orEmpty(expression);
    message = orEmpty(message);
    audit = orEmpty(audit);
    impact = orEmpty(impact);
    defaultValue = orEmpty(defaultValue);
    onViolation = onViolation == null ? OnViolation.Fail : onViolation;
    fix = fix == null ? FixSpec.none() : fix;
    probes = probes == null ? List.of() : List.copyOf(probes);
    for (String required :
        new String[] {name, component, title, description, rationale, remediation}) {
      if (required == null || required.isBlank()) {
        throw new IllegalArgumentException(
            "control "
                + name
                + " lacks one of name, component, title, description, rationale, remediation");
      }
    }
    if (severity == null) {
      throw new IllegalArgumentException("control " + name + " has no severity");
    }
  }

  @SuppressWarnings("ConstantValue")
  private static String orEmpty(String value) {
    return value == null ? "" : value;
  }

  /**
   * The same with other defaults of its parameters.
   *
   * @param values as text, by the parameter's name
   * @throws IllegalArgumentException for a parameter that it doesn't have
   */
  public Control withDefaults(Map<String, String> values) {
    for (String value : values.keySet()) {
      if (parameters.stream().noneMatch(parameter -> parameter.name().equals(value))) {
        throw new IllegalArgumentException("control " + name + " has no parameter " + value);
      }
    }
    return values.isEmpty()
        ? this
        : new Control(
            name,
            component,
            title,
            severity,
            description,
            rationale,
            audit,
            remediation,
            impact,
            defaultValue,
            references,
            cisControls,
            parameters.stream().map(parameter -> parameter.withDefault(values)).toList(),
            applies,
            expression,
            onViolation,
            message,
            fix,
            probes);
  }

  /** Of the name alone, since it is a key of many maps and its texts are long. */
  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** Whether it speaks of the cluster's objects, and not of a node. */
  public boolean isOfCluster() {
    return component.equals("cluster");
  }

  /** What a false expression means. */
  public enum OnViolation {
    Fail,
    /** It may be fine; a person has to look. */
    Manual
  }

  /**
   * A CIS Critical Security Control, by CIS' own mapping of its benchmarks.
   *
   * @param version of the CIS Controls, {@code 7} or {@code 8}
   * @param number of a safeguard, e.g. {@code 9.2}, or of a whole control, e.g. {@code 4}
   */
  public record CisControl(String version, String number) {}
}
