package dev.plumbline.engine.catalogue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A versioned catalogue of controls.
 *
 * @param name e.g. {@code cis-1.12}
 * @param title e.g. {@code CIS Kubernetes Benchmark v1.12}
 * @param controls control name by number, in the benchmark's order. Numbers are text: 1.10 is not
 *     1.1.
 */
public record Benchmark(String name, String title, Map<String, String> controls) {

  public Benchmark {
    controls = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(controls));
  }

  /** The number that this benchmark gives a control. */
  public Optional<String> number(String controlName) {
    return controls.entrySet().stream()
        .filter(entry -> entry.getValue().equals(controlName))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
