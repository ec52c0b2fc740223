package dev.plumbline.repository;

import dev.plumbline.collector.document.Tree;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file of a repository.
 *
 * @param name what to call it in locations
 * @param lines its lines
 * @param documents the objects in its documents, in order
 */
record SourceFile(String name, String text, List<String> lines, List<Tree.Mapping> documents) {

  SourceFile {
    lines = List.copyOf(lines);
    documents = List.copyOf(documents);
  }

  static SourceFile of(String name, String text, List<Tree> documents) {
    return new SourceFile(
        name,
        text,
        text.lines().toList(),
        documents.stream().flatMap(SourceFile::objects).toList());
  }

  /** A mapping is one object, and a List of Kubernetes' API holds several. */
  private static Stream<Tree.Mapping> objects(Tree document) {
    if (!(document instanceof Tree.Mapping mapping)) {
      return Stream.of();
    }
    boolean isList = Format.text(mapping, "kind").matches("(Pod|ConfigMap)?List");
    return isList && mapping.get("items").orElse(mapping) instanceof Tree.Sequence items
        ? items.items().stream().flatMap(SourceFile::objects)
        : Stream.of(mapping);
  }

  /** A line by its number, from 1; empty behind the end. */
  String line(int number) {
    return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
  }
}
