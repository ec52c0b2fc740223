package dev.plumbline.operator.store;

import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.EvidenceJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Evidence as text for a ConfigMap's binary data: JSON, gzip, Base64. */
final class PackedEvidence {

  private PackedEvidence() {}

  static String pack(Evidence evidence) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(EvidenceJson.write(evidence).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /**
   * Reads it back.
   *
   * @return empty when it is damaged, or was written by a version with another schema
   */
  static Optional<Evidence> unpack(String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        String json = new String(gzip.readNBytes(EvidenceJson.MAX_BYTES), StandardCharsets.UTF_8);
        return Optional.of(EvidenceJson.readEvidence(json))
            .filter(evidence -> evidence.schemaVersion() == Evidence.SCHEMA_VERSION);
      }
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
