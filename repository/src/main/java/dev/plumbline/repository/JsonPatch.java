package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JSON patches (RFC 6902). Of a document that is known in part what an installer generates is not
 * there: a parent that is missing is therefore made, and what rests on the rest of the document,
 * such as an index or a test, is refused.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</a>
 */
final class JsonPatch {

  /** As deep as a document may nest. */
  private static final int MAX_STEPS = 100;

  private JsonPatch() {}

  /** How much of the document is known. */
  enum Target {
    IN_PART,
    WHOLE
  }

  /**
   * The operations of a patch.
   *
   * @throws InvalidDocumentException when it is not a list
   */
  static List<Tree> operations(Tree patch) throws InvalidDocumentException {
    if (patch instanceof Tree.Sequence list) {
      return list.items();
    }
    throw new InvalidDocumentException(
        patch.span().line(), "has a JSON patch that is not a list of operations");
  }

  /** A document that is known in part, with a patch. */
  static Tree.Mapping apply(Tree.Mapping target, Tree patch) throws InvalidDocumentException {
    Tree.Mapping patched = target;
    for (Tree item : operations(patch)) {
      patched = applied(patched, Tree.mapping(item), Target.IN_PART);
    }
    return patched;
  }

  /**
   * A document with one operation.
   *
   * @throws InvalidDocumentException when it does not apply to the document, or is not followed
   */
  static Tree.Mapping applied(Tree.Mapping document, Tree.Mapping operation, Target known)
      throws InvalidDocumentException {
    return Tree.mapping(apply(document, steps(operation), 0, operation, known));
  }

  /** What is at the path of an operation; empty when nothing is. */
  static Optional<Tree> at(Tree.Mapping document, Tree.Mapping operation)
      throws InvalidDocumentException {
    Tree node = document;
    for (String step : steps(operation)) {
      if (!(node instanceof Tree.Mapping mapping) || mapping.get(step).isEmpty()) {
        return Optional.empty();
      }
      node = mapping.get(step).get();
    }
    return Optional.of(node);
  }

  /** The path of an operation. */
  private static List<String> steps(Tree.Mapping operation) throws InvalidDocumentException {
    String path = operation.string("path");
    if (!path.startsWith("/")) {
      throw refused(operation, "has a JSON patch of the path \"" + path + "\", which is not read");
    }
    List<String> steps =
        Arrays.stream(path.substring(1).split("/", -1))
            .map(step -> step.replace("~1", "/").replace("~0", "~"))
            .toList();
    if (steps.size() > MAX_STEPS) {
      throw refused(operation, "has a JSON patch of a path deeper than " + MAX_STEPS);
    }
    return steps;
  }

  private static Tree apply(
      Tree node, List<String> path, int depth, Tree.Mapping operation, Target known)
      throws InvalidDocumentException {
    String step = path.get(depth);
    boolean last = path.size() == depth + 1;
    if (node instanceof Tree.Sequence list) {
      return last
          ? extended(list, step, operation, known)
          : changedBelow(list, path, depth, operation, known);
    }
    Map<String, Tree> fields = new LinkedHashMap<>(Tree.mapping(node).entries());
    if (last) {
      change(fields, step, operation, known);
    } else {
      Optional<Tree> below =
          Optional.ofNullable(fields.get(step)).filter(value -> !Tree.isNull(value));
      if (below.isEmpty() && known == Target.WHOLE) {
        throw missing(step, operation);
      }
      Tree parent = below.orElseGet(() -> emptyParent(path.get(depth + 1), operation));
      fields.put(step, apply(parent, path, depth + 1, operation, known));
    }
    return new Tree.Mapping(fields, fields.size() == 1 ? operation.span() : node.span());
  }

  private static Tree emptyParent(String next, Tree.Mapping operation) {
    return next.equals("-")
        ? new Tree.Sequence(List.of(), Tree.Layout.BLOCK, operation.span())
        : new Tree.Mapping(Map.of(), operation.span());
  }

  private static void change(
      Map<String, Tree> fields, String step, Tree.Mapping operation, Target known)
      throws InvalidDocumentException {
    String name = Format.text(operation, "op");
    if (known == Target.WHOLE && !name.equals("add") && !fields.containsKey(step)) {
      throw missing(step, operation);
    }
    switch (name) {
      case "add", "replace" -> fields.put(step, value(operation));
      case "remove" -> fields.remove(step);
      default -> throw unsupported(operation);
    }
  }

  /** Another item at the end of a list, or at the beginning where that is known. */
  private static Tree extended(
      Tree.Sequence list, String step, Tree.Mapping operation, Target known)
      throws InvalidDocumentException {
    boolean first = step.equals("0") && known == Target.WHOLE;
    if (!first && !step.equals("-") || !Format.text(operation, "op").equals("add")) {
      throw ofItem(operation);
    }
    List<Tree> items = new ArrayList<>(list.items());
    items.add(first ? 0 : items.size(), value(operation));
    return new Tree.Sequence(items, list.layout(), list.span());
  }

  private static Tree changedBelow(
      Tree.Sequence list, List<String> path, int depth, Tree.Mapping operation, Target known)
      throws InvalidDocumentException {
    if (known != Target.WHOLE || !path.get(depth).equals("0")) {
      throw ofItem(operation);
    }
    if (list.items().isEmpty()) {
      throw missing("0", operation);
    }
    List<Tree> items = new ArrayList<>(list.items());
    items.set(0, apply(items.get(0), path, depth + 1, operation, known));
    return new Tree.Sequence(items, list.layout(), list.span());
  }

  private static Tree value(Tree.Mapping operation) throws InvalidDocumentException {
    Tree value = operation.entries().get("value");
    if (value == null) {
      throw refused(operation, "has a JSON patch without a value");
    }
    return value;
  }

  private static InvalidDocumentException ofItem(Tree.Mapping operation) {
    return refused(operation, "has a JSON patch of a list's item, which is not read");
  }

  private static InvalidDocumentException missing(String step, Tree.Mapping operation) {
    return refused(
        operation,
        "has a JSON patch of "
            + Format.text(operation, "path")
            + ", and there is no \""
            + step
            + "\" in what it patches: it does not apply");
  }

  private static InvalidDocumentException unsupported(Tree.Mapping operation) {
    return refused(
        operation,
        "has a JSON patch with the operation \""
            + Format.text(operation, "op")
            + "\", which is not read");
  }

  private static InvalidDocumentException refused(Tree.Mapping operation, String why) {
    return new InvalidDocumentException(operation.span().line(), why);
  }
}
