package dev.plumbline.engine.flags;

import static dev.plumbline.engine.flags.ArgumentReader.quoted;

import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Argument.Resolution;
import java.util.Optional;

/**
 * The grammar of pflag as Kubernetes uses it: flags and other arguments mixed, {@code _} for {@code
 * -} in names, {@code --} ends the flags, and a flag without an optional value takes the next
 * argument whatever it looks like.
 *
 * @see <a href="https://pkg.go.dev/github.com/spf13/pflag#hdr-Command_line_flag_syntax">Its
 *     syntax</a>
 */
final class PflagGrammar {

  /** pflag ignores the flags of {@code go test}, in programs too. */
  private static final String GO_TEST = "test.";

  private final FlagTable table;
  private final ArgumentReader reader;

  PflagGrammar(FlagTable table, ArgumentReader reader) {
    this.table = table;
    this.reader = reader;
  }

  void read() throws ParsingStopped {
    while (reader.hasMore()) {
      String argument = reader.argument().value();
      if (argument.equals("--")) {
        reader.skip();
        while (reader.hasMore()) {
          positional();
        }
      } else if (argument.startsWith("--")) {
        reader.longFlag(2);
      } else if (argument.length() > 1 && argument.startsWith("-")) {
        shorthands(argument);
      } else {
        positional();
      }
    }
  }

  /** Cobra hands what is not a flag to the component, and no Kubernetes component accepts any. */
  private void positional() throws ParsingStopped {
    Argument argument = reader.argument();
    if (argument.resolution() == Resolution.UNRESOLVED) {
      throw reader.undecided(
          "the argument " + quoted(argument.value()) + " is only known in the container");
    }
    if (!argument.value().isEmpty()) {
      throw reader.refused(
          "it takes no arguments beside flags, and " + quoted(argument.value()) + " is one");
    }
    reader.skip();
  }

  /** Letters behind one dash: several flags, the last of which may have a value. */
  private void shorthands(String argument) throws ParsingStopped {
    if (reader.argument().resolution() == Resolution.UNRESOLVED) {
      throw reader.undecided("the flag in " + quoted(argument) + " is only known in the container");
    }
    for (int at = 1; at < argument.length(); at++) {
      if (argument.startsWith(GO_TEST, at)) {
        break;
      }
      FlagDefinition flag = shorthand(argument, at);
      int after = at + 1;
      boolean attached = argument.length() > after + 1 && argument.charAt(after) == '=';
      if (attached || flag.noOptDefVal().isEmpty() && argument.length() > after) {
        reader.attached(flag, argument.substring(attached ? after + 1 : after));
        return;
      }
      if (flag.noOptDefVal().isEmpty()) {
        reader.next(flag);
        return;
      }
      reader.implied(flag);
    }
    reader.skip();
  }

  private FlagDefinition shorthand(String argument, int at) throws ParsingStopped {
    String letter = argument.substring(at, at + 1);
    Optional<FlagDefinition> flag = table.shorthand(letter);
    return flag.orElseThrow(
        () ->
            reader.refused(
                "unknown shorthand flag: " + quoted(letter) + " in " + quoted(argument)));
  }
}
