package dev.plumbline.repository;

import dev.plumbline.collector.document.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    return new SourceFile(name, text, text.lines().toList(), objectsOf(documents));
  }

  /** The objects in documents, in order. */
  static List<Tree.Mapping> objectsOf(List<Tree> documents) {
    return documents.stream().flatMap(SourceFile::objects).toList();
  }

  /** A mapping is one object, and a List of Kubernetes' API holds several. */
  private static Stream<Tree.Mapping> objects(Tree document) {
    if (!(document instanceof Tree.Mapping mapping)) {
      return Stream.of();
    }
    String kind = Format.text(mapping, "kind");
    boolean isList = kind.endsWith("List") && !Format.text(mapping, "apiVersion").isEmpty();
    return isList && mapping.get("items").orElse(mapping) instanceof Tree.Sequence items
        ? items.items().stream().map(item -> typed(item, mapping)).flatMap(SourceFile::objects)
        : Stream.of(mapping);
  }

  /** The API server leaves kind and version out of the items of a list of one kind. */
  private static Tree typed(Tree item, Tree.Mapping list) {
    String kind = Format.text(list, "kind").replaceFirst("List$", "");
    Tree version = list.get("apiVersion").orElse(list);
    if (!(item instanceof Tree.Mapping object)
        || kind.isEmpty()
        || object.get("kind").isPresent()) {
      return item;
    }
    Map<String, Tree> fields = new LinkedHashMap<>(object.entries());
    fields.put("kind", SynthesizedTree.text(kind, version));
    fields.put("apiVersion", version);
    return new Tree.Mapping(fields, object.span());
  }

  /** A line by its number, from 1; empty behind the end. */
  String line(int number) {
    return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
  }
}
