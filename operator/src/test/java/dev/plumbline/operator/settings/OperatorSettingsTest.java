package dev.plumbline.operator.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.operator.settings.OperatorSettings.Privilege;
import dev.plumbline.operator.settings.OperatorSettings.Writing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorSettingsTest {

  @Test
  void defaults() {
    assertThat(OperatorSettings.from(Map.of("PLUMBLINE_IMAGE", "a:b")))
        .isEqualTo(
            new OperatorSettings(
                "plumbline-system",
                "a:b",
                List.of("/etc", "/usr/lib", "/var/lib"),
                Privilege.UNPRIVILEGED,
                8080,
                false,
                false,
                Writing.SERVER_SIDE_APPLY));
  }

  @Test
  void everySetting() {
    assertThat(
            OperatorSettings.from(
                Map.of(
                    "PLUMBLINE_IMAGE", "a:b",
                    "PLUMBLINE_NAMESPACE", "other",
                    "PLUMBLINE_HOST_PATHS", "/etc/kubernetes, /srv/kubernetes",
                    "PLUMBLINE_PRIVILEGED", "true",
                    "PLUMBLINE_PORT", "9090",
                    "PLUMBLINE_LEADER_ELECTION", "true",
                    "PLUMBLINE_OPEN_REPORTS", "true")))
        .isEqualTo(
            new OperatorSettings(
                "other",
                "a:b",
                List.of("/etc/kubernetes", "/srv/kubernetes"),
                Privilege.PRIVILEGED,
                9090,
                true,
                true,
                Writing.SERVER_SIDE_APPLY));
  }

  @Test
  void imageIsNeeded() {
    assertThatThrownBy(() -> OperatorSettings.from(Map.of()))
        .hasMessageContaining("PLUMBLINE_IMAGE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "", "etc", "/etc/../", "/var/run/../..", "/a,/"})
  void theWholeHostIsNeverMounted(String paths) {
    assertThatThrownBy(
            () ->
                OperatorSettings.from(
                    Map.of("PLUMBLINE_IMAGE", "a", "PLUMBLINE_HOST_PATHS", paths)))
        .hasMessageContaining("PLUMBLINE_HOST_PATHS");
  }

  @Test
  void aPortIsANumber() {
    for (String port : List.of("http", "-1", "65536", "")) {
      assertThatThrownBy(
              () -> OperatorSettings.from(Map.of("PLUMBLINE_IMAGE", "a", "PLUMBLINE_PORT", port)))
          .hasMessageContaining("PLUMBLINE_PORT");
    }
  }

  @Test
  void privilegedIsSaidPlainly() {
    assertThatThrownBy(
            () ->
                OperatorSettings.from(
                    Map.of("PLUMBLINE_IMAGE", "a", "PLUMBLINE_PRIVILEGED", "yes")))
        .hasMessageContaining("PLUMBLINE_PRIVILEGED");
  }
}
