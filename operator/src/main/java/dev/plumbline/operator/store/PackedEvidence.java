package dev.plumbline.operator.store;

import com.fasterxml.jackson.core.JsonProcessingException;
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
    return text(base64, digest).flatMap(PackedEvidence::evidence);
  }

  /** The line itself, byte by byte; empty when it is damaged. */
  static Optional<String> text(String base64, String digest) {
    return text(base64, digest, EvidenceJson.MAX_BYTES);
  }

  /**
   * Another text that was packed; empty when it is damaged.
   *
   * @param maxBytes that it may have
   */
  static Optional<String> text(String base64, String digest, int maxBytes) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        byte[] json = gzip.readNBytes(maxBytes + 1);
        return EvidenceJson.sha256(json).equals(digest)
            ? Optional.of(new String(json, StandardCharsets.UTF_8))
            : Optional.empty();
      }
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Evidence> evidence(String json) {
    try {
      return Optional.of(EvidenceJson.readEvidence(json))
          .filter(evidence -> evidence.schemaVersion() == Evidence.SCHEMA_VERSION);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
