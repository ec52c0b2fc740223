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

  /** Reads {@code truth/settings/rows.yaml}. */
  public static List<SettingsRow> rows(Path file) throws IOException {
    return new YAMLMapper().readValue(file.toFile(), new TypeReference<List<SettingsRow>>() {});
  }

  /**
   * Tries the rows that are not recorded yet. The first row of each component must be its empty
   * one.
   *
   * @param kept what is recorded, and not tried again
   */
  public List<RecordedSettings> record(List<SettingsRow> rows, List<RecordedSettings> kept)
      throws IOException, InterruptedException {
    Map<SettingsRow, RecordedSettings> known = new HashMap<>();
    kept.forEach(settings -> known.put(settings.row(), settings));
    Map<String, Map<String, String>> defaults = new HashMap<>();
    List<RecordedSettings> recorded = new ArrayList<>();
    for (SettingsRow row : rows) {
      RecordedSettings before = known.get(row);
      RecordedSettings settings = before == null ? trial.run(row) : before;
      boolean first = defaults.putIfAbsent(row.component(), settings.flags()) == null;
      boolean whole = first || before != null;
      recorded.add(whole ? settings : withoutDefaults(settings, defaults));
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
