package dev.plumbline.engine.flags;

import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Argument.Resolution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Parses a command line as Go's pflag does for a Kubernetes component: flags and other arguments
 * mixed, {@code _} for {@code -} in names, {@code --} ends the flags, a flag without an optional
 * value takes the next argument whatever it looks like.
 *
 * @see <a href="https://pkg.go.dev/github.com/spf13/pflag#hdr-Command_line_flag_syntax">pflag's
 *     syntax</a>
 */
public final class FlagParser {

  private final FlagTable table;
  private final List<Argument> arguments;
  private final List<FlagUse> uses = new ArrayList<>();
  private final Map<String, List<String>> values = new HashMap<>();
  private int at;

  private FlagParser(FlagTable table, List<Argument> arguments) {
    this.table = table;
    this.arguments = arguments;
  }

  public static ParsedFlags parse(FlagTable table, List<Argument> arguments) {
    try {
      FlagParser parser = new FlagParser(table, arguments);
      if (table.syntax() == FlagTable.Syntax.GO) {
        parser.runAsGo();
      } else {
        parser.run();
      }
      return new ParsedFlags.Accepted(parser.uses, parser.values);
    } catch (Stop stop) {
      return stop.outcome;
    }
  }

  /** Ends the parsing with its outcome. */
  private static final class Stop extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient ParsedFlags outcome;

