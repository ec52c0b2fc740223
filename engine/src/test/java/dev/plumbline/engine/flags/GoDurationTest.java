package dev.plumbline.engine.flags;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "+0, PT0S",
    "-0, PT0S",
    "1s, PT1S",
    "-1s, PT-1S",
    "+1h1m1s, PT1H1M1S",
    ".5s, PT0.5S",
    "1.s, PT1S",
    "1.5h, PT1H30M",
    "1us, PT0.000001S",
    "1\u00b5s, PT0.000001S",
    "1\u03bcs, PT0.000001S",
    "0.9ns, PT0S",
    "9223372036854775807ns, PT2562047H47M16.854775807S",
    "-9223372036854775808ns, PT-2562047H-47M-16.854775808S"
  })
  void isRead(String text, Duration duration) {
    assertThat(GoDuration.parse(text)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+",
        "-",
        "s",
        ".s",
        "1",
        "1d",
        "1S",
        " 1s",
        "1s ",
        "1 s",
        "--1s",
        "1-s",
        "1_0s",
        "1e3s",
        "9223372036854775808ns",
        "-9223372036854775809ns",
        "2562048h",
        "99999999999999999999s",
        "9223372036s9223372036s",
        "\u0661s"
      })
  void isRefused(String text) {
    assertThat(GoDuration.parse(text)).isEmpty();
  }
}
