package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class CommandsTest {

  /** It prints the commands, and so needs all. */
  private static final String GENERATE_COMPLETION = "generate-completion";

  private static Stream<String> names(CommandLine command) {
    return command.getSubcommands().values().stream().map(CommandLine::getCommandName).distinct();
  }

  static Stream<String> single() {
    return Commands.NAMES.stream().filter(name -> !name.equals(GENERATE_COMPLETION));
  }

  @ParameterizedTest
  @MethodSource("single")
  void onlyTheCommandThatIsNamedIsMade(String name) {
    assertThat(names(Plumbline.commandLine(name, "--help"))).containsExactly(name);
  }

  @Test
  void anAliasIsTheCommand() {
    assertThat(names(Plumbline.commandLine("export"))).containsExactly("report");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "chekc", GENERATE_COMPLETION})
  void whatNamesNoCommandHasThemAll(String first) {
    assertThat(names(Plumbline.commandLine(first))).containsAll(Commands.NAMES);
  }

  @Test
  void theNamesAreThoseThatPeopleCanCall() {
    List<String> visible =
        Plumbline.commandLine().getSubcommands().values().stream()
            .filter(command -> !command.getCommandSpec().usageMessage().hidden())
            .map(CommandLine::getCommandName)
            .distinct()
            .toList();

    assertThat(visible).containsExactlyElementsOf(Commands.NAMES);
  }

  @Test
  void aMistypedCommandIsToldTheNearest() {
    Run run = Run.of("chekc");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains(" check");
  }

  @Test
  void theVersionNeedsNoCommand() {
    assertThat(Commands.isVersion("--version")).isTrue();
    assertThat(Commands.isVersion("check", "--version")).isFalse();
    assertThat(Run.of("--version").out().strip()).isEqualTo(Version.text());
  }
}
