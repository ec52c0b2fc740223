package dev.plumbline.report.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether scans can use a benchmark. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ComplianceBenchmarkStatus(
    @Nullable @JsonPropertyDescription("The generation of the spec that this status is about.")
        Long observedGeneration,
    @JsonPropertyDescription("Ready, Reconciling and Stalled, each with a reason.")
        List<Condition> conditions,
    @Nullable @JsonPropertyDescription("How many controls it has.") Integer controls) {

  @SuppressWarnings("ConstantValue")
  public ComplianceBenchmarkStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
