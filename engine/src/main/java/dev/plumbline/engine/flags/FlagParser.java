package dev.plumbline.engine.flags;

import dev.plumbline.evidence.Argument;
import java.util.List;

/**
 * Parses a command line as the component does: by the rules of pflag or of Go's own flag package,
 * and then by what the component itself requires of the values.
 */
public final class FlagParser {

  private FlagParser() {}

  public static ParsedFlags parse(FlagTable table, List<Argument> arguments) {
    ParsedFlags parsed = byGrammar(table, arguments);
    return parsed instanceof ParsedFlags.Accepted accepted
        ? new FlagValidation(table, accepted).outcome()
        : parsed;
  }

  /** What the flag package alone makes of the arguments. */
  static ParsedFlags byGrammar(FlagTable table, List<Argument> arguments) {
    ArgumentReader reader = new ArgumentReader(table, arguments);
    try {
      switch (table.syntax()) {
        case PFLAG -> new PflagGrammar(table, reader).read();
        case GO -> new GoFlagGrammar(reader).read();
      }
      return reader.accepted();
    } catch (ParsingStopped stopped) {
      return stopped.outcome();
    }
  }
}
