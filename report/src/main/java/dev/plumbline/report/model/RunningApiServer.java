package dev.plumbline.report.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** The process of an API server, and which configuration it has in force. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunningApiServer(
    @JsonPropertyDescription("Where it was asked: an IP address and a port.") String address,
    @JsonPropertyDescription("When its process was started, by its own clock.") String startTime,
    @Nullable
        @JsonPropertyDescription(
            "The first digits of the SHA-256 of its AuthenticationConfiguration, where known.")
        String authentication,
    @Nullable
        @JsonPropertyDescription(
            "The first digits of the SHA-256 of its AuthorizationConfiguration, where known.")
        String authorization,
    @Nullable
        @JsonPropertyDescription(
            "The first digits of the SHA-256 of its EncryptionConfiguration, where known.")
        String encryption) {}
