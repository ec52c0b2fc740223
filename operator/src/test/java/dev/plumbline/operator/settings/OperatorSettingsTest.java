package dev.plumbline.operator.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.operator.PemKeys;
import dev.plumbline.operator.settings.OperatorSettings.Privilege;
import dev.plumbline.operator.settings.OperatorSettings.Writing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorSettingsTest {

  private static final PemKeys PAIR = PemKeys.generated();

  private static OperatorSettings withFiles(Map<String, String> files) {
    return OperatorSettings.from(
        Map.of("PLUMBLINE_IMAGE", "a:b", "PLUMBLINE_SIGNING_KEYS", "/keys"),
        path -> {
          if (!files.containsKey(path)) {
            throw new IllegalArgumentException(path + " can't be read.");
          }
          return files.get(path);
        });
  }

  @Test
  void theSigningKeyIsInTwoFiles() {
    OperatorSettings read =
        withFiles(
            Map.of(
                "/keys/private.pem", PAIR.privatePem(),
                "/keys/public.pem", PAIR.publicPem()));

    assertThat(read.signingKey().orElseThrow().verifying().id()).startsWith("sha256:");
    assertThat(read.toString()).as("what a log may have").doesNotContain(PAIR.privateBase64());
  }

  /** Never a report that silently has no signature. */
  @ParameterizedTest
  @ValueSource(strings = {"/keys/private.pem", "/keys/public.pem"})
  void aKeyThatIsNotThereIsAnError(String missing) {
    Map<String, String> files = new HashMap<>();
    files.put("/keys/private.pem", PAIR.privatePem());
    files.put("/keys/public.pem", PAIR.publicPem());
    files.remove(missing);

    assertThatThrownBy(() -> withFiles(files))
        .hasMessage("PLUMBLINE_SIGNING_KEYS: " + missing + " can't be read.");
  }

  @Test
  void aKeyThatCanNotBeUsedIsAnError() {
    assertThatThrownBy(
            () ->
                withFiles(
                    Map.of(
                        "/keys/private.pem",
                        "-----BEGIN ENCRYPTED PRIVATE KEY-----",
                        "/keys/public.pem",
                        PAIR.publicPem())))
        .hasMessageStartingWith("PLUMBLINE_SIGNING_KEYS: /keys/private.pem holds an encrypted key");
  }

  @Test
  void defaults() {
    assertThat(OperatorSettings.from(Map.of("PLUMBLINE_IMAGE", "a:b")))
        .isEqualTo(
            new OperatorSettings(
                "plumbline-system",
                "a:b",
                List.of(),
                List.of(),
                Optional.empty(),
                Privilege.UNPRIVILEGED,
                8080,
                false,
                false,
                Optional.empty(),
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
                    "PLUMBLINE_IMAGE_PULL_SECRETS", "registry, other.registry",
                    "PLUMBLINE_SELINUX_TYPE", "spc_t",
                    "PLUMBLINE_PRIVILEGED", "true",
                    "PLUMBLINE_PORT", "9090",
                    "PLUMBLINE_LEADER_ELECTION", "true",
                    "PLUMBLINE_OPEN_REPORTS", "true")))
        .isEqualTo(
            new OperatorSettings(
                "other",
                "a:b",
                List.of("/etc/kubernetes", "/srv/kubernetes"),
                List.of("registry", "other.registry"),
                Optional.of("spc_t"),
                Privilege.PRIVILEGED,
                9090,
                true,
                true,
                Optional.empty(),
                Writing.SERVER_SIDE_APPLY));
  }

  @Test
  void imageIsNeeded() {
    assertThatThrownBy(() -> OperatorSettings.from(Map.of()))
        .hasMessageContaining("PLUMBLINE_IMAGE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", ",", "etc", "/etc/../", "/var/run/../..", "/a,/"})
  void theWholeHostIsNeverMounted(String paths) {
    assertThatThrownBy(
            () ->
                OperatorSettings.from(
                    Map.of("PLUMBLINE_IMAGE", "a", "PLUMBLINE_HOST_PATHS", paths)))
        .hasMessageContaining("PLUMBLINE_HOST_PATHS");
  }

  @Test
  void whatAChartLeavesBlankIsNotSet() {
    assertThat(
            OperatorSettings.from(
                Map.of(
                    "PLUMBLINE_IMAGE", "a:b",
                    "PLUMBLINE_HOST_PATHS", "",
                    "PLUMBLINE_IMAGE_PULL_SECRETS", "",
                    "PLUMBLINE_SELINUX_TYPE", "",
                    "PLUMBLINE_SIGNING_KEYS", "")))
        .isEqualTo(OperatorSettings.from(Map.of("PLUMBLINE_IMAGE", "a:b")));
  }

  @ParameterizedTest
  @CsvSource({
    "PLUMBLINE_IMAGE_PULL_SECRETS, Registry",
    "PLUMBLINE_IMAGE_PULL_SECRETS, 'a,,b'",
    "PLUMBLINE_SELINUX_TYPE, 'spc_t; rm'",
    "PLUMBLINE_SELINUX_TYPE, 'spc_t,container_t'",
  })
  void whatIsNoNameIsRefused(String variable, String value) {
    assertThatThrownBy(() -> OperatorSettings.from(Map.of("PLUMBLINE_IMAGE", "a", variable, value)))
        .hasMessageContaining(variable);
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
