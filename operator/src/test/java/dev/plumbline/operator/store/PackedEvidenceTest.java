package dev.plumbline.operator.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.evidence.Scope;
import dev.plumbline.evidence.Visibility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class PackedEvidenceTest {

  /** https://kubernetes.io/docs/concepts/configuration/configmap/: 1 MiB. */
  private static final int CONFIG_MAP = 1024 * 1024;

  private static String json(String path) {
    return EvidenceJson.write(
        new Evidence(
            Evidence.SCHEMA_VERSION,
            new Scope(Scope.Origin.NODE, Visibility.OBSERVED, List.of(path)),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of()));
  }

  private static String digest(String json) {
    return EvidenceJson.sha256(json.getBytes(StandardCharsets.UTF_8));
  }

  /** Otherwise one node could make the API server refuse it, and so stop the whole scan. */
  @Test
  void evidenceThatCompressesBadlyFitsIntoAConfigMap() {
    Random random = new Random(1);
    StringBuilder path = new StringBuilder("/");
    while (path.length() < EvidenceJson.MAX_BYTES - json("").length()) {
      char c = (char) (' ' + random.nextInt(95));
      path.append(c == '"' || c == '\\' ? 'x' : c);
    }
    String json = json(path.toString());
    assertThat(json).hasSize(EvidenceJson.MAX_BYTES);
    String packed = PackedEvidence.pack(json);
    assertThat(Base64.getDecoder().decode(packed)).hasSizeLessThan(CONFIG_MAP);
    assertThat(PackedEvidence.unpack(packed, digest(json))).isPresent();
  }

  @Test
  void whatUnpacksToMoreThanEvidenceMayBeIsNoneAndIsNotUnpacked() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      byte[] spaces = " ".repeat(1024 * 1024).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 64; i++) {
        gzip.write(spaces);
      }
    }
    String bomb = Base64.getEncoder().encodeToString(bytes.toByteArray());
    assertThat(PackedEvidence.unpack(bomb, digest(" ".repeat(EvidenceJson.MAX_BYTES + 1))))
        .isEmpty();
  }
}
