package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.e2e.truth.KubeletRecorder;
import dev.plumbline.e2e.truth.KubeletTable;
import dev.plumbline.e2e.truth.SettingsRecorder;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What is recorded of a kubelet's {@code /configz}, and of the probes, is still what the real one
 * answers: by its self-signed certificate, as the operator asks it.
 */
class KubeletTruthIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** {@code -Dplumbline.truth.record} writes the answers instead of comparing with them. */
  @Test
  void recordedAnswersAreWhatTheRealKubeletSays() throws IOException, InterruptedException {
    TruthFile file = TruthFile.in("configz");
    file.assumeRecorded();

    KubeletTable actual =
        new KubeletRecorder(
                TruthFile.binaries(),
                TrueCluster.root().resolve("config/base/rbac.yaml"),
                TruthFile.version())
            .record(SettingsRecorder.rows(TruthFile.truth("settings/rows.yaml")));

    assertThat(told(actual))
        .isEqualTo(told(file.readAfter(actual, new TypeReference<KubeletTable>() {})));
    // Whoever is known by his certificate is asked, and no row lacks one but by its own fault.
    assertThat(actual.rows())
        .filteredOn(row -> row.configz() != null)
        .hasSizeGreaterThan(25)
        .allSatisfy(row -> assertThat(row.unread()).as(row.row().name()).isNull());
  }

  /** What a kubelet says that exits differs in times and numbers. */
  private static Map<String, List<Object>> told(KubeletTable table) throws IOException {
    Map<String, List<Object>> told = new LinkedHashMap<>();
    told.put("", List.of(JSON.writeValueAsString(table.configz())));
    for (KubeletTable.Recorded row : table.rows()) {
      told.put(
          row.row().name(),
          List.of(
              row.refused() == null,
              JSON.writeValueAsString(row.configz()),
              row.unread() == null,
              row.probes()));
    }
    return told;
  }
}
