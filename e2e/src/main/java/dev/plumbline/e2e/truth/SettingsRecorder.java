package dev.plumbline.e2e.truth;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Records the settings in force of real components, for every row. */
public final class SettingsRecorder {

  private final SettingsTrial trial;

  /**
   * A recorder.
   *
   * @param binaries the folder with the components, as {@code cluster/build} makes it
   */
  public SettingsRecorder(Path binaries) throws IOException {
    this.trial = new SettingsTrial(binaries);
  }

  /** Reads {@code truth/settings.yaml}. */
  public static List<SettingsRow> rows(Path file) throws IOException {
    return new YAMLMapper().readValue(file.toFile(), new TypeReference<List<SettingsRow>>() {});
  }

  /** The first row of each component must be its empty one. */
  public List<RecordedSettings> record(List<SettingsRow> rows)
      throws IOException, InterruptedException {
    Map<String, Map<String, String>> defaults = new HashMap<>();
    List<RecordedSettings> recorded = new ArrayList<>();
    for (SettingsRow row : rows) {
      RecordedSettings settings = trial.run(row);
      boolean first = defaults.putIfAbsent(row.component(), settings.flags()) == null;
      recorded.add(first ? settings : withoutDefaults(settings, defaults));
    }
    return recorded;
  }

  private static RecordedSettings withoutDefaults(
      RecordedSettings settings, Map<String, Map<String, String>> defaults) {
    Map<String, String> flags = new java.util.TreeMap<>(settings.flags());
    Map<String, String> byDefault =
        Objects.requireNonNull(defaults.get(settings.row().component()));
    flags.entrySet().removeIf(flag -> flag.getValue().equals(byDefault.get(flag.getKey())));
    return new RecordedSettings(settings.row(), settings.refused(), flags, settings.fields());
  }
}
