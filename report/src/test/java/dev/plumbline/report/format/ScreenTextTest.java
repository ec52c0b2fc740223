package dev.plumbline.report.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.report.format.ScreenText.Look;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScreenTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\u001b[2Jb",
        "a\u009b31mb",
        "a\u0007b",
        "a\rb",
        "a\u202eb",
        "a\u2066b",
        "a\u200fb",
        "a\nb"
      })
  void nothingThatATerminalObeysComesThrough(String text) {
    for (boolean colours : new boolean[] {true, false}) {
      String printed =
          new ScreenText(new Screen(80, colours, false))
              .line(0, Look.PLAIN, text)
              .line(2, new ScreenText.Piece(Look.PLAIN, text))
              .toString();
      assertThat(printed.lines()).hasSize(2);
      assertThat(printed)
          .contains("a\uFFFD")
          .doesNotContainPattern(
              "[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\u202a-\u202e\u2066-\u2069\u200f]");
    }
  }

  @Test
  void coloursAreOnlyWhereTheScreenHasThem() {
    assertThat(new ScreenText(Screen.PLAIN).line(0, Look.BAD, "x").toString()).isEqualTo("x\n");
    assertThat(new ScreenText(new Screen(80, true, false)).line(2, Look.BAD, "x").toString())
        .isEqualTo("  \u001b[1;31mx\u001b[0m\n");
  }

  @Test
  void proseFitsAndCodeStaysAsItIs() {
    String text =
        "word ".repeat(30).strip() + "\n\n    code that is not to be broken " + "x".repeat(80);
    String printed =
        new ScreenText(new Screen(50, false, false)).prose(4, Look.PLAIN, text).toString();
    assertThat(printed.lines().filter(line -> line.contains("word")))
        .hasSizeGreaterThan(2)
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(50));
    assertThat(printed).contains("        code that is not to be broken " + "x".repeat(80) + "\n");
  }

  @Test
  void screensAreOfAWidthThatCanBeLaidOut() {
    assertThat(new Screen(1, false, false).width()).isEqualTo(40);
    assertThat(new Screen(5000, false, false).width()).isEqualTo(120);
  }
}
