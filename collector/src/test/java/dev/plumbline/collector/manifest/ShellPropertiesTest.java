package dev.plumbline.collector.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.SourceLocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
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
            "A=", "2>&1", ">", "<", "#", "\"$@\"", "export ", "exec ", "set ", "=", "\\\n", "&>")
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
  @Property(tries = 150)
  void aFollowedScriptDoesWhatDashDoes(@ForAll("scripts") String script)
      throws IOException, InterruptedException {
    Assumptions.assumeThat(System.getenv().getOrDefault("PATH", "").split(":"))
        .as("dash is installed")
        .anyMatch(directory -> new java.io.File(directory, "dash").canExecute());
    List<ShellScript.Command> commands = follow(script);
    if (commands.isEmpty()) {
      return;
    }
    ShellScript.Command last = commands.get(commands.size() - 1);
    List<Argument> words = last.words();
    if (words.stream().anyMatch(w -> w.resolution() == Argument.Resolution.UNRESOLVED)) {
      return;
    }
    int program = words.get(0).value().equals("exec") ? 1 : 0;
    if (words.size() <= program || !words.get(program).value().equals("/bin/sh")) {
      return;
    }
    // argv of the printing shell: /bin/sh -c PRINT x ARGUMENTS...
    String arguments =
        words.subList(program + 4, words.size()).stream()
            .map(word -> "<" + word.value() + ">")
            .collect(Collectors.joining());
    String variable =
        last.environment().get("M") instanceof Environment.Value.Known known ? known.text() : "";
    String printed = dash(script);
    // It may be that the last command runs only if another fails.
    if (!printed.isEmpty()) {
      assertThat(printed).as(script).isEqualTo(arguments + "|" + variable);
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
        Combinators.combine(step(), Arbitraries.of("; ", "\n", " && ", " || ", ";\n# x\n"))
            .as((step, separator) -> step + separator);
    return Combinators.combine(steps.list().ofMaxSize(5), finalCommand())
        .as((before, last) -> String.join("", before) + last);
  }

  private static Arbitrary<String> step() {
    Arbitrary<String> name = Arbitraries.of("A", "B", "C", "M");
    return Arbitraries.oneOf(
        Combinators.combine(name, value()).as((n, v) -> n + "=" + v),
        Combinators.combine(name, value()).as((n, v) -> "export " + n + "=" + v),
        name.map(n -> "export " + n),
        Combinators.combine(name, value()).as((n, v) -> n + "=" + v + " true"),
        Arbitraries.of("true", "false", "(true)", "(M=sub)", "true >/dev/null 2>&1", "set -f"),
        Combinators.combine(name, value()).as((n, v) -> "true | " + n + "=" + v),
        Combinators.combine(name, value()).as((n, v) -> "true 2>&1 && " + n + "=" + v));
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
