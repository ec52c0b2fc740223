package dev.plumbline.report.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What nodes that were not evaluated mean for the verdict. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "self.policy != 'Tolerate' || has(self.maxShare)",
    message =
        "the policy Tolerate needs maxShare, the share of the selected nodes that may be left out,"
            + " such as 20%",
    fieldPath = ".maxShare",
    reason = "FieldValueRequired")
@ValidationRule(
    value = "self.policy == 'Tolerate' || !has(self.maxShare)",
    message = "maxShare needs the policy Tolerate",
    fieldPath = ".maxShare",
    reason = "FieldValueInvalid")
public record UnreadableNodes(
    @Nullable
        @JsonPropertyDescription(
            "Error: while a selected node was not evaluated, Compliant is not True, and the scan is"
                + " not healthy. Tolerate: up to maxShare of the selected nodes may be left out.")
        @Default("Error")
        Policy policy,
    @Nullable
        @JsonPropertyDescription(
            "The share of the selected nodes that may be left out, such as 20%; 1% to 100%. Needs"
                + " the policy Tolerate.")
        @Pattern("^([1-9]|[1-9][0-9]|100)%$")
        String maxShare) {

  /** What a node that was not evaluated means. */
  public enum Policy {
    Error,
    Tolerate
  }

  /** The CRD's default. */
  public static UnreadableNodes defaults() {
    return new UnreadableNodes(Policy.Error, null);
  }

  /** Whether a share of the nodes may be left out. */
  public boolean tolerates() {
    return policy == Policy.Tolerate;
  }

  /**
   * Whether so many of the selected nodes may be left out. A share that is no percentage, in a file
   * that no API server has validated, tolerates none.
   */
  public boolean allows(int notEvaluated, int selected) {
    return notEvaluated == 0
        || tolerates()
            && maxShare != null
            && maxShare.matches("[0-9]{1,3}%")
            && 100L * notEvaluated
                <= Long.parseLong(maxShare.substring(0, maxShare.length() - 1)) * selected;
  }
}
