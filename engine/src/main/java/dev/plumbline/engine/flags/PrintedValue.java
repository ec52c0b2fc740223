package dev.plumbline.engine.flags;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a flag's value is, read back from what its type's {@code String()} prints.
 *
 * @see <a href="https://github.com/spf13/pflag/tree/v1.0.9">pflag</a>
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/tree/v1.36.3/staging/src/k8s.io/component-base/cli/flag">
 *     the types of Kubernetes</a>
 */
public sealed interface PrintedValue {

  /** What stands in place of a value that the component does not show. */
  String CLASSIFIED = "CLASSIFIED";

  /**
   * The texts that would give the flag this value: of a list its elements, of any other one text.
   */
  record Texts(List<String> texts) implements PrintedValue {
    public Texts {
      texts = List.copyOf(texts);
    }
  }

  /**
   * Several values are printed like this, or none of the flag's type.
   *
   * @param why continues the flag's name
   */
  record Ambiguous(String why) implements PrintedValue {}

  /** Reads a printed value by the type of its flag. */
  static PrintedValue of(FlagDefinition flag, String printed) {
    if (printed.equals(CLASSIFIED)) {
      return new Ambiguous("is classified, and its value is not printed");
    }
    return switch (flag.type()) {
      // A list of one empty element is printed like an empty list, and names as little.
      case "stringSlice", "stringArray" -> csv(printed);
      case "int32Slice" ->
          within(printed)
              .map(items -> items.isEmpty() ? List.<String>of() : List.of(items.split(",", -1)))
              .filter(items -> items.stream().allMatch(item -> isValid("int32", item)))
              .<PrintedValue>map(Texts::new)
              .orElse(otherType("a list of numbers"));
      case "stringToString" ->
          csv(printed) instanceof Texts pairs
              ? new Texts(List.of(String.join(",", pairs.texts())))
              : otherType("a map");
      case "mapStringString" -> pairs(flag, printed);
      case "namedCertKey" -> certificates(printed);
      case "ip" -> text(flag, printed.equals("<nil>") ? "" : printed);
      default -> text(flag, printed);
    };
  }

  private static PrintedValue text(FlagDefinition flag, String text) {
    return GoValue.complaint(flag.type(), text)
        .<PrintedValue>map(complaint -> new Ambiguous("is printed with a value that " + complaint))
        .orElse(new Texts(List.of(text)));
  }

  private static boolean isValid(String type, String value) {
    return GoValue.complaint(type, value).isEmpty();
  }

  private static Ambiguous otherType(String type) {
    return new Ambiguous("is printed with a value that is not " + type);
  }

  private static Optional<String> within(String printed) {
    boolean brackets = printed.length() >= 2 && printed.startsWith("[") && printed.endsWith("]");
    return brackets ? Optional.of(printed.substring(1, printed.length() - 1)) : Optional.empty();
  }

  /** Only what would be printed in the same way again is read rightly. */
  private static PrintedValue csv(String printed) {
    return within(printed)
        .flatMap(
            text -> GoCsv.firstRecord(text).filter(fields -> GoCsv.written(fields).equals(text)))
        .<PrintedValue>map(Texts::new)
        .orElse(otherType("a list"));
  }

  /**
   * Where each use of the flag gives one pair, whose value may have commas, two pairs look like
   * one.
   */
  private static PrintedValue pairs(FlagDefinition flag, String printed) {
    boolean several = printed.indexOf(',') >= 0;
    if (!flag.takesKeysAlone() && several) {
      return new Ambiguous("is printed with commas, which may be part of a value");
    }
    // A key that was given alone is printed with an empty value.
    boolean pairs =
        printed.isEmpty()
            || Arrays.stream(printed.split(",", -1)).allMatch(pair -> pair.indexOf('=') > 0);
    return pairs ? new Texts(List.of(printed)) : otherType("a map");
  }

  /** Pairs of a certificate and a key, of which the flag's last use is kept, as when parsed. */
  private static PrintedValue certificates(String printed) {
    return within(printed)
        .map(
            pairs ->
                Arrays.stream(pairs.split(";", -1))
                    .filter(pair -> !pair.isEmpty())
                    .collect(Collectors.toList()))
        .filter(pairs -> pairs.stream().allMatch(pair -> isValid("namedCertKey", pair)))
        .<PrintedValue>map(
            pairs ->
                new Texts(
                    pairs.isEmpty()
                        ? List.of("[]")
                        : pairs.subList(pairs.size() - 1, pairs.size())))
        .orElse(otherType("pairs of a certificate and a key"));
  }
}
