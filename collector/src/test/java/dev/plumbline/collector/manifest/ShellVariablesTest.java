package dev.plumbline.collector.manifest;

import static dev.plumbline.collector.manifest.ShellScriptTest.commands;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What variables each command of a script has. */
class ShellVariablesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "test -f /h && export A=b; k",
        "if test -f /h; then export A=b; fi; k",
        "A=$(a); export A; k",
        "export A=\"$(a)\"; k",
      })
  void aVariableThatMayBeSetIsHidden(String script) throws UnsupportedShellSyntax {
    List<ShellScript.Command> commands = commands(script);
    assertThat(commands.get(commands.size() - 1).environment().get("A"))
        .isEqualTo(new Environment.Value.Hidden());
  }

  @Test
  void aPrefixCountsForItsCommandAlone() throws UnsupportedShellSyntax {
    List<ShellScript.Command> commands = commands("A=b x; y");
    assertThat(commands.get(0).environment().get("A")).isEqualTo(new Environment.Value.Known("b"));
    assertThat(commands.get(1).environment().get("A")).isInstanceOf(Environment.Value.Unset.class);
  }
}
