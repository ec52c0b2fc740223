package dev.plumbline.repository;

import dev.plumbline.collector.document.Tree;
import dev.plumbline.repository.ClassVariables.Shape;
import dev.plumbline.repository.ClassVariables.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An expression of a Go template: a variable, a literal, {@code eq}, {@code ne}, {@code not},
 * {@code and}, {@code or}. Any other is unknown, and so is one that Go fails at.
 */
final class TemplateExpression {

  private static final Pattern TOKEN =
      Pattern.compile("\\s*+(\\(|\\)|\"[^\"\\\\]*+\"|`[^`]*+`|[^\\s()\"`]++)");

  private static final Pattern FIELD = Pattern.compile("(\\.[A-Za-z_][A-Za-z0-9_]*)+");

  private static final Set<String> TRUE = Set.of("true", "yes", "y", "on");

  private static final Value UNKNOWN = new Value.Unknown("${template}", Shape.ANY);

  private final ClassVariables variables;

  TemplateExpression(ClassVariables variables) {
    this.variables = variables;
  }

  /** Whether a condition holds. */
  enum Truth {
    TRUE,
    FALSE,
    UNKNOWN
  }

  Value value(String text) {
    Optional<List<String>> tokens = tokens(text);
    return tokens.isEmpty() ? UNKNOWN : value(tokens.get());
  }

