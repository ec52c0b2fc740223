package dev.plumbline.engine.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrintableTest {

  /** Java knows what turns the direction of a text, and which characters end a line. */
  @Test
  void nothingThatIsObeyedStays() {
    IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
        .filter(PrintableTest::isControl)
        .forEach(
            c ->
                assertThat(Printable.of("a" + Character.toString(c) + "b"))
                    .as("U+%04X", c)
                    .isEqualTo("a\uFFFDb"));
    assertThat(Printable.isObeyed(0x061C)).isTrue();
  }

  private static boolean isControl(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default ->
          switch (Character.getDirectionality(c)) {
            case Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING,
                Character.DIRECTIONALITY_LEFT_TO_RIGHT_OVERRIDE,
                Character.DIRECTIONALITY_RIGHT_TO_LEFT_EMBEDDING,
                Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE,
                Character.DIRECTIONALITY_POP_DIRECTIONAL_FORMAT,
                Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE,
                Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE,
                Character.DIRECTIONALITY_FIRST_STRONG_ISOLATE,
                Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE ->
                true;
            default -> false;
          };
    };
  }

  @Test
  void wordsStayWhateverTheirScript() {
    String text = "--a=1 שלום سلام naïve 日本 🔒";
    assertThat(Printable.of(text)).isEqualTo(text);
  }

  @Test
  void aCutTextEndsWithAWholeCharacter() {
    assertThat(Printable.cut("ab🔒", 4)).isEqualTo("ab🔒");
    assertThat(Printable.cut("ab🔒", 3)).isEqualTo("ab…");
    assertThat(Printable.cut("ab🔒c", 4)).isEqualTo("ab🔒…");
    assertThat(Printable.cut("ab", 0)).isEqualTo("…");
  }
}
