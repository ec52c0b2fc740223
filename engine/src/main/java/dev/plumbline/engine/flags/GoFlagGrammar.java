package dev.plumbline.engine.flags;

import static dev.plumbline.engine.flags.ArgumentReader.quoted;

/**
 * The grammar of Go's own flag package: one dash is as good as two, names are taken as written, and
 * the first argument that is not a flag ends the flags, which etcd refuses.
 *
 * @see <a href="https://pkg.go.dev/flag#hdr-Command_line_flag_syntax">Its syntax</a>
 */
final class GoFlagGrammar {

  private final ArgumentReader reader;

  GoFlagGrammar(ArgumentReader reader) {
    this.reader = reader;
  }

  void read() throws ParsingStopped {
    while (reader.hasMore()) {
      String argument = reader.argument().value();
      if (argument.equals("--")) {
        reader.skip();
        break;
      }
      if (argument.length() < 2 || !argument.startsWith("-")) {
        break;
      }
      reader.longFlag(argument.startsWith("--") ? 2 : 1);
    }
    if (reader.hasMore()) {
      throw reader.refused(quoted(reader.argument().value()) + " is not a valid flag");
    }
  }
}
