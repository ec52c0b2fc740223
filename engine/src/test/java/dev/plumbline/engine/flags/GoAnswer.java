package dev.plumbline.engine.flags;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.engine.oracle.OracleRow;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the flag parser and Go's own libraries differ. */
final class GoAnswer {

  private GoAnswer() {}

  static List<Argument> arguments(List<String> texts) {
    return texts.stream()
        .map(text -> Argument.known(text, SourceLocation.line("test", 1)))
        .toList();
  }

  static FlagTable table(String component) {
    String version = component.equals("etcd") ? "v3.6.16" : "v1.36.3";
    return FlagTable.candidates(component, Release.of(component, version, "test").orElseThrow())
        .get(0);
  }

  /** Empty when they agree. */
  static Optional<String> difference(OracleRow row) {
    ParsedFlags parsed = FlagParser.byGrammar(table(row.component()), arguments(row.arguments()));
    // A flag package only keeps other arguments; it is the component that refuses them.
    boolean refused = row.isRefused() || row.positional().stream().anyMatch(p -> !p.isEmpty());
    boolean etcd = row.component().equals("etcd");
    refused |= etcd && !row.positional().isEmpty();
    if (!(parsed instanceof ParsedFlags.Accepted accepted)) {
      return refused ? Optional.empty() : Optional.of(row + " is refused: " + parsed);
    }
    if (refused) {
      return isKeyAlone(row, accepted) ? Optional.empty() : Optional.of(row + " is accepted");
    }
    return valuesDiffer(row, accepted);
  }

  /**
   * The oracle binds a flag by the name of its type, which is that of two here: it refuses a value
   * that the flag itself takes. Of the arguments that it refuses nothing else is excused.
   */
  private static boolean isKeyAlone(OracleRow row, ParsedFlags.Accepted accepted) {
    return row.refused().startsWith("invalid argument ")
        && accepted.uses().stream()
            .anyMatch(
                use -> {
                  FlagDefinition flag = table(row.component()).flag(use.flag()).orElseThrow();
                  return flag.takesKeysAlone()
                      && GoValue.complaint(flag.type(), use.value()).isPresent();
                });
  }

  private static Optional<String> valuesDiffer(OracleRow row, ParsedFlags.Accepted accepted) {
    if (!row.values().keySet().equals(accepted.values().keySet())) {
      return Optional.of(row + " sets " + accepted.values());
    }
    for (Map.Entry<String, JsonNode> entry : row.values().entrySet()) {
      FlagDefinition flag = table(row.component()).flag(entry.getKey()).orElseThrow();
      List<String> ours = accepted.values(entry.getKey());
      if (!agrees(flag.type(), ours, entry.getValue())) {
        return Optional.of(row + " has --" + flag.name() + " = " + ours);
      }
    }
    return Optional.empty();
  }

  /** Whether Go makes the same of the texts that are in force for a flag of a type. */
  static boolean agrees(String type, List<String> texts, JsonNode value) {
    String last = texts.isEmpty() ? "" : texts.get(texts.size() - 1);
    return switch (type) {
      case "bool" -> value.booleanValue() == GoValue.isTrue(last);
      case "int", "int32", "int64" -> value.asText().equals("" + GoValue.integer(last));
      case "uint", "uint64" -> value.asText().equals(Long.toUnsignedString(GoValue.integer(last)));
      case "float32" -> (float) go(value) == (float) GoValue.number(last) || bothNaN(value, last);
      case "float64" -> go(value) == GoValue.number(last) || bothNaN(value, last);
      case "duration" -> value.asText().equals("" + GoValue.duration(last).toNanos());
      case "stringSlice", "stringArray" -> elements(value).equals(texts);
      case "int32Slice" ->
          elements(value).equals(texts.stream().map(text -> "" + GoValue.integer(text)).toList());
      case "string" -> value.asText().equals(last);
      // Of the other types no value is read; that it is accepted is all that counts.
      default -> true;
    };
  }

  private static double go(JsonNode value) {
    return Double.parseDouble(value.asText().replace("Inf", "Infinity"));
  }

  private static boolean bothNaN(JsonNode value, String text) {
    return value.asText().equals("NaN") && Double.isNaN(GoValue.number(text));
  }

  private static List<String> elements(JsonNode value) {
    List<String> elements = new ArrayList<>();
    value.forEach(element -> elements.add(element.asText()));
    return elements;
  }
}
