package dev.plumbline.collector.manifest;

import java.util.Set;

/** Words that a shell doesn't start a program for. */
final class ShellBuiltins {

  /** Reserved words, and commands that change what the words behind them mean. */
  static final Set<String> NOT_FOLLOWED =
      Set.of(
          "if",
          "then",
          "else",
          "elif",
          "fi",
          "for",
          "while",
          "until",
          "do",
          "done",
          "case",
          "esac",
          "in",
          "function",
          "select",
          "time",
          "coproc",
          "{",
          "}",
          "!",
          "[[",
          "eval",
          "source",
          ".",
          "alias",
          "unalias",
          "trap",
          "read",
          "readonly",
          "unset",
          "shift",
          "cd",
          "local",
          "declare",
          "typeset",
          "getopts",
          "return",
          "let",
          "builtin",
          "command",
          "enable",
          "shopt",
          "mapfile",
          "readarray",
          "printf",
          "break",
          "continue");

  /** Commands of the shell itself that are followed as what they do. */
  static final Set<String> FOLLOWED = Set.of("export", "set", "exec", "exit");

  private ShellBuiltins() {}
}
