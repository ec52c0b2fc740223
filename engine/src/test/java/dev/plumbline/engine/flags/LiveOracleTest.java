package dev.plumbline.engine.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.flags.CommandLines.CommandLine;
import dev.plumbline.engine.oracle.LiveOracle;
import dev.plumbline.engine.oracle.OnlyWithOracle;
import dev.plumbline.engine.oracle.OracleRow;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** New random arguments and values at every run, beside Go's own libraries. */
@AddLifecycleHook(OnlyWithOracle.class)
class LiveOracleTest {

  private static final List<String> TYPES =
      List.of(
          "bool",
          "int",
          "int32",
          "uint64",
          "float32",
          "float64",
          "duration",
          "ip",
          "stringSlice",
          "stringToString",
          "portRange");

  @Provide
  Arbitrary<CommandLine> commandLines() {
    return CommandLines.any();
  }

  @Provide
  Arbitrary<String> values() {
    return CommandLines.value();
  }

  @Provide
  Arbitrary<String> types() {
    return Arbitraries.of(TYPES);
  }

  @Property(tries = 20_000)
  void parsesAsGoDoes(@ForAll("commandLines") CommandLine commandLine) {
    OracleRow row =
        ask(Map.of("component", commandLine.component(), "arguments", commandLine.arguments()));
    assertThat(GoAnswer.difference(row)).isEmpty();
  }

  @Property(tries = 20_000)
  void acceptsWhatGoAccepts(@ForAll("types") String type, @ForAll("values") String value) {
    OracleRow row = ask(Map.of("type", type, "text", value));
    assertThat(GoValue.complaint(type, value).isPresent()).isEqualTo(row.isRefused());
  }

  private static OracleRow ask(Map<String, ?> question) {
    return LiveOracle.ifAvailable().orElseThrow().ask(question);
  }
}
