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

/** The line that a node pod wrote, as text for a ConfigMap's binary data: gzip, Base64. */
final class PackedEvidence {

  private PackedEvidence() {}

  static String pack(String json) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /**
   * Reads it back.
   *
   * @param digest that the evidence must have
   * @return empty when it is damaged, or was written by a version with another schema
   */
  static Optional<Evidence> unpack(String base64, String digest) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        byte[] json = gzip.readNBytes(EvidenceJson.MAX_BYTES + 1);
        return EvidenceJson.sha256(json).equals(digest)
            ? Optional.of(EvidenceJson.readEvidence(new String(json, StandardCharsets.UTF_8)))
                .filter(evidence -> evidence.schemaVersion() == Evidence.SCHEMA_VERSION)
            : Optional.empty();
      }
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
