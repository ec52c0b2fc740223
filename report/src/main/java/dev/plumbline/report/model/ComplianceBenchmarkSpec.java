package dev.plumbline.report.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.plumbline.engine.catalogue.Control.OnViolation;
import dev.plumbline.engine.catalogue.Parameter;
import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.probe.ProbedRequirement;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A custom benchmark. Its controls can only evaluate evidence: they choose no path, no command and
 * no image.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ComplianceBenchmarkSpec(
    @Nullable
        @JsonPropertyDescription("A title for people. Default: its name.")
        @Size(min = 1, max = 200)
        String title,
    @Nullable
        @JsonProperty("extends")
        @JsonPropertyDescription("The shipped benchmark that it is based on, such as cis-1.12.")
        @Size(min = 1, max = 63)
        String base,
    @JsonPropertyDescription("The controls taken from that benchmark. Default: all.")
        ComplianceScanSpec.@Nullable Controls controls,
    @Nullable
        @JsonPropertyDescription("Values that replace the defaults of controls' parameters.")
        @Size(max = 200)
        List<ParameterValue> parameters,
    @Nullable @JsonPropertyDescription("Custom controls.") @Size(max = 200)
        List<CustomControl> customControls) {

  /** A value for one parameter of one control. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ParameterValue(
      @Required @JsonPropertyDescription("The control's name.") @Size(min = 1, max = 100)
          String control,
      @Required @JsonPropertyDescription("The parameter's name.") @Size(min = 1, max = 63)
          String name,
      @Required
          @JsonPropertyDescription("The value as text; the items of a list separated by commas.")
          @Size(max = 4000)
          String value) {}

  /** A custom control. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record CustomControl(
      @Required
          @JsonPropertyDescription("Its number in this benchmark, such as C.1.")
          @Size(min = 1, max = 20)
          @Pattern("^[A-Za-z0-9][A-Za-z0-9.-]*$")
          String id,
      @Required
          @JsonPropertyDescription("Its stable name, after the state that should hold.")
          @Size(min = 1, max = 100)
          @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
          String name,
      @Required
          @JsonPropertyDescription(
              "What it is about: a component, node for the node's files, or cluster for API objects.")
          @Pattern(
              "^(kube-apiserver|kube-controller-manager|kube-scheduler|etcd|kubelet|kube-proxy|node|cluster)$")
          String component,
      @Required @JsonPropertyDescription("The state that should hold.") @Size(min = 1, max = 200)
          String title,
      @Required Severity severity,
      @Nullable @Size(max = 4000) String description,
      @Nullable @JsonPropertyDescription("Why it matters.") @Size(max = 4000) String rationale,
      @Nullable @JsonPropertyDescription("How to verify it manually.") @Size(max = 4000)
          String audit,
      @Nullable @JsonPropertyDescription("How to fix it.") @Size(max = 4000) String remediation,
      @Nullable @Size(max = 16) List<ParameterSpec> parameters,
      @Nullable
          @JsonPropertyDescription(
              "A CEL expression; where it is false, the control is NotApplicable.")
          @Size(max = 4000)
          String applies,
      @Nullable
          @JsonPropertyDescription(
              "A CEL expression, true when the state holds. Without it, the control needs manual review.")
          @Size(max = 4000)
          String expression,
      @Nullable
          @JsonPropertyDescription("The status that a false expression leads to. Default: Fail.")
          OnViolation onViolation,
      @Nullable
          @JsonPropertyDescription("A CEL expression that gives a sentence on what was found.")
          @Size(max = 4000)
          String message,
      @Nullable
          @JsonPropertyDescription(
              "What the answers of the component to probes tell about it, where a scan's sources"
                  + " have Probe. Those about TLS compare with the control's parameter versions, as"
                  + " VersionTLS12 or TLS1.2, or suites, by the names in IANA's registry.")
          @Size(max = 8)
          List<ProbedRequirement> probes) {}

  /** A parameter of a custom control. */
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