  private static Optional<List<String>> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    Matcher token = TOKEN.matcher(text);
    int at = 0;
    while (at < text.stripTrailing().length()) {
      if (!token.region(at, text.length()).lookingAt()) {
        return Optional.empty();
      }
      tokens.add(token.group(1));
      at = token.end();
    }
    return Optional.of(tokens);
  }

  private Value value(List<String> tokens) {
    if (tokens.isEmpty()) {
      return UNKNOWN;
    }
    String function = tokens.get(0);
    if (!Set.of("eq", "ne", "not", "and", "or").contains(function)) {
      List<Value> one = operands(tokens);
      return one.size() == 1 ? one.get(0) : UNKNOWN;
    }
    List<Value> operands = operands(tokens.subList(1, tokens.size()));
    if (operands.isEmpty()) {
      return UNKNOWN;
    }
    return switch (function) {
      case "eq" -> equal(operands);
      case "ne" -> operands.size() == 2 ? not(equal(operands)) : UNKNOWN;
      case "not" -> operands.size() == 1 ? not(operands.get(0)) : UNKNOWN;
      case "and" -> firstThatIs(Truth.FALSE, operands);
      default -> firstThatIs(Truth.TRUE, operands);
    };
  }

  /** Each operand; a single unknown one where they can't be told apart. */
  private List<Value> operands(List<String> tokens) {
    List<Value> operands = new ArrayList<>();
    int at = 0;
    while (at < tokens.size()) {
      if (!tokens.get(at).equals("(")) {
        operands.add(operand(tokens.get(at++)));
        continue;
      }
      int end = closing(tokens, at);
      if (end < 0) {
        return List.of(UNKNOWN);
      }
      operands.add(value(tokens.subList(at + 1, end)));
      at = end + 1;
    }
    return operands;
  }

  private static int closing(List<String> tokens, int open) {
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      depth += tokens.get(i).equals("(") ? 1 : tokens.get(i).equals(")") ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return -1;
  }

  /** A number is unknown: Go fails when it is compared with one of a variable. */
  private Value operand(String token) {
    if (token.startsWith("\"") || token.startsWith("`")) {
      return literal(token.substring(1, token.length() - 1), Tree.Kind.STRING);
    }
    if (token.equals("true") || token.equals("false")) {
      return literal(token, Tree.Kind.BOOLEAN);
    }
    if (!FIELD.matcher(token).matches()) {
      return UNKNOWN;
    }
    List<String> path = Arrays.asList(token.substring(1).split("\\.", -1));
    Value value = variables.value(path);
    for (int i = 1; i < path.size() && value instanceof Value.Missing; i++) {
      if (variables.value(path.subList(0, i)) instanceof Value.Known known
          && !(known.tree() instanceof Tree.Mapping)) {
        // Go fails at a field of text, and has nothing as a field of nothing.
        return UNKNOWN;
      }
    }
    return value;
  }

  private static Value literal(String text, Tree.Kind kind) {
    Tree.Span nowhere = new Tree.Span(1, 0, 1, 0);
    return new Value.Known(new Tree.Scalar(text, kind, Tree.Origin.SHARED, nowhere));
  }

  private static Value bool(Truth truth) {
    return truth == Truth.UNKNOWN
        ? new Value.Unknown("${template}", Shape.SCALAR)
        : literal(truth == Truth.TRUE ? "true" : "false", Tree.Kind.BOOLEAN);
  }

  private static Value not(Value value) {
    return bool(
        switch (truth(value)) {
          case TRUE -> Truth.FALSE;
          case FALSE -> Truth.TRUE;
          case UNKNOWN -> Truth.UNKNOWN;
        });
  }

  /** Whether the first is equal to one of the others. */
  private static Value equal(List<Value> operands) {
    if (operands.size() < 2) {
      return UNKNOWN;
    }
    boolean unknown = false;
    for (Value other : operands.subList(1, operands.size())) {
      Truth equal = equal(operands.get(0), other);
      if (equal == Truth.TRUE && !unknown) {
        return bool(Truth.TRUE);
      }
      unknown |= equal == Truth.UNKNOWN;
    }
    return bool(unknown ? Truth.UNKNOWN : Truth.FALSE);
  }

  private static Truth equal(Value a, Value b) {
    if (a instanceof Value.Missing && b instanceof Value.Known) {
      return Truth.FALSE;
    }
    if (!(a instanceof Value.Known first)
        || !(b instanceof Value.Known second)
        || !(first.tree() instanceof Tree.Scalar one)
        || !(second.tree() instanceof Tree.Scalar other)
        || one.kind() != other.kind()) {
      return Truth.UNKNOWN;
    }
    return switch (one.kind()) {
      case STRING -> one.text().equals(other.text()) ? Truth.TRUE : Truth.FALSE;
      case BOOLEAN -> isTrue(one) == isTrue(other) ? Truth.TRUE : Truth.FALSE;
      case NULL, NUMBER -> Truth.UNKNOWN;
    };
  }

  /** The first operand of this truth, or the last. */
  private static Value firstThatIs(Truth sought, List<Value> operands) {
    for (Value operand : operands) {
      Truth truth = truth(operand);
      if (truth == sought) {
        return operand;
      }
      if (truth == Truth.UNKNOWN) {
        return UNKNOWN;
      }
    }
    return operands.get(operands.size() - 1);
  }

  static Truth truth(Value value) {
    if (value instanceof Value.Unknown) {
      return Truth.UNKNOWN;
    }
    if (!(value instanceof Value.Known known)) {
      return Truth.FALSE;
    }
    boolean holds;
    if (known.tree() instanceof Tree.Scalar scalar) {
      holds =
          switch (scalar.kind()) {
            case STRING -> !scalar.text().isEmpty();
            case BOOLEAN -> isTrue(scalar);
            case NULL -> false;
            case NUMBER -> !scalar.text().matches("[-+]?[0.]+");
          };
    } else if (known.tree() instanceof Tree.Sequence list) {
      holds = !list.items().isEmpty();
    } else {
      holds = !((Tree.Mapping) known.tree()).entries().isEmpty();
    }
    return holds ? Truth.TRUE : Truth.FALSE;
  }

  /** As YAML 1.1 has it. */
  static boolean isTrue(Tree.Scalar scalar) {
    return TRUE.contains(scalar.text().toLowerCase(Locale.ROOT));
  }
}
