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
 * JSON patches (RFC 6902) of a document that is known in part: what an installer generates is not
 * there. A parent that is missing is therefore made, and what rests on the rest of the document,
 * such as an index or a test, is refused.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</a>
 */
final class JsonPatch {

  /** As deep as a document may nest. */
  private static final int MAX_STEPS = 100;

  private JsonPatch() {}

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

  static Tree.Mapping apply(Tree.Mapping target, Tree patch) throws InvalidDocumentException {
    Tree.Mapping patched = target;
    for (Tree item : operations(patch)) {
      Tree.Mapping operation = Tree.mapping(item);
      patched = Tree.mapping(apply(patched, steps(operation), 0, operation));
    }
    return patched;
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

  private static Tree apply(Tree node, List<String> path, int depth, Tree.Mapping operation)
      throws InvalidDocumentException {
    String step = path.get(depth);
    if (node instanceof Tree.Sequence list) {
      return appended(list, step, path.size() == depth + 1, operation);
    }
    Map<String, Tree> fields = new LinkedHashMap<>(Tree.mapping(node).entries());
    if (path.size() > depth + 1) {
      Tree below =
          Optional.ofNullable(fields.get(step))
              .filter(value -> !Tree.isNull(value))
              .orElseGet(() -> emptyParent(path.get(depth + 1), operation));
      fields.put(step, apply(below, path, depth + 1, operation));
    } else {
      change(fields, step, operation);
    }
    return new Tree.Mapping(fields, fields.size() == 1 ? operation.span() : node.span());
  }

  private static Tree emptyParent(String next, Tree.Mapping operation) {
    return next.equals("-")
        ? new Tree.Sequence(List.of(), Tree.Layout.BLOCK, operation.span())
        : new Tree.Mapping(Map.of(), operation.span());
  }

  private static void change(Map<String, Tree> fields, String step, Tree.Mapping operation)
      throws InvalidDocumentException {
    switch (Format.text(operation, "op")) {
      case "add", "replace" -> fields.put(step, value(operation));
      case "remove" -> fields.remove(step);
      default -> throw unsupported(operation);
    }
  }

  private static Tree appended(
      Tree.Sequence list, String step, boolean last, Tree.Mapping operation)
      throws InvalidDocumentException {
    if (!step.equals("-") || !last || !Format.text(operation, "op").equals("add")) {
      throw refused(operation, "has a JSON patch of a list's item, which is not read");
    }
    List<Tree> items = new ArrayList<>(list.items());
    items.add(value(operation));
    return new Tree.Sequence(items, list.layout(), list.span());
  }

  private static Tree value(Tree.Mapping operation) throws InvalidDocumentException {
    return operation
        .get("value")
        .orElseThrow(() -> refused(operation, "has a JSON patch without a value"));
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
