package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plumbline.e2e.truth.ProbesTable;
import dev.plumbline.e2e.truth.Recording;
import dev.plumbline.e2e.truth.TruthRecorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is recorded of the probes is still what the real kube-apiserver answers to them. */
class ProbesTruthIT {

  private static final Path ROOT =
      Path.of(System.getProperty("plumbline.root", "..")).toAbsolutePath();
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** {@code -Dplumbline.truth.record} writes the answers instead of comparing with them. */
  @Test
  void recordedAnswersAreWhatTheRealServerSays() throws IOException, InterruptedException {
    String version = System.getProperty("plumbline.kubernetes.version", "");
    Path binaries = Path.of(System.getProperty("plumbline.kubernetes.binaries", ""));
    Path file = ROOT.resolve("truth/probes/" + version + ".json");
    assumeTrue(Recording.chosen().writes() || Files.exists(file));

    ProbesTable actual =
        ProbesTable.of(
            version,
            new TruthRecorder(binaries, version)
                .tried(TruthRecorder.rows(ROOT.resolve("truth/probes/rows.yaml"))));

    if (Recording.chosen().writes()) {
      Files.writeString(file, JSON.writeValueAsString(actual) + "\n");
    }
    assertThat(actual.rows()).isEqualTo(JSON.readValue(file.toFile(), ProbesTable.class).rows());
  }
}
