package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plumbline.e2e.truth.KubeletRecorder;
import dev.plumbline.e2e.truth.KubeletTable;
import dev.plumbline.e2e.truth.Recording;
import dev.plumbline.e2e.truth.SettingsRecorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What is recorded of a kubelet's {@code /configz}, and of the probes, is still what the real one
 * answers: by its self-signed certificate, as the operator asks it.
 */
class KubeletTruthIT {

  private static final Path ROOT =
      Path.of(System.getProperty("plumbline.root", "..")).toAbsolutePath();
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** {@code -Dplumbline.truth.record} writes the answers instead of comparing with them. */
  @Test
  void recordedAnswersAreWhatTheRealKubeletSays() throws IOException, InterruptedException {
    String version = System.getProperty("plumbline.kubernetes.version", "");
    Path file = ROOT.resolve("truth/configz/" + version + ".json");
    assumeTrue(Recording.chosen().writes() || Files.exists(file));

    KubeletTable actual =
        new KubeletRecorder(
                Path.of(System.getProperty("plumbline.kubernetes.binaries", "")),
                ROOT.resolve("config/base/rbac.yaml"),
                version)
            .record(SettingsRecorder.rows(ROOT.resolve("truth/settings/rows.yaml")));

    if (Recording.chosen().writes()) {
      Files.writeString(file, JSON.writeValueAsString(actual) + "\n");
    }
    assertThat(told(actual)).isEqualTo(told(JSON.readValue(file.toFile(), KubeletTable.class)));
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
