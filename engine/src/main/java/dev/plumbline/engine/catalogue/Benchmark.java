package dev.plumbline.engine.catalogue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A versioned catalogue of controls.
 *
 * @param name e.g. {@code cis-1.12}
 * @param title e.g. {@code CIS Kubernetes Benchmark v1.12}
 * @param distribution what it was written for: {@code kubernetes}, {@code k3s}, {@code eks} …
 * @param kubernetes the minor releases it is chosen for, e.g. {@code 1.34}; empty when it is only
 *     used by name
 * @param controls control name by number, in the benchmark's order. Numbers are text: 1.10 is not
 *     1.1.
 * @param parameters values that take the place of a control's defaults, by control and parameter
 */
public record Benchmark(
    String name,
    String title,
    String distribution,
    List<String> kubernetes,
    Map<String, String> controls,
    Map<String, Map<String, String>> parameters) {

  /** Jackson leaves out what a file leaves out. */
  @SuppressWarnings("ConstantValue")
  public Benchmark {
    kubernetes = kubernetes == null ? List.of() : List.copyOf(kubernetes);
    controls = Collections.unmodifiableMap(new LinkedHashMap<>(controls));
    parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
  }

  /** The number that this benchmark gives a control. */
  public Optional<String> number(String controlName) {
    return controls.entrySet().stream()
        .filter(entry -> entry.getValue().equals(controlName))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
