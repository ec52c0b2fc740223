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

  /**
   * Numbers of YAML 1.1 and 1.2 alike: a false alarm is an Error, a miss would be a guess. go-yaml
   * leaves out underscores wherever they are, and reads prefixes in either case.
   */
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?(0[bB][01]+|0[oO]?[0-7]+|0[xX][0-9a-fA-F]+|[0-9]++(:[0-5]?[0-9])*+"
              + "|(\\.[0-9]+|[0-9]++(\\.[0-9]*+)?)([eE][-+]?[0-9]+)?)");

  private static final Set<String> NOT_FINITE =
      Set.of(
          ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", ".nan",
          ".NaN", ".NAN");

  private PlainScalar() {}

  static Tree.Kind kind(String text) {
    if (NULLS.contains(text)) {
      return Tree.Kind.NULL;
    }
    if (BOOLEANS.contains(text)) {
      return Tree.Kind.BOOLEAN;
    }
    // No number is this long; and a pattern is not run over what an attacker wrote without a bound.
    boolean number =
        text.length() <= 400
            && !text.startsWith("_")
            && NUMBER.matcher(text.replace("_", "")).matches();
    return number ? Tree.Kind.NUMBER : Tree.Kind.STRING;
  }

  /** Infinities and NaN: JSON has none, so Kubernetes refuses a document that does. */
  static boolean isNotFinite(String text) {
    return NOT_FINITE.contains(text);
  }
}
