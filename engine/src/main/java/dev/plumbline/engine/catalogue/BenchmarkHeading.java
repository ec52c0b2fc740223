package dev.plumbline.engine.catalogue;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a benchmark is for: enough to choose one without reading its requirements.
 *
 * @param name e.g. {@code cis-1.12}
 * @param family who writes it
 * @param title e.g. {@code CIS Kubernetes Benchmark v1.12}
 * @param distribution what it was written for: {@code kubernetes}, {@code k3s}, {@code eks} …
 * @param kubernetes the minor releases it is chosen for, e.g. {@code 1.34}; empty when it is only
 *     used by name
 * @param provisional why it is incomplete; empty when it is not. A provisional benchmark is only
 *     used by name
 */
public record BenchmarkHeading(
    String name,
    Family family,
    String title,
    String distribution,
    List<String> kubernetes,
    String provisional) {

  public BenchmarkHeading {
    kubernetes = List.copyOf(kubernetes);
  }

  @JsonCreator
  static BenchmarkHeading read(
      @JsonProperty(value = "name", required = true) String name,
      @JsonProperty(value = "family", required = true) Family family,
      @JsonProperty(value = "title", required = true) String title,
      @JsonProperty(value = "distribution", required = true) String distribution,
      @JsonProperty("kubernetes") @Nullable List<String> kubernetes,
      @JsonProperty("provisional") @Nullable String provisional) {
    return new BenchmarkHeading(
        name,
        family,
        title,
        distribution,
        kubernetes == null ? List.of() : kubernetes,
        Objects.requireNonNullElse(provisional, ""));
  }

  /** Whether it may be chosen for a cluster whose scan names no benchmark. */
  boolean isDefaultFor(String distributionOfCluster) {
    return isOfCis(distributionOfCluster) && provisional.isEmpty();
  }

  boolean isOfCis(String distributionOfCluster) {
    return family == Family.cis && distribution.equals(distributionOfCluster);
  }
}
