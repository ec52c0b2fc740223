package dev.plumbline.cli.output;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Statuses in colour, for terminals. The colour repeats what the text says. */
final class Colours {

  /** A status in its column, or at the beginning of a finding. */
  private static final Pattern STATUS =
      Pattern.compile(
          "(?m)^([\\w.-]+ +|  )(Pass|Fail|Manual|NotApplicable|Error|Waived)(?= +\\w| \\()");

  private static final Map<String, String> CODES =
      Map.of(
          "Pass", "32",
          "Fail", "31;1",
          "Error", "33;1",
          "Manual", "34",
          "Waived", "35",
          "NotApplicable", "2");

  private Colours() {}

  static String coloured(String text) {
    Matcher matcher = STATUS.matcher(text);
    return matcher.replaceAll(
        found ->
            Matcher.quoteReplacement(
                found.group(1)
                    + "\u001b["
                    + CODES.getOrDefault(found.group(2), "0")
                    + "m"
                    + found.group(2)
                    + "\u001b[0m"));
  }
}
