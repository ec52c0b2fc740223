package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plumbline.e2e.truth.FlagzRecorder;
import dev.plumbline.e2e.truth.FlagzTable;
import dev.plumbline.e2e.truth.Recording;
import dev.plumbline.e2e.truth.TruthRecorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is recorded of {@code /flagz} is still what the real kube-apiserver answers. */
class FlagzTruthIT {

  private static final Path ROOT =
      Path.of(System.getProperty("plumbline.root", "..")).toAbsolutePath();
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** {@code -Dplumbline.truth.record} writes the answers instead of comparing with them. */
  @Test
  void recordedAnswersAreWhatTheRealServerSays() throws IOException, InterruptedException {
    String version = System.getProperty("plumbline.kubernetes.version", "");
    Path file = ROOT.resolve("truth/flagz/" + version + ".json");
    // Older releases serve it only by a feature gate, and as text that is not meant to be parsed.
    assumeTrue(Recording.chosen().writes() || Files.exists(file));

    FlagzTable actual =
        new FlagzRecorder(Path.of(System.getProperty("plumbline.kubernetes.binaries", "")), version)
            .record(TruthRecorder.rows(ROOT.resolve("truth/flagz/rows.yaml")));

    if (Recording.chosen().writes()) {
      Files.writeString(file, JSON.writeValueAsString(actual) + "\n");
    }
    assertThat(actual.rows()).isEqualTo(JSON.readValue(file.toFile(), FlagzTable.class).rows());
  }
}
