package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plumbline.e2e.truth.AdmissionRow;
import dev.plumbline.e2e.truth.AdmissionTable;
import dev.plumbline.e2e.truth.AdmissionTable.Recorded;
import dev.plumbline.e2e.truth.AdmissionTrial;
import dev.plumbline.e2e.truth.Etcd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is recorded of the probes of admission is still what the real kube-apiserver answers. */
class AdmissionTruthIT {

  /** {@code -Dplumbline.truth.record} writes the answers instead of comparing with them. */
  @Test
  void recordedAnswersAreWhatTheRealServerSays() throws IOException, InterruptedException {
    TruthFile file = TruthFile.in("admission");
    file.assumeRecorded();

    AdmissionTable actual =
        new AdmissionTable("kube-apiserver", TruthFile.version(), tried(TruthFile.binaries()));

    assertThat(actual.rows())
        .isEqualTo(file.readAfter(actual, new TypeReference<AdmissionTable>() {}).rows());
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
                TruthFile.truth("admission/rows.yaml").toFile(),
                new TypeReference<List<AdmissionRow>>() {});
    List<Recorded> tried = new ArrayList<>();
    try (Etcd etcd = Etcd.start(binaries.resolve("etcd"))) {
      AdmissionTrial trial =
          new AdmissionTrial(
              binaries.resolve("kube-apiserver"),
              etcd,
              TrueCluster.root().resolve("config/overlays/admission-probes"));
      for (AdmissionRow row : rows) {
        tried.add(trial.run(row));
      }
    }
    return tried;
  }
}
