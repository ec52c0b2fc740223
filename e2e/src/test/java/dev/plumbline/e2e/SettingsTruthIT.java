package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plumbline.e2e.truth.RecordedSettings;
import dev.plumbline.e2e.truth.Recording;
import dev.plumbline.e2e.truth.SettingsRecorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The recorded settings still are what the real components have in force. */
class SettingsTruthIT {

  private static final Path ROOT =
      Path.of(System.getProperty("plumbline.root", "..")).toAbsolutePath();
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** {@code -Dplumbline.truth.record} writes them instead of comparing with them. */
  @Test
  void recordedSettingsAreWhatTheComponentsSay() throws IOException, InterruptedException {
    String version = System.getProperty("plumbline.kubernetes.version", "");
    Path binaries = Path.of(System.getProperty("plumbline.kubernetes.binaries", ""));
    Path file = ROOT.resolve("truth/settings/" + version + ".json");
    Recording recording = Recording.chosen();

    List<RecordedSettings> actual =
        new SettingsRecorder(binaries)
            .record(
                SettingsRecorder.rows(ROOT.resolve("truth/settings/rows.yaml")),
                recording.keepsRecorded() ? recorded(file) : List.of());

    if (recording.writes()) {
      Files.writeString(file, JSON.writeValueAsString(actual) + "\n");
    }
    assertThat(told(actual)).isEqualTo(told(recorded(file)));
  }

  private static List<RecordedSettings> recorded(Path file) throws IOException {
    return JSON.readValue(file.toFile(), new TypeReference<List<RecordedSettings>>() {});
  }

  /** A complaint may hold a time and a number of a process. */
  private static Map<String, String> told(List<RecordedSettings> settings) {
    return settings.stream()
        .collect(
            Collectors.toMap(
                s -> s.row().component() + " " + s.row().name(),
                s ->
                    (s.refused() == null ? "takes " : "refuses ")
                        + Objects.requireNonNullElse(s.flags(), Map.of())
                        + Objects.requireNonNullElse(s.fields(), Map.of())));
  }
}
