package dev.plumbline.collector.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.SourceLocation;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.assertj.core.api.Assumptions;

/** Whatever is followed is what a real shell does; everything else is refused. */
class ShellPropertiesTest {

  @Property
  void noTextFailsInAnotherWay(@ForAll String text) {
    follow(text);
  }

  @Property
  void noScriptFailsInAnotherWay(@ForAll("noise") String text) {
    follow(text);
  }

  @Provide
  Arbitrary<String> noise() {
    return Arbitraries.of(
            "a", " ", ";", "&", "&&", "|", "||", "(", ")", "\n", "'", "\"", "\\", "$", "$A", "${A}",
            "A=", "2>&1", ">", "<", "#", "\"$@\"", "$(", "{", "{ ", "}", "if ", "then ", "fi",
            "while ", "do ", "done", "! ", "[ ", "*", "{A}>", "export ", "exec ", "set ", "=",
            "\\\n", "&>")
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join("", parts));
  }

  private static List<ShellScript.Command> follow(String text) {
    Environment environment = new Environment();
    environment.set("C", new Environment.Value.Known("c1  c2"));
    try {
      return ShellScript.commands(
          Argument.known(text, SourceLocation.line("", 1)), environment, List.of());
    } catch (UnsupportedShellSyntax e) {
      return List.of();
    }
  }

  /**
   * Scripts whose last command prints its arguments and one variable: where a script is followed,
   * dash prints the same.
   */
  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void aFollowedScriptDoesWhatDashDoes(@ForAll("scripts") String script)
      throws IOException, InterruptedException {
    Assumptions.assumeThat(System.getenv().getOrDefault("PATH", "").split(":"))
        .as("dash is installed")
        .anyMatch(directory -> new File(directory, "dash").canExecute());
    List<ShellScript.Command> commands = follow(script);
    // It may be that the last command runs only if another fails, and then prints nothing.
    String printed = commands.isEmpty() ? "" : dash(script);
    if (!printed.isEmpty()) {
      assertPrints(commands.get(commands.size() - 1), printed, script);
    }
    Statistics.label("compared").collect(!printed.isEmpty());
    Statistics.label("compared").coverage(c -> c.check(true).percentage(p -> p > 20));
  }

  private static void assertPrints(ShellScript.Command command, String printed, String script) {
    if (command.undetermined().isPresent()) {
      return;
    }
    List<Argument> words = command.words();
    int program = words.get(0).value().equals("exec") ? 1 : 0;
    assertThat(words.get(program).value()).as(script).isEqualTo("/bin/sh");
    // argv of the printing shell: /bin/sh -c PRINT x ARGUMENTS...
    List<Argument> arguments = words.subList(program + 4, words.size());
    if (arguments.stream().anyMatch(w -> w.resolution() == Argument.Resolution.UNRESOLVED)) {
      return;
    }
    String expected =
        arguments.stream().map(w -> "<" + w.value() + ">").collect(Collectors.joining()) + "|";
    Environment.Value variable = command.environment().get("M");
    if (variable instanceof Environment.Value.Hidden) {
      assertThat(printed).as(script).startsWith(expected);
    } else {
      String value = variable instanceof Environment.Value.Known known ? known.text() : "";
      assertThat(printed).as(script).isEqualTo(expected + value);
    }
  }

  private static String dash(String script) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("dash", "-c", script);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("C", "c1  c2");
    builder.redirectErrorStream(true);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  @Provide
  Arbitrary<String> scripts() {
    Arbitrary<String> steps =
        Combinators.combine(
                step(), Arbitraries.of("; ", "; ", "\n", "\n", " && ", " || ", ";\n# x\n"))
            .as((step, separator) -> step + separator);
    return Combinators.combine(steps.list().ofMaxSize(5), finalCommand())
        .as((before, last) -> String.join("", before) + last);
  }

  private static Arbitrary<String> step() {
    Arbitrary<String> name = Arbitraries.of("A", "B", "C", "M");
    Arbitrary<String> assignment = Combinators.combine(name, value()).as((n, v) -> n + "=" + v);
    return Arbitraries.frequencyOf(
        Tuple.of(6, assignment),
        Tuple.of(3, assignment.map(a -> "export " + a)),
        Tuple.of(3, name.map(n -> "export " + n)),
        Tuple.of(3, assignment.map(a -> a + " true")),
        Tuple.of(3, Arbitraries.of("true", "(true)", "true >/dev/null 2>&1", "set -f")),
        Tuple.of(1, Arbitraries.of("false", "(M=sub)")),
        Tuple.of(1, assignment.map(a -> "true | " + a)),
        Tuple.of(1, assignment.map(a -> "if true; then " + a + "; fi")),
        Tuple.of(1, assignment.map(a -> "if false; then true; else " + a + "; fi")),
        Tuple.of(1, assignment.map(a -> "{ " + a + "; }")),
        Tuple.of(1, assignment.map(a -> "while [ -z \"$W\" ]; do W=w; " + a + "; done")),
        Tuple.of(1, name.map(n -> n + "=$(echo x)")),
        Tuple.of(1, assignment.map(a -> "true 2>&1 && " + a)));
  }

  private static Arbitrary<String> finalCommand() {
    String print = "/bin/sh -c 'for a; do printf \"<%s>\" \"$a\"; done; printf \"|%s\" \"$M\"' x";
    Arbitrary<String> words =
        Arbitraries.oneOf(value(), Arbitraries.of("2>&1", "2>/dev/null", "2>&1 w", "\\\n"))
            .list()
            .ofMaxSize(4)
            .map(list -> String.join(" ", list));
    return Combinators.combine(Arbitraries.of("", "exec ", "M=pre "), words)
        .as((prefix, list) -> prefix + print + " " + list);
  }

  private static Arbitrary<String> value() {
    Arbitrary<String> atoms =
        Arbitraries.of(
            "v",
            "1",
            "'q s'",
            "\"d \"",
            "$A",
            "${B}",
            "\"$C\"",
            "$C",
            "\"$M\"",
            "\\ ",
            "''",
            "=",
            "\"\\$x\"",
            "a#b",
            "\"a${A}b\"");
    return atoms.list().ofMinSize(1).ofMaxSize(3).map(list -> String.join("", list));
  }
}
