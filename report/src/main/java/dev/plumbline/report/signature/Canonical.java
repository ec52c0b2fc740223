package dev.plumbline.report.signature;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.report.model.ComplianceReportStatus;
import java.nio.charset.StandardCharsets;

/** JSON that is the same whoever writes it: sorted keys, no spaces. */
final class Canonical {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          // Records list the properties of their constructor first otherwise.
          .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private Canonical() {}

  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a value could not be serialised", e);
    }
  }

  /** Of all of a report but its signature. */
  static String digest(ComplianceReportStatus report) {
    return sha256(json(report.unsigned()));
  }

  static String sha256(String text) {
    return EvidenceJson.sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
