package dev.plumbline.report.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A statement by a person that a control holds which needs manual review. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "self.expires > self.date",
    message = "expires must be a later day than date",
    fieldPath = ".expires",
    reason = "FieldValueInvalid")
public record Attestation(
    @Required @JsonPropertyDescription("The control's name or number.") @Size(min = 1, max = 100)
        String control,
    @Required @JsonPropertyDescription("What was reviewed and found.") @Size(min = 1, max = 2000)
        String statement,
    @Required @JsonPropertyDescription("Who reviewed it.") @Size(min = 1, max = 200) String author,
    @Required
        @JsonPropertyDescription("The day of the review, such as 2026-11-23.")
        @Size(min = 10, max = 10)
        @Pattern("^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")
        String date,
    @Required
        @JsonPropertyDescription("The last day that the attestation is valid, such as 2027-05-31.")
        @Size(min = 10, max = 10)
        @Pattern("^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")
        String expires) {}
