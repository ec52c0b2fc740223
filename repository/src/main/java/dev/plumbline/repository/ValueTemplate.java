package dev.plumbline.repository;

import dev.plumbline.collector.document.Tree;
import dev.plumbline.repository.ClassVariables.Shape;
import dev.plumbline.repository.ClassVariables.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * A Go template of a ClusterClass, as far as it is variables, conditions and comparisons. A single
 * value that is not known becomes a placeholder in its text; with anything else that is not known,
 * such as what another function returns, the whole text is unknown.
 *
 * @see <a href="https://pkg.go.dev/text/template">text/template</a>
 */
final class ValueTemplate {

  private static final String OPENING = "{{";
  private static final String CLOSING = "}}";

  private static final String UNDECIDED = "${template}";

  private final List<Part> parts;
  private final TemplateExpression expressions;
  private int next;

  /** The word that ended a block, with what follows it. */
  private String end = "";

  private ValueTemplate(List<Part> parts, ClassVariables variables) {
    this.parts = parts;
    this.expressions = new TemplateExpression(variables);
  }

  private sealed interface Part {

    record Text(String text) implements Part {}

    record Action(String text) implements Part {}
  }

  /** What comes of a template. */
  sealed interface Rendered {

    /** It has a placeholder for each value that is not known. */
    record Text(String text) implements Rendered {}

    record Unknown() implements Rendered {}
  }

  static Rendered rendered(String template, ClassVariables variables) {
    ValueTemplate reader = new ValueTemplate(parts(template), variables);
    Rendered all = reader.block();
    // A block that ends here was never begun.
    return reader.end.isEmpty() && reader.next == reader.parts.size()
        ? all
        : new Rendered.Unknown();
  }

  private static List<Part> parts(String template) {
    List<Part> parts = new ArrayList<>();
    String rest = template;
    while (rest.contains(OPENING)) {
      int start = rest.indexOf(OPENING);
      String text = rest.substring(0, start);
      rest = rest.substring(start + OPENING.length());
      int stop = rest.indexOf(CLOSING);
      String action = stop < 0 ? "{" : rest.substring(0, stop);
      rest = stop < 0 ? "" : rest.substring(stop + CLOSING.length());
      if (action.matches("(?s)-\\s.*")) {
        text = text.stripTrailing();
        action = action.substring(1);
      }
      if (action.matches("(?s).*\\s-")) {
        rest = rest.stripLeading();
        action = action.substring(0, action.length() - 1);
      }
      parts.add(new Part.Text(text));
      parts.add(new Part.Action(action.strip()));
    }
    parts.add(new Part.Text(rest));
    return parts;
  }

  /** Everything up to the end of a block, or of the template. */
  private Rendered block() {
    Rendered all = new Rendered.Text("");
    end = "";
    while (next < parts.size()) {
      Part part = parts.get(next++);
      if (part instanceof Part.Text text) {
        all = joined(all, new Rendered.Text(text.text()));
        continue;
      }
      String action = ((Part.Action) part).text();
      String word = action.split("\\s", 2)[0];
      switch (word) {
        case "end", "else" -> {
          end = action;
          return all;
        }
        case "if" -> all = joined(all, conditional(action.substring(word.length())));
        case "range", "with", "define", "block" -> {
          skip();
          all = new Rendered.Unknown();
        }
        default -> all = joined(all, printed(action));
      }
    }
    return all;
  }

  /** What is in a block with an end, and perhaps another branch. */
  private void skip() {
    block();
    if (end.startsWith("else")) {
      skip();
    }
    end = "";
  }

  private Rendered conditional(String condition) {
    TemplateExpression.Truth truth = TemplateExpression.truth(expressions.value(condition));
    Rendered then = block();
    Rendered otherwise = new Rendered.Text("");
    String branch = end;
    if (branch.matches("(?s)else\\s+if\\s.*")) {
      otherwise = conditional(branch.replaceFirst("else\\s+if\\s", ""));
    } else if (branch.equals("else")) {
      otherwise = block();
      if (!end.equals("end")) {
        return new Rendered.Unknown();
      }
    } else if (!branch.equals("end")) {
      return new Rendered.Unknown();
    }
    end = "";
    return switch (truth) {
      case TRUE -> then;
      case FALSE -> otherwise;
      case UNKNOWN -> either(then, otherwise);
    };
  }

  /** Two texts of one line each leave what is around them as it is. */
  private static Rendered either(Rendered one, Rendered other) {
    if (one.equals(other)) {
      return one;
    }
    boolean inLine =
        one instanceof Rendered.Text first
            && other instanceof Rendered.Text second
            && !(first.text() + second.text()).contains("\n");
    return inLine ? new Rendered.Text(UNDECIDED) : new Rendered.Unknown();
  }

  private Rendered printed(String action) {
    if (action.startsWith("/*") && action.endsWith("*/")) {
      return new Rendered.Text("");
    }
    Value value = expressions.value(action);
    if (value instanceof Value.Missing) {
      return new Rendered.Text("<no value>");
    }
    if (value instanceof Value.Unknown unknown) {
      return unknown.shape() == Shape.SCALAR
          ? new Rendered.Text(unknown.text())
          : new Rendered.Unknown();
    }
    return ((Value.Known) value).tree() instanceof Tree.Scalar scalar
        ? new Rendered.Text(printed(scalar))
        : new Rendered.Unknown();
  }

  private static String printed(Tree.Scalar scalar) {
    return switch (scalar.kind()) {
      case STRING -> scalar.text();
      case BOOLEAN -> String.valueOf(TemplateExpression.isTrue(scalar));
      case NULL -> "<no value>";
      case NUMBER -> GoNumber.printed(scalar.text()).orElse(UNDECIDED);
    };
  }

  private static Rendered joined(Rendered before, Rendered after) {
    return before instanceof Rendered.Text first && after instanceof Rendered.Text second
        ? new Rendered.Text(first.text() + second.text())
        : new Rendered.Unknown();
  }
}