    Stop(ParsedFlags outcome) {
      super("parsing ended", null, false, false);
      this.outcome = outcome;
    }
  }

  private void run() throws Stop {
    while (at < arguments.size()) {
      String word = arguments.get(at).value();
      if (word.equals("--")) {
        at++;
        while (at < arguments.size()) {
          positional();
        }
      } else if (word.startsWith("--")) {
        longFlag(word);
      } else if (word.length() > 1 && word.startsWith("-")) {
        shortFlags(word);
      } else {
        positional();
      }
    }
    exitsAtOnce();
  }

  /**
   * As Go's own flag package: one dash is as good as two, names are taken as written, and the first
   * word that is no flag ends the flags, which etcd refuses.
   *
   * @see <a href="https://pkg.go.dev/flag#hdr-Command_line_flag_syntax">its syntax</a>
   */
  private void runAsGo() throws Stop {
    while (at < arguments.size()) {
      String word = arguments.get(at).value();
      if (word.equals("--")) {
        at++;
        break;
      }
      if (word.length() < 2 || !word.startsWith("-")) {
        break;
      }
      longFlag(word.startsWith("--") ? word : "-" + word);
    }
    if (at < arguments.size()) {
      throw refused(quoted(arguments.get(at).value()) + " is not a valid flag");
    }
    exitsAtOnce();
  }

  /** Cobra hands what is no flag to the component, and every Kubernetes component wants none. */
  private void positional() throws Stop {
    Argument argument = arguments.get(at);
    if (argument.resolution() == Resolution.UNRESOLVED) {
      throw undecided(
          "the argument " + quoted(argument.value()) + " is only known in the container");
    }
    if (!argument.value().isEmpty()) {
      throw refused(
          "it takes no arguments beside flags, and " + quoted(argument.value()) + " is one");
    }
    at++;
  }

  private void longFlag(String word) throws Stop {
    String[] parts = word.substring(2).split("=", 2);
    String name = parts[0];
    if (name.isEmpty() || name.startsWith("-")) {
      throw refused("bad flag syntax: " + quoted(word));
    }
    boolean hidden = arguments.get(at).resolution() == Resolution.UNRESOLVED;
    if (hidden && parts.length == 1 || holdsPlaceholder(name)) {
      throw undecided("the flag in " + quoted(word) + " is only known in the container");
    }
    Optional<FlagDefinition> flag = table.flag(name);
    if (flag.isEmpty()) {
      unknown(name, parts.length == 2);
    } else if (parts.length == 2) {
      use(flag.get(), parts[1], arguments.get(at).resolution(), 1);
    } else if (!flag.get().noOptDefVal().isEmpty()) {
      use(flag.get(), flag.get().noOptDefVal(), Resolution.RESOLVED, 1);
    } else {
      useNext(flag.get());
    }
  }

  private static boolean holdsPlaceholder(String name) {
    return name.indexOf('$') >= 0 || name.indexOf('\uFFFD') >= 0;
  }

  private void unknown(String name, boolean hasValue) throws Stop {
    if (table.completeness() != FlagTable.Completeness.OTHER_RELEASE) {
      throw refused("unknown flag: --" + name);
    }
    if (!hasValue) {
      throw undecided(
          "--"
              + name
              + " isn't known to "
              + table.version()
              + ", the nearest release that is known here,"
              + " so whether it takes the next argument can't be told");
    }
    Argument argument = arguments.get(at);
    String normalised = name.replace('_', '-');
    String value = argument.value().substring(argument.value().indexOf('=') + 1);
    uses.add(new FlagUse(normalised, value, argument.resolution(), at, 1));
    values.put(normalised, new ArrayList<>(List.of(value)));
    at++;
  }

  private void shortFlags(String word) throws Stop {
    if (arguments.get(at).resolution() == Resolution.UNRESOLVED) {
      throw undecided("the flag in " + quoted(word) + " is only known in the container");
    }
    String letters = word.substring(1);
    // pflag leaves `go test`'s own flags alone, in programs too.
    if (letters.startsWith("test.")) {
      at++;
      return;
    }
    while (!letters.isEmpty()) {
      String letter = letters.substring(0, 1);
      Optional<FlagDefinition> flag = table.shorthand(letter);
      if (flag.isEmpty()) {
        throw refused("unknown shorthand flag: " + quoted(letter) + " in " + word);
      }
      if (letters.length() > 2 && letters.charAt(1) == '=') {
        use(flag.get(), letters.substring(2), Resolution.RESOLVED, 1);
        return;
      }
      if (flag.get().noOptDefVal().isEmpty()) {
        if (letters.length() > 1) {
          use(flag.get(), letters.substring(1), Resolution.RESOLVED, 1);
        } else {
          useNext(flag.get());
        }
        return;
      }
      use(flag.get(), flag.get().noOptDefVal(), Resolution.RESOLVED, 0);
      letters = letters.substring(1);
    }
    at++;
  }

  private void useNext(FlagDefinition flag) throws Stop {
    if (at + 1 >= arguments.size()) {
      throw refused("flag needs an argument: --" + flag.name());
    }
    Argument next = arguments.get(at + 1);
    use(flag, next.value(), next.resolution(), 2);
  }

  /** Takes a value, and moves on by {@code width} arguments. */
  private void use(FlagDefinition flag, String value, Resolution resolution, int width)
      throws Stop {
    if (resolution == Resolution.RESOLVED) {
      Optional<String> complaint = GoValue.complaint(flag.type(), value);
      if (complaint.isPresent()) {
        throw refused(
            "invalid argument " + quoted(value) + " for --" + flag.name() + ": " + complaint.get());
      }
    }
    uses.add(new FlagUse(flag.name(), value, resolution, at, Math.max(width, 1)));
    List<String> all = values.computeIfAbsent(flag.name(), name -> new ArrayList<>());
    if (!flag.isArray() && !flag.isList()) {
      all.clear();
    }
    if (flag.isList()) {
      all.addAll(
          resolution == Resolution.RESOLVED
              ? GoCsv.firstRecord(value).orElseThrow()
              : List.of(value));
    } else {
      all.add(value);
    }
    at += width;
  }

  private void exitsAtOnce() throws Stop {
    for (FlagUse use : uses) {
      boolean last = last(use.flag()).equals(use);
      if (last && use.flag().equals("help") && GoValue.isTrue(use.value())) {
        at = use.index();
        throw refused("--help prints the help and exits");
      }
      if (last
          && use.flag().equals("version")
          && (use.value().equals("raw") || GoValue.isTrue(use.value()))) {
        at = use.index();
        throw refused("--version prints the version and exits");
      }
    }
    for (FlagUse use : uses) {
      if (use.resolution() == Resolution.RESOLVED) {
        at = use.index();
        validate(use);
      }
    }
  }

  /** What the component checks once its flags are parsed, as far as the flag tables tell. */
  private void validate(FlagUse use) throws Stop {
    // etcd's own gates aren't among those that a table lists.
    if (use.flag().equals("feature-gates") && table.hasFeatureGates()) {
      featureGates(use.value());
    }
    if (use.flag().equals("runtime-config")) {
      runtimeConfig(use.value());
    }
    List<String> allowed = table.flag(use.flag()).map(FlagDefinition::values).orElse(List.of());
    boolean sameRelease = table.completeness() == FlagTable.Completeness.SAME_RELEASE;
    if (!allowed.isEmpty() && sameRelease) {
      for (String value : GoCsv.firstRecord(use.value()).orElseThrow()) {
        if (!allowed.contains(value)) {
          throw refused("--" + use.flag() + ": " + quoted(value) + " is unknown");
        }
      }
    }
  }

  /** Keys are {@code group/version} or {@code group/version/resource}. */
  private void runtimeConfig(String value) throws Stop {
    for (String pair : value.split(",", -1)) {
      String key = pair.split("=", 2)[0].strip();
      int parts = key.split("/", -1).length;
      if (!key.isEmpty() && !key.equals("v1") && parts != 2 && parts != 3) {
        throw refused("--runtime-config: invalid key " + quoted(key));
      }
    }
  }

  private FlagUse last(String flag) {
    return uses.stream()
        .filter(use -> use.flag().equals(flag))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  /** {@code Gate=bool} or {@code kube:Gate=bool}, separated by commas. */
  private void featureGates(String value) throws Stop {
    boolean otherRelease =
        table.completeness() == FlagTable.Completeness.OTHER_RELEASE
            || uses.stream().anyMatch(use -> use.flag().equals("emulated-version"));
    for (String pair : value.split(",", -1)) {
      String gate = pair.substring(pair.indexOf(':') + 1).strip();
      if (gate.isEmpty() || otherRelease) {
        continue;
      }
      String[] parts = gate.split("=", 2);
      String name = parts[0].strip();
      Optional<FlagTable.Gate> known = table.gate(name);
      if (parts.length == 1) {
        throw refused("missing bool value for feature gate " + name);
      }
      if (GoValue.complaint("bool", parts[1].strip()).isPresent()) {
        throw refused("invalid value of feature gate " + gate);
      }
      if (known.isEmpty()) {
        throw refused("unrecognized feature gate: " + name);
      }
      if (known.get().lockToDefault()
          && known.get().defaultValue() != GoValue.isTrue(parts[1].strip())) {
        throw refused("feature gate " + name + " is locked to " + known.get().defaultValue());
      }
    }
  }

  private Stop refused(String why) {
    return new Stop(new ParsedFlags.Refused(at, why));
  }

  private Stop undecided(String why) {
    return new Stop(new ParsedFlags.Undecided(at, why));
  }

  /** Quoted, and cut to what fits into a message. */
  private static String quoted(String value) {
    return '"' + (value.length() > 120 ? value.substring(0, 120) + "…" : value) + '"';
  }
}
