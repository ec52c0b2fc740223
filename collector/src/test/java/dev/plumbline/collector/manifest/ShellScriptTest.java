package dev.plumbline.collector.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.SourceLocation;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of scripts, of which none is run (B9). */
class ShellScriptTest {

  private static Argument argument(String value) {
    return Argument.known(value, SourceLocation.line("/m.yaml", 1));
  }

  static List<ShellScript.Command> commands(String script, String... parameters)
      throws UnsupportedShellSyntax {
    Environment environment = new Environment();
    environment.set("KNOWN", new Environment.Value.Known("k1 k2"));
    environment.set("HIDDEN", new Environment.Value.Hidden());
    environment.set("WORD", new Environment.Value.Hidden(Environment.Shape.ONE_WORD));
    return ShellScript.commands(
        argument(script.replace("\\n", "\n")),
        environment,
        List.of(parameters).stream().map(ShellScriptTest::argument).toList());
  }

  private static String text(List<ShellScript.Command> commands) {
    return commands.stream()
        .map(
            command ->
                command.words().stream()
                    .map(word -> "[" + word.value() + "]")
                    .collect(Collectors.joining()))
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "[a][b] => a b",
        "[a][b] [c] => a b; c\\n# d\\n",
        // A redirection takes its target and nothing else.
        "[k][--x=false][--x=true] => k --x=false 2>&1 --x=true",
        "[k][--a][--b] => k --a >/log --b",
        "[k][--a][--b] => k --a > /log --b",
        "[k][--a][--b] => k --a 1>>/log 2>&1 --b",
        "[k][--a] => k --a 2>&-",
        "[k][a2] => k a2>x",
        "[k] [tee][x] => k 2>&1|tee x",
        "[k] [tee][x] => k 2>&1 | tee x",
        "[k][a] => k a < /dev/null > '/a b'",
        "[k][a] => k a &>/log",
        "[k][a] [b] => k a &>/log; b",
        // Operators.
        "[a] [b] [c] => a && b || c",
        "[a] [b] => (a &) ; b",
        "[a] [b] => (a; b) > /log 2>&1",
        "[a] [b] => a |\\n b",
        "[a] => a &",
        // Variables.
        "[k][--m=x] => M=x; k --m=$M",
        "[k][--m=x] => M=x && k --m=${M}",
        "[k][k1][k2] => k $KNOWN",
        "[k][k1 k2] => k \"$KNOWN\"",
        "[k][ak1][k2b] => k a${KNOWN}b",
        "[k][a $KNOWN] => k 'a $KNOWN'",
        "[k][$] => k $",
        "[k][${UNSET}] => k \"$UNSET\"",
        "[k][x] => M=x; k $M; M=y",
        "[true] [k][old] => M=old; M=new true; k $M",
        "[k][y] => M=x; export M=y; k $M",
        "[k] => E=; k $E",
        "[k][] => E=; k \"$E\"",
        // Quotes.
        "[a b] => 'a 'b",
        "[a\"b] => \"a\\\"b\"",
        "[a\\b] => \"a\\b\"",
        "[a b] => a\\ b",
        "[] => ''",
        "[k][a#b] => k a#b",
        "[k] => k #b",
        "[k][=x] => k =x",
        "[k][A=b] => k A=b",
        // What follows an exec or exit never runs.
        "[exec][a] => exec a; b",
        "[exec] [b] => exec >/log; b",
        "[exit][0] => exit 0; b",
        "[a] [exit] [b] => a || exit; b",
        "[k] => set -euo pipefail; k",
        // Conditions, groups and loops, of which every branch may run.
        "[a] [b] [k] => if a; then b; fi; k",
        "[a] [b] [c] [d] [e] => if a; then b; elif c\\n then d; else\\n e; fi > /log",
        "[a] [b] [exit][1] [k] => a || { b; exit 1; }; k",
        "[exit] => { exit; }; k",
        "[[][-n][$()][]] [sleep][1] [k] => while [ -n \"$(a '(b)' | c)\" ]; do sleep 1; done; k",
        "[a] [b] [k] => time until a; do b; done; k",
        "[a] [k] => ! a; k",
        "[a][then] => a then",
        "[k][}] => k }",
        "[k][--c=*][--d=-x] => k --c=* --d=-x",
        "[exec] [flock][${FD}] [k] => exec {FD}>/lock && flock \"${FD}\"; k",
        "[k][--a=${WORD}] => k --a=${WORD}",
        "[k][*] => A=*; k \"$A\"",
        "[k][{a,b}] => A={a,b}; k \"$A\"",
      })
  void commandsOf(String expected, String script) throws UnsupportedShellSyntax {
    assertThat(text(commands(script))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$UNSET k",
        "$(cat x) k",
        "test -f /h && export MODE; k",
        "k `cat x`",
        "k ${A:-b}",
        "k $1",
        "k $@",
        "k x\"$@\"",
        "* k",
        "k $((1))",
        "k $(case x in x) y;; esac)",
        "k $(a # b\n)",
        "k $(a",
        "k \"$(a \"$(b)\")\"",
        "exec $UNSET",
        "k <<EOF\nEOF",
        "k <(a)",
        "k $'a'",
        "k $\"a\"",
        "k 'a",
        "k \"a",
        "k >",
        "k > ;",
        "k &>/log --flag",
        "k a ;; b",
        "; k",
        "k && ",
        "| k",
        "(k",
        "k)",
        "()",
        "f() { k; }",
        "{ k",
        "{ k }",
        "{ }",
        "if k; fi",
        "if k; then fi",
        "if k; then a; done",
        "while k; done",
        "do k; done",
        "for a in b; do k; done",
        "case a in a) k;; esac",
        "[[ a ]] && k",
        "eval k",
        "set -a; k",
        "set $HIDDEN; k",
        "set -- a; k",
        "exec -a x k",
        "export -n A; k",
        "export \"$KNOWN\"; k",
        "export A=$KNOWN; k",
        "IFS=x; k",
        "IFS=x k",
        "A=b export C; k",
        "A+=b k",
        "A=1 B=$A k",
        "A=b $E_UNSET",
        "readonly A=b; k",
        "unset A; k",
        "k 2>\\\n&1",
        "k $A\\\nB",
      })
  void notFollowed(String script) {
    assertThatThrownBy(() -> commands(script)).isInstanceOf(UnsupportedShellSyntax.class);
  }

  /** What the words are is not known, and which program it is. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "MODE=AlwaysAllow; test -f /h && MODE=RBAC; k $MODE",
        "test -f /h || MODE=RBAC; k $MODE",
        "(MODE=RBAC); k $MODE",
        "MODE=RBAC | true; k $MODE",
        "MODE=RBAC & k $MODE",
        "MODE=a; if test -f /h; then MODE=RBAC; fi; k $MODE",
        "MODE=a; while test -f /h; do k $MODE; MODE=RBAC; done",
        "MODE=a; while test -f /h; do k $MODE; { (export MODE=RBAC); }; done",
        "MODE=$(a); k $MODE",
        "MODE=~/x; k $MODE",
        "k $UNSET",
        "k $HIDDEN",
        "exec k $HIDDEN",
        "k $(cat x)",
        "k a$(cat x)b",
        "k *",
        "k -*",
        "k --x=/a/*",
        "k {a,b}",
        "k --a={b,c}",
        "k ~/x",
      })
  void commandsWithUndeterminedWords(String script) throws UnsupportedShellSyntax {
    assertThat(commands(script))
        .filteredOn(command -> text(List.of(command)).contains("[k]"))
        .singleElement()
        .satisfies(command -> assertThat(command.undetermined()).isPresent());
  }

  @Test
  void parametersStayWhatTheyAre() throws UnsupportedShellSyntax {
    assertThat(text(commands("exec k \"$@\" z", "sh", "a b", ""))).isEqualTo("[exec][k][a b][][z]");
    assertThat(text(commands("k \"$@\""))).isEqualTo("[k]");
  }

  @Test
  void nestingIsBounded() {
    for (String opening : List.of("(", "{ ", "if ", "while ")) {
      assertThatThrownBy(() -> commands(opening.repeat(100_000) + "k"))
          .isInstanceOf(UnsupportedShellSyntax.class);
    }
  }
}
