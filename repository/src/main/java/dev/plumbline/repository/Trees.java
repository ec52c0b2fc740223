package dev.plumbline.repository;

import dev.plumbline.collector.document.Tree;
import java.util.LinkedHashMap;
import java.util.Map;

/** Copies of trees. */
final class Trees {

  private Trees() {}

  /** The same tree so many lines further down. */
  static Tree moved(Tree node, int lines) {
    if (lines == 0) {
      return node;
    }
    Tree.Span old = node.span();
    Tree.Span span =
        new Tree.Span(old.line() + lines, old.column(), old.endLine() + lines, old.endColumn());
    if (node instanceof Tree.Scalar scalar) {
      return new Tree.Scalar(scalar.text(), scalar.kind(), scalar.origin(), span);
    }
    if (node instanceof Tree.Sequence list) {
      return new Tree.Sequence(
          list.items().stream().map(item -> moved(item, lines)).toList(), list.layout(), span);
    }
    Map<String, Tree> entries = new LinkedHashMap<>();
    ((Tree.Mapping) node)
        .entries()
        .forEach((name, value) -> entries.put(name, moved(value, lines)));
    return new Tree.Mapping(entries, span);
  }
}
