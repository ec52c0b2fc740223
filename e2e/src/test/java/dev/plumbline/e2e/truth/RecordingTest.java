package dev.plumbline.e2e.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingTest {

  /** What stands in for a component: it logs a flag and its own name. */
  private static final String COMPONENT =
      """
      #!/bin/sh
      echo 'I1 FLAG: --name="tried"'
      echo "I1 FLAG: --given=\\"$2\\""
      echo done
      """;

  @TempDir private Path binaries;

  @ParameterizedTest
  @CsvSource({"false, COMPARE", "true, ALL", "new, NEW"})
  void isWhatTheScriptAsksFor(String text, Recording expected) {
    assertThat(Recording.of(text)).isEqualTo(expected);
  }

  @Test
  void anythingElseIsRefused() {
    assertThatThrownBy(() -> Recording.of("yes"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("false, true or new");
  }

  private static SettingsRow row(String name, String... arguments) {
    return new SettingsRow(name, "kube-scheduler", List.of(arguments), null, null);
  }

  @Test
  void settingsThatAreRecordedAreNotTriedAgain() throws IOException, InterruptedException {
    for (String name : List.of("kubelet", "kube-scheduler")) {
      Path program = Files.writeString(binaries.resolve(name), COMPONENT);
      assertThat(program.toFile().setExecutable(true)).isTrue();
    }
    SettingsRow empty = row("empty");
    SettingsRow old = row("old", "--a");
    SettingsRow added = row("added", "--b");
    List<RecordedSettings> kept =
        List.of(
            new RecordedSettings(empty, null, Map.of("name", "tried", "given", ""), Map.of()),
            new RecordedSettings(old, null, Map.of("name", "kept"), Map.of()));

    List<RecordedSettings> all =
        new SettingsRecorder(binaries).record(List.of(empty, old, added), kept);

    assertThat(all).extracting(RecordedSettings::row).containsExactly(empty, old, added);
    assertThat(all.subList(0, 2)).isEqualTo(kept);
    // Only what differs from the empty row.
    assertThat(all.get(2).flags()).isEqualTo(Map.of("given", "--b"));
  }
}
