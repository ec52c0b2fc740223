package dev.plumbline.report.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.plumbline.engine.catalogue.Control.OnViolation;
import dev.plumbline.engine.catalogue.Parameter;
import dev.plumbline.engine.catalogue.Severity;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a benchmark of one's own has. Its controls can ask for evidence only: they choose no path,
 * no command and no image.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ComplianceBenchmarkSpec(
    @Nullable
        @JsonPropertyDescription("What people call it. Left out, its name.")
        @Size(min = 1, max = 200)
        String title,
    @Nullable
        @JsonProperty("extends")
        @JsonPropertyDescription("The shipped benchmark that it begins with, such as cis-1.12.")
        @Size(min = 1, max = 63)
        String base,
    @JsonPropertyDescription("Which of that benchmark's controls it has. Left out, all.")
        ComplianceScanSpec.@Nullable Controls controls,
    @Nullable
        @JsonPropertyDescription("Values that take the place of controls' defaults.")
        @Size(max = 200)
        List<ParameterValue> parameters,
    @Nullable @JsonPropertyDescription("Controls of one's own.") @Size(max = 200)
        List<CustomControl> customControls) {

  /** A value for one parameter of one control. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ParameterValue(
      @Required @JsonPropertyDescription("The control's name.") @Size(min = 1, max = 100)
          String control,
      @Required @JsonPropertyDescription("The parameter's name.") @Size(min = 1, max = 63)
          String name,
      @Required
          @JsonPropertyDescription("Its value as text; the items of a list separated by commas.")
          @Size(max = 4000)
          String value) {}

  /** A control of one's own. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record CustomControl(
      @Required
          @JsonPropertyDescription("Its number in this benchmark, such as C.1.")
          @Size(min = 1, max = 20)
          @Pattern("^[A-Za-z0-9][A-Za-z0-9.-]*$")
          String id,
      @Required
          @JsonPropertyDescription("Its stable name, for the state that should hold.")
          @Size(min = 1, max = 100)
          @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
          String name,
      @Required
          @JsonPropertyDescription(
              "What it speaks of: a component, node for the node's files, cluster for the API's objects.")
          @Pattern(
              "^(kube-apiserver|kube-controller-manager|kube-scheduler|etcd|kubelet|kube-proxy|node|cluster)$")
          String component,
      @Required @JsonPropertyDescription("The state that should hold.") @Size(min = 1, max = 200)
          String title,
      @Required Severity severity,
      @Nullable @Size(max = 4000) String description,
      @Nullable @JsonPropertyDescription("Why it matters.") @Size(max = 4000) String rationale,
      @Nullable @JsonPropertyDescription("How to see it by hand.") @Size(max = 4000) String audit,
      @Nullable @JsonPropertyDescription("How to mend it.") @Size(max = 4000) String remediation,
      @Nullable @Size(max = 16) List<ParameterSpec> parameters,
      @Nullable
          @JsonPropertyDescription("CEL; where it is false the control has nothing to say.")
          @Size(max = 4000)
          String applies,
      @Nullable
          @JsonPropertyDescription(
              "CEL; true when the state holds. Left out, only a person can tell: Manual.")
          @Size(max = 4000)
          String expression,
      @Nullable @JsonPropertyDescription("What a false expression means. Default: Fail.")
          OnViolation onViolation,
      @Nullable
          @JsonPropertyDescription("CEL; a sentence that says what was seen.")
          @Size(max = 4000)
          String message) {}

  /** A parameter of a control of one's own. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ParameterSpec(
      @Required @Size(min = 1, max = 63) @Pattern("^[a-z][a-zA-Z0-9]*$") String name,
      @Required Parameter.Type type,
      @Required
          @JsonProperty("default")
          @JsonPropertyDescription("As text; the items of a list separated by commas.")
          @Size(max = 4000)
          String defaultValue,
      @Nullable @Size(max = 1000) String description) {}

  public ComplianceScanSpec.Controls selection() {
    return controls == null ? new ComplianceScanSpec.Controls(List.of(), List.of()) : controls;
  }

  public List<ParameterValue> values() {
    return parameters == null ? List.of() : List.copyOf(parameters);
  }

  public List<CustomControl> ownControls() {
    return customControls == null ? List.of() : List.copyOf(customControls);
  }

  public String baseName() {
    return base == null ? "" : base;
  }
}
