package dev.plumbline.engine.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.flags.CommandLines.CommandLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FlagParserPropertyTest {

  @Provide
  Arbitrary<CommandLine> commandLines() {
    return CommandLines.any();
  }

  @Provide
  Arbitrary<List<String>> anything() {
    return Arbitraries.strings().ofMaxLength(20).list().ofMaxSize(8);
  }

  @Provide
  Arbitrary<String> values() {
    return CommandLines.value();
  }

  @Property(tries = 300)
  void endsWithAnOutcomeWhateverTheArguments(@ForAll("anything") List<String> arguments) {
    for (String component : CommandLines.COMPONENTS) {
      ParsedFlags parsed = parse(component, arguments);
      if (parsed instanceof ParsedFlags.Refused refused) {
        assertThat(refused.index()).isBetween(0, arguments.size() - 1);
      }
    }
  }

  @Property(tries = 300)
  void anotherFlagChangesNoOther(@ForAll("commandLines") CommandLine commandLine) {
    Assume.that(!commandLine.component().equals("etcd"));
    Assume.that(commandLine.arguments().stream().noneMatch("--"::equals));
    if (parse(commandLine) instanceof ParsedFlags.Accepted before) {
      List<String> longer = new ArrayList<>(commandLine.arguments());
      longer.add("--v=7");
      ParsedFlags.Accepted after = (ParsedFlags.Accepted) parse(commandLine.component(), longer);
      assertThat(after.value("v")).isEqualTo("7");
      before
          .values()
          .forEach(
              (flag, values) -> {
                if (!flag.equals("v")) {
                  assertThat(after.values(flag)).isEqualTo(values);
                }
              });
    }
  }

  @Property(tries = 300)
  void underscoresInNamesAreDashes(@ForAll("commandLines") CommandLine commandLine) {
    Assume.that(!commandLine.component().equals("etcd"));
    List<String> underscored =
        commandLine.arguments().stream().map(FlagParserPropertyTest::underscored).toList();
    // Where a name is written as another flag's value, it is a text and no name.
    if (parse(commandLine) instanceof ParsedFlags.Accepted dashed
        && dashed.uses().stream().allMatch(use -> use.width() == 1)) {
      assertThat(((ParsedFlags.Accepted) parse(commandLine.component(), underscored)).values())
          .isEqualTo(dashed.values());
    }
  }

  private static String underscored(String argument) {
    if (!argument.startsWith("--") || argument.equals("--")) {
      return argument;
    }
    int end = argument.indexOf('=') < 0 ? argument.length() : argument.indexOf('=');
    return "--" + argument.substring(2, end).replace('-', '_') + argument.substring(end);
  }

  @Property(tries = 300)
  void aSpaceServesAsWellAsAnEqualsSign(@ForAll("values") String value) {
    for (FlagDefinition flag : GoAnswer.table("kube-apiserver").flags()) {
      if (flag.noOptDefVal().isEmpty()) {
        ParsedFlags joined = parse("kube-apiserver", List.of("--" + flag.name() + "=" + value));
        ParsedFlags apart = parse("kube-apiserver", List.of("--" + flag.name(), value));
        assertThat(values(apart)).isEqualTo(values(joined));
      }
    }
  }

  private static Map<String, List<String>> values(ParsedFlags parsed) {
    return parsed instanceof ParsedFlags.Accepted accepted ? accepted.values() : Map.of();
  }

  private static ParsedFlags parse(CommandLine commandLine) {
    return parse(commandLine.component(), commandLine.arguments());
  }

  private static ParsedFlags parse(String component, List<String> arguments) {
    return FlagParser.parse(GoAnswer.table(component), GoAnswer.arguments(arguments));
  }
}
