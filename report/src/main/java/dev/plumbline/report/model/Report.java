package dev.plumbline.report.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A ComplianceReport as a value: what the formats write, whether it comes from a cluster or from
 * files. As JSON it is the resource.
 *
 * @param metadata the resource's metadata, of which {@code name} is required
 */
@JsonPropertyOrder({"apiVersion", "kind", "metadata", "status"})
public record Report(Map<String, Object> metadata, ComplianceReportStatus status) {

  /** The run of a report that no operator made. */
  public static final String CHECK = "check";

  public Report {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    if (!metadata.containsKey("name")) {
      throw new IllegalArgumentException("A report has a name.");
    }
  }

  /** A report that no cluster holds. */
  public static Report named(String name, ComplianceReportStatus status) {
    return new Report(Map.of("name", name), status);
  }

  @JsonProperty
  public String apiVersion() {
    return "plumbline.dev/v1alpha1";
  }

  @JsonProperty
  public String kind() {
    return "ComplianceReport";
  }

  /** Whether it is on files of a repository, or on a host root, and not on a cluster. */
  @JsonIgnore
  public boolean isOfFiles() {
    return CHECK.equals(status.run());
  }

  @JsonIgnore
  public String name() {
    return String.valueOf(metadata.get("name"));
  }

  /** The same with another status. */
  public Report withStatus(ComplianceReportStatus other) {
    return new Report(metadata, other);
  }
}
