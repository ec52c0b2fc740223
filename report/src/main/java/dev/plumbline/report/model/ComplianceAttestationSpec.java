package dev.plumbline.report.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement by a person that a control holds which needs manual review. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "self.expires > self.date",
    message = "expires must be a later day than date",
    fieldPath = ".expires",
    reason = "FieldValueInvalid")
@ValidationRule(
    value = Days.EXPIRES_IN_CALENDAR,
    message = "expires must be a day of the calendar, such as 2027-05-31",
    fieldPath = ".expires",
    reason = "FieldValueInvalid")
public record ComplianceAttestationSpec(
    @Required
        @JsonPropertyDescription(
            "The control's name, or its number in a scan's benchmark. It counts for none where a"
                + " scan's benchmarks give the number to different controls, or, in a scan that names"
                + " no benchmark, those for other releases do.")
        @Size(min = 1, max = 100)
        String control,
    @Required @JsonPropertyDescription("What was reviewed and found.") @Size(min = 1, max = 2000)
        String statement,
    @Required
        @JsonPropertyDescription(
            "Who answers for the statement: the user name of whoever writes this, as the API server"
                + " knows it. The admission policy plumbline-approvals refuses another; where it is"
                + " not installed, this is what was typed.")
        @Size(min = 1, max = 512)
        String approvedBy,
    @Required
        @JsonPropertyDescription("The day of the review, such as 2026-11-23.")
        @Size(min = 10, max = 10)
        @Pattern(Days.PATTERN)
        String date,
    @Required
        @JsonPropertyDescription("The last day that the attestation is valid, such as 2027-05-31.")
        @Size(min = 10, max = 10)
        @Pattern(Days.PATTERN)
        String expires,
    @Nullable
        @JsonPropertyDescription(
            "The ComplianceScans that it applies to, by name. Default: all scans.")
        @Size(min = 1, max = 100)
        List<@Size(min = 1, max = 253) String> scans) {

  public List<String> scanNames() {
    return scans == null ? List.of() : List.copyOf(scans);
  }
}
