package dev.plumbline.engine.flags;

import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Argument.Resolution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The flags of a running component, each with the value in force as pflag prints it. Nothing tells
 * a default from the same value that was given, so that only what differs from the release's
 * default counts as given.
 */
public final class PrintedFlags {

  private final FlagTable table;
  private final Map<String, PrintedValue> values = new HashMap<>();
  private final List<FlagUse> uses = new ArrayList<>();

  private PrintedFlags(FlagTable table) {
    this.table = table;
  }

  /**
   * Reads back what was printed.
   *
   * @param arguments each {@code --name=value}, with the value as printed
   */
  public static PrintedFlags of(FlagTable table, List<Argument> arguments) {
    PrintedFlags printed = new PrintedFlags(table);
    for (int index = 0; index < arguments.size(); index++) {
      printed.read(arguments.get(index).value(), index);
    }
    printed.unprinted();
    return printed;
  }

  /** Whoever prints all flags but some may have been given these. */
  private void unprinted() {
    for (FlagDefinition flag : table.flags()) {
      if (!values.containsKey(flag.name())) {
        uses.add(new FlagUse(flag.name(), "", Resolution.UNRESOLVED, 0, 1));
      }
    }
  }

  private void read(String argument, int index) {
    int equals = argument.indexOf('=');
    if (equals < 0 || !argument.startsWith("--")) {
      return;
    }
    String name = argument.substring(2, equals).replace('_', '-');
    String text = argument.substring(equals + 1);
    Optional<FlagDefinition> flag = table.flag(name);
    // A flag that the release does not have is one of another build.
    PrintedValue value =
        flag.map(known -> PrintedValue.of(known, text))
            .orElse(new PrintedValue.Texts(List.of(text)));
    if (values.put(name, value) != null) {
      values.put(name, new PrintedValue.Ambiguous("is printed twice"));
    }
    boolean asByDefault = flag.filter(known -> known.defaultValue().equals(text)).isPresent();
    if (!asByDefault) {
      boolean known = value instanceof PrintedValue.Texts;
      uses.add(
          new FlagUse(name, text, known ? Resolution.RESOLVED : Resolution.UNRESOLVED, index, 1));
    }
  }

  /**
   * Those that differ from the default of the release, as if they had been given; those that are
   * not printed, as if they had been given values that are not known.
   */
  public ParsedFlags.Accepted inForce() {
    Map<String, List<String>> texts = new HashMap<>();
    for (FlagUse use : uses) {
      if (values.get(use.flag()) instanceof PrintedValue.Texts known) {
        texts.put(use.flag(), known.texts());
      }
    }
    return new ParsedFlags.Accepted(uses, texts);
  }

  /** What is printed of a flag; empty when it is not among those that are printed. */
  public Optional<PrintedValue> value(String flag) {
    return Optional.ofNullable(values.get(flag));
  }

  /** The names of all flags that are printed. */
  public Set<String> names() {
    return Set.copyOf(values.keySet());
  }
}
