package dev.plumbline.collector.document;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What go-yaml v2 makes of an unquoted scalar: only strings are taken where Kubernetes expects a
 * string.
 */
final class PlainScalar {

  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

  private static final Set<String> BOOLEANS =
      Set.of(
          "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE", "n", "N", "no",
          "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE");

  /** Numbers of YAML 1.1 and 1.2 alike: a false alarm is an Error, a miss would be a guess. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?(0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*(:[0-5]?[0-9])*"
              + "|(\\.[0-9_]+|[0-9][0-9_]*(\\.[0-9_]*)?)([eE][-+]?[0-9]+)?|\\.(inf|Inf|INF))"
              + "|\\.(nan|NaN|NAN)");

  private PlainScalar() {}

  static Tree.Kind kind(String text) {
    if (NULLS.contains(text)) {
      return Tree.Kind.NULL;
    }
    if (BOOLEANS.contains(text)) {
      return Tree.Kind.BOOLEAN;
    }
    // No number is this long; and a pattern is not run over what an attacker wrote without a bound.
    return text.length() <= 400 && NUMBER.matcher(text).matches()
        ? Tree.Kind.NUMBER
        : Tree.Kind.STRING;
  }
}
