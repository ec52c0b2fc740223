package dev.plumbline.collector.document;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;

/**
 * Refuses what SnakeYAML reads and Kubernetes' YAML library refuses or reads as something else.
 * {@code truth/oracle/yaml.jsonl} has an example of each.
 */
final class Contested {

  /** Line breaks to YAML 1.1 and to libyaml, plain characters to YAML 1.2 readers. */
  private static final Pattern BREAK = Pattern.compile("[\u0085\u2028\u2029]");

  /** SnakeYAML ignores directives that it does not know; libyaml refuses them. */
  private static final Pattern DIRECTIVE = Pattern.compile("(?m)^%");

  /** One half of a character outside of the basic plane: Java joins two, libyaml refuses each. */
  private static final Pattern ESCAPED_SURROGATE = Pattern.compile("\\\\u[dD][89a-fA-F]");

  /** libyaml ends an anchor's name at any other character, and then refuses that. */
  private static final Pattern ANCHOR = Pattern.compile("[A-Za-z0-9_-]++");

  private final boolean escapesSurrogates;

  Contested(String text) throws InvalidDocumentException {
    refuse(BREAK, text, "has a line break that YAML parsers read differently");
    refuse(DIRECTIVE, text, "has a YAML directive, which parsers read differently");
    this.escapesSurrogates = ESCAPED_SURROGATE.matcher(text).find();
  }

  private static void refuse(Pattern pattern, String text, String why)
      throws InvalidDocumentException {
    Matcher matcher = pattern.matcher(text);
    if (matcher.find()) {
      long line = 1 + text.substring(0, matcher.start()).chars().filter(c -> c == '\n').count();
      throw new InvalidDocumentException((int) line, why);
    }
  }

  void scalar(ScalarEvent event) throws InvalidDocumentException {
    if (event.getScalarStyle() == ScalarStyle.PLAIN && PlainScalar.isNotFinite(event.getValue())) {
      throw refuse(event, "has an infinity or NaN, which JSON has no number for");
    }
    if (event.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED
        && event.getValue().codePoints().anyMatch(this::mayBeOfEscapedSurrogates)) {
      throw refuse(event, "has an escape sequence that YAML parsers read differently");
    }
  }

  private boolean mayBeOfEscapedSurrogates(int character) {
    return Character.getType(character) == Character.SURROGATE
        || escapesSurrogates && Character.isSupplementaryCodePoint(character);
  }

  static void anchor(NodeEvent event) throws InvalidDocumentException {
    String anchor = event.getAnchor();
    if (anchor != null && !ANCHOR.matcher(anchor).matches()) {
      throw refuse(event, "has an anchor that YAML parsers read differently");
    }
  }

  static void tag(Event event) throws InvalidDocumentException {
    String tag = null;
    if (event instanceof ScalarEvent scalar) {
      tag = scalar.getTag();
    } else if (event instanceof SequenceStartEvent sequence) {
      tag = sequence.getTag();
    } else if (event instanceof MappingStartEvent mapping) {
      tag = mapping.getTag();
    }
    if (tag != null) {
      throw refuse(event, "uses an explicit tag, which parsers read differently");
    }
  }

  /** In {@code {a:[b]}} libyaml takes {@code a:} for the beginning of a longer text. */
  static void entry(MappingStartEvent mapping, Event key, Event value)
      throws InvalidDocumentException {
    Mark start = value.getStartMark();
    boolean adjacent =
        mapping.getFlowStyle() == FlowStyle.FLOW
            && key instanceof ScalarEvent scalar
            && scalar.getScalarStyle() == ScalarStyle.PLAIN
            && start.getIndex() == key.getEndMark().getIndex() + 1
            && !isSpace(start);
    if (adjacent) {
      throw refuse(value, "has no space behind a colon, which parsers read differently");
    }
  }

  private static boolean isSpace(Mark mark) {
    return mark.getPointer() < mark.getBuffer().length
        && " \t\r\n".indexOf(mark.getBuffer()[mark.getPointer()]) >= 0;
  }

  private static InvalidDocumentException refuse(Event event, String why) {
    return new InvalidDocumentException(event.getStartMark().getLine() + 1, why);
  }
}
