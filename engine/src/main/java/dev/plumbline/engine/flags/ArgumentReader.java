package dev.plumbline.engine.flags;

import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Argument.Resolution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Goes through an argument list once, and keeps the flags that a grammar finds in it. */
final class ArgumentReader {

  private static final int LONGEST_QUOTE = 120;

  private final FlagTable table;
  private final List<Argument> arguments;
  private final List<FlagUse> uses = new ArrayList<>();
  private final Map<String, List<String>> values = new HashMap<>();
  private int at;

  ArgumentReader(FlagTable table, List<Argument> arguments) {
    this.table = table;
    this.arguments = List.copyOf(arguments);
  }

  boolean hasMore() {
    return at < arguments.size();
  }

  Argument argument() {
    return arguments.get(at);
  }

  void skip() {
    at++;
  }

  ParsedFlags.Accepted accepted() {
    return new ParsedFlags.Accepted(uses, values);
  }

  /** A flag by its full name, behind so many dashes. */
  void longFlag(int dashes) throws ParsingStopped {
    String argument = argument().value();
    int equals = argument.indexOf('=');
    String name = argument.substring(dashes, equals < 0 ? argument.length() : equals);
    if (name.isEmpty() || name.startsWith("-")) {
      throw refused("bad flag syntax: " + quoted(argument));
    }
    boolean unresolved = argument().resolution() == Resolution.UNRESOLVED;
    if (unresolved && equals < 0 || hasPlaceholder(name)) {
      throw undecided("the flag in " + quoted(argument) + " is only known in the container");
    }
    Optional<FlagDefinition> flag = table.flag(name);
    if (flag.isEmpty()) {
      unknown(name, equals);
    } else if (equals >= 0) {
      attached(flag.get(), argument.substring(equals + 1));
    } else if (!flag.get().noOptDefVal().isEmpty()) {
      implied(flag.get());
      skip();
    } else {
      next(flag.get());
    }
  }

  private static boolean hasPlaceholder(String name) {
    return name.indexOf('$') >= 0 || name.indexOf('\uFFFD') >= 0;
  }

  /** Of another release than the table's, a flag may be there that the table does not have. */
  private void unknown(String name, int equals) throws ParsingStopped {
    if (table.isExact()) {
      throw refused("unknown flag: --" + shortened(name));
    }
    if (equals < 0) {
      throw undecided(
          "--"
              + shortened(name)
              + " is not known to "
              + table.version()
              + ", the nearest release that is known here,"
              + " so whether it takes the next argument could not be determined");
    }
    Argument argument = argument();
    String normalised = name.replace('_', '-');
    String value = argument.value().substring(equals + 1);
    keep(new FlagUse(normalised, value, argument.resolution(), at, 1), List.of(value), true);
    skip();
  }

  /** The flag's value is in the same argument. */
  void attached(FlagDefinition flag, String value) throws ParsingStopped {
    use(flag, value, argument().resolution(), 1);
    at++;
  }

  /** The flag's value is the one that it has without any; the argument may go on. */
  void implied(FlagDefinition flag) throws ParsingStopped {
    use(flag, flag.noOptDefVal(), Resolution.RESOLVED, 1);
  }

  /** The flag's value is the next argument. */
  void next(FlagDefinition flag) throws ParsingStopped {
    if (at + 1 >= arguments.size()) {
      throw refused("flag needs an argument: --" + flag.name());
    }
    Argument value = arguments.get(at + 1);
    use(flag, value.value(), value.resolution(), 2);
    at += 2;
  }

  private void use(FlagDefinition flag, String value, Resolution resolution, int width)
      throws ParsingStopped {
    boolean resolved = resolution == Resolution.RESOLVED;
    if (resolved && !flag.takesKeysAlone()) {
      Optional<String> complaint = GoValue.complaint(flag.type(), value);
      if (complaint.isPresent()) {
        throw refused(
            "invalid argument " + quoted(value) + " for --" + flag.name() + ": " + complaint.get());
      }
    }
    List<String> elements =
        resolved && flag.isList() ? GoCsv.firstRecord(value).orElseThrow() : List.of(value);
    boolean replaces = !flag.isList() && !flag.isArray() && !flag.isMap();
    keep(new FlagUse(flag.name(), value, resolution, at, width), elements, replaces);
  }

  private void keep(FlagUse use, List<String> elements, boolean replaces) {
    uses.add(use);
    List<String> all = values.computeIfAbsent(use.flag(), name -> new ArrayList<>());
    if (replaces) {
      all.clear();
    }
    all.addAll(elements);
  }

  ParsingStopped refused(String why) {
    return ParsingStopped.refused(at, why);
  }

  ParsingStopped undecided(String why) {
    return ParsingStopped.undecided(at, why);
  }

  /** In quotation marks, and no longer than fits into a message. */
  static String quoted(String value) {
    return '"' + shortened(value) + '"';
  }

  private static String shortened(String value) {
    return value.length() > LONGEST_QUOTE ? value.substring(0, LONGEST_QUOTE) + "…" : value;
  }
}
