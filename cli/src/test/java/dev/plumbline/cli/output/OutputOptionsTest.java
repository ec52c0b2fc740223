package dev.plumbline.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class OutputOptionsTest {

  @Command
  private static final class Prints {
    @Mixin private OutputOptions outputs = new OutputOptions();
  }

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "-o table, true",
    "-o TABLE, true",
    "-o json=x -o Table, true",
    "-o table=x, false",
    "-o json, false",
    "-o json -o table=x, false",
  })
  void tableIsReadInATerminalOnlyIfItGoesThere(String arguments, boolean printed) {
    Prints prints = new Prints();
    CommandLine command = new CommandLine(prints);
    command.parseArgs(arguments.isEmpty() ? new String[0] : arguments.split(" "));
    assertThat(prints.outputs.printsTable(command)).isEqualTo(printed);
  }
}
