package dev.plumbline.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cli.output.Terminals.Colour;
import dev.plumbline.report.format.Screen;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TerminalsTest {

  private static Screen screen(Colour colour, boolean terminal, Map<String, String> env) {
    return Terminals.screen(
        colour, terminal, env, () -> terminal ? Optional.of(77) : Optional.empty());
  }

  @Test
  void widthIsThatOfTheEnvironmentThenOfTheTerminal() {
    assertThat(screen(Colour.auto, true, Map.of("COLUMNS", "66")).width()).isEqualTo(66);
    assertThat(screen(Colour.auto, true, Map.of()).width()).isEqualTo(77);
    assertThat(screen(Colour.auto, true, Map.of("COLUMNS", "wide")).width()).isEqualTo(77);
    assertThat(screen(Colour.auto, false, Map.of()).width()).isEqualTo(Screen.PLAIN.width());
  }

  @Test
  void coloursAreForTerminalsThatWantThem() {
    assertThat(screen(Colour.auto, true, Map.of()).colours()).isTrue();
    assertThat(screen(Colour.auto, true, Map.of("NO_COLOR", "1")).colours()).isFalse();
    assertThat(screen(Colour.auto, true, Map.of("NO_COLOR", "")).colours()).isTrue();
    assertThat(screen(Colour.auto, true, Map.of("TERM", "dumb")).colours()).isFalse();
    assertThat(screen(Colour.auto, false, Map.of()).colours()).isFalse();
    assertThat(screen(Colour.auto, false, Map.of("CLICOLOR_FORCE", "1")).colours()).isTrue();
    assertThat(screen(Colour.auto, false, Map.of("CLICOLOR_FORCE", "0")).colours()).isFalse();
    assertThat(screen(Colour.always, false, Map.of("NO_COLOR", "1")).colours()).isTrue();
    assertThat(screen(Colour.never, true, Map.of("CLICOLOR_FORCE", "1")).colours()).isFalse();
  }
}
