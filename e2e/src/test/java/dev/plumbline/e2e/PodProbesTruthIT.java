package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plumbline.e2e.truth.PodRow;
import dev.plumbline.e2e.truth.PodTrial;
import dev.plumbline.e2e.truth.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is recorded of components that run as pods is still what they answer to the probes. */
class PodProbesTruthIT {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** {@code -Dplumbline.truth.record} writes the answers instead of comparing with them. */
  @Test
  void recordedAnswersAreWhatTheRealComponentsGive() throws IOException, InterruptedException {
    String version = System.getProperty("plumbline.kubernetes.version", "");
    Path folder = TrueCluster.root().resolve("truth/probes/pods");
    Path file = folder.resolve(version + ".json");
    assumeTrue(Recording.chosen().writes() || Files.exists(file));

    List<PodRow.Recorded> actual =
        new PodTrial(Path.of(System.getProperty("plumbline.kubernetes.binaries", "")), version)
            .tried(PodRow.read(folder.resolve("rows.yaml")));

    if (Recording.chosen().writes()) {
      Files.writeString(file, JSON.writeValueAsString(actual) + "\n");
    }
    assertThat(actual)
        .isEqualTo(JSON.readValue(file.toFile(), new TypeReference<List<PodRow.Recorded>>() {}));
  }
}
