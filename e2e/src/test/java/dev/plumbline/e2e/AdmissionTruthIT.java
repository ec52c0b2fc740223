package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plumbline.e2e.truth.AdmissionRow;
import dev.plumbline.e2e.truth.AdmissionTable;
import dev.plumbline.e2e.truth.AdmissionTable.Recorded;
import dev.plumbline.e2e.truth.AdmissionTrial;
import dev.plumbline.e2e.truth.Etcd;
import dev.plumbline.e2e.truth.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is recorded of the probes of admission is still what the real kube-apiserver answers. */
class AdmissionTruthIT {

  private static final Path ROOT =
      Path.of(System.getProperty("plumbline.root", "..")).toAbsolutePath();
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** {@code -Dplumbline.truth.record} writes the answers instead of comparing with them. */
  @Test
  void recordedAnswersAreWhatTheRealServerSays() throws IOException, InterruptedException {
    String version = System.getProperty("plumbline.kubernetes.version", "");
    Path binaries = Path.of(System.getProperty("plumbline.kubernetes.binaries", ""));
    Path file = ROOT.resolve("truth/admission/" + version + ".json");
    assumeTrue(Recording.chosen().writes() || Files.exists(file));

    AdmissionTable actual = new AdmissionTable("kube-apiserver", version, tried(binaries));

    if (Recording.chosen().writes()) {
      Files.writeString(file, JSON.writeValueAsString(actual) + "\n");
    }
    assertThat(actual.rows()).isEqualTo(JSON.readValue(file.toFile(), AdmissionTable.class).rows());
    assertThat(actual.rows())
        .allSatisfy(row -> assertThat(row.stored()).as("dry runs store nothing").isEmpty())
        .filteredOn(row -> row.policy() == AdmissionRow.Policy.Applied)
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.statusWithoutDryRun()).isEqualTo(403));
  }

  private static List<Recorded> tried(Path binaries) throws IOException, InterruptedException {
    List<AdmissionRow> rows =
        new YAMLMapper()
            .readValue(
                ROOT.resolve("truth/admission/rows.yaml").toFile(),
                new TypeReference<List<AdmissionRow>>() {});
    List<Recorded> tried = new ArrayList<>();
    try (Etcd etcd = Etcd.start(binaries.resolve("etcd"))) {
      AdmissionTrial trial =
          new AdmissionTrial(
              binaries.resolve("kube-apiserver"),
              etcd,
              ROOT.resolve("config/overlays/admission-probes"));
      for (AdmissionRow row : rows) {
        tried.add(trial.run(row));
      }
    }
    return tried;
  }
}
