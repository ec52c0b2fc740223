package dev.plumbline.repository;

import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.Setting;
import dev.plumbline.evidence.SourceLocation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A file of a repository, or several that are read as one. The lines of the second follow those of
 * the first: a node of a tree says by its line which file it is of, also where trees of several
 * files were merged.
 *
 * @param name what to call it
 * @param documents the objects in its documents, in order
 * @param lists its documents that are lists
 */
record SourceFile(
    String name, List<Part> parts, List<Tree.Mapping> documents, List<Tree.Sequence> lists) {

  SourceFile {
    parts = List.copyOf(parts);
    documents = List.copyOf(documents);
    lists = List.copyOf(lists);
  }

  /**
   * One of the files.
   *
   * @param offset how many lines the files before it have
   */
  record Part(String name, String text, List<String> lines, int offset) {

    Part {
      lines = List.copyOf(lines);
    }
  }

  /** A file that was parsed. */
  record Parsed(String name, String text, List<Tree> documents) {

    Parsed {
      documents = List.copyOf(documents);
    }

    /** Its objects. A List of Kubernetes' API holds several. */
    List<Tree.Mapping> objects() {
      return objectsOf(documents);
    }
  }

  /** One file. */
  static SourceFile of(Parsed file) {
    return of(file.name(), List.of(file));
  }

  /** Several files as one. */
  static SourceFile of(String name, List<Parsed> files) {
    List<Part> parts = new ArrayList<>();
    List<Tree.Mapping> documents = new ArrayList<>();
    List<Tree.Sequence> lists = new ArrayList<>();
    int offset = 0;
    for (Parsed file : files) {
      List<String> lines = file.text().lines().toList();
      parts.add(new Part(file.name(), file.text(), lines, offset));
      for (Tree.Mapping document : file.objects()) {
        documents.add((Tree.Mapping) Trees.moved(document, offset));
      }
      for (Tree document : file.documents()) {
        if (document instanceof Tree.Sequence list) {
          lists.add((Tree.Sequence) Trees.moved(list, offset));
        }
      }
      // The parser places the end of a text on the line behind it.
      offset += lines.size() + 1;
    }
    return new SourceFile(name, parts, documents, lists);
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

  /** The file that a line is of. */
  Part part(int line) {
    Part found = parts.get(0);
    for (Part part : parts) {
      found = line > part.offset() ? part : found;
    }
    return found;
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
    Part part = part(number);
    int own = number - part.offset();
    return own >= 1 && own <= part.lines().size() ? part.lines().get(own - 1) : "";
  }

  /** A document with the lines that it has in its own file. */
  Tree.Mapping local(Tree.Mapping document) {
    return (Tree.Mapping) Trees.moved(document, -part(document.span().line()).offset());
  }

  /** A place by a line of all the files as the place in its file. */
  SourceLocation located(SourceLocation place) {
    Part part = part(place.line());
    return new SourceLocation(
        part.name(),
        place.line() - part.offset(),
        place.column(),
        place.endLine() - part.offset(),
        place.endColumn(),
        place.style());
  }

  /** Where a line is, for messages. */
  String place(int line) {
    Part part = part(line);
    return part.name() + " line " + (line - part.offset());
  }

  /** A configuration with the places of its settings in their files. */
  ReferencedFile.Document located(ReferencedFile.Document document) {
    return new ReferencedFile.Document(
        document.path(),
        document.hostPath(),
        document.apiVersion(),
        document.documentKind(),
        document.settings().stream().map(this::located).toList(),
        document.excerpt());
  }

  private Setting located(Setting setting) {
    return new Setting(setting.path(), setting.value(), setting.kind(), located(setting.place()));
  }
}
