package dev.plumbline.repository;

import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.Setting;
import dev.plumbline.evidence.SourceLocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file of a repository, or several that are read as one. The lines of the second follow those of
 * the first: a node of a tree says by its line which file it is of, also where trees of several
 * files were merged.
 *
 * @param name what to call it
 * @param documents its documents, in order; of a List of Kubernetes' API, the objects in it
 */
record SourceFile(String name, List<Part> parts, List<Tree> documents) {

  SourceFile {
    parts = List.copyOf(parts);
    documents = List.copyOf(documents);
  }

  /**
   * One of the files.
   *
   * @param offset how many lines the files before it have
   */
  record Part(String name, String text, List<String> lines, int offset, Role role) {

    Part {
      lines = List.copyOf(lines);
    }
  }

  /** What a file is to those that it is read with. */
  enum Role {
    /** Its documents are read. */
    DOCUMENTS,
    /** Its documents are patches of what kubeadm makes of the others. */
    PATCH
  }

  /** A file that was parsed. */
  record Parsed(String name, String text, List<Tree> documents) {

    Parsed {
      documents = List.copyOf(documents);
    }

    /** Its objects. A List of Kubernetes' API holds several. */
    List<Tree.Mapping> objects() {
      return mappings(expanded(documents));
    }
  }

  /** One of several files that are read as one. */
  record Member(Parsed file, Role role) {}

  /** One file. */
  static SourceFile of(Parsed file) {
    return of(List.of(new Member(file, Role.DOCUMENTS)));
  }

  /**
   * Several files as one.
   *
   * @param files in the order that they are read; the first gives its name
   */
  static SourceFile of(List<Member> files) {
    List<Part> parts = new ArrayList<>();
    List<Tree> documents = new ArrayList<>();
    int offset = 0;
    for (Member member : files) {
      Parsed file = member.file();
      List<String> lines = file.text().lines().toList();
      parts.add(new Part(file.name(), file.text(), lines, offset, member.role()));
      for (Tree document : expanded(file.documents())) {
        documents.add(Trees.moved(document, offset));
      }
      // The parser places the end of a text on the line behind it.
      offset += lines.size() + 1;
    }
    return new SourceFile(parts.get(0).name(), parts, documents);
  }

  /**
   * The documents of a file that the first one names by a relative path; empty when it is not among
   * those that are read together.
   */
  Optional<List<Tree>> named(String path) {
    Path sought = Path.of(name).resolveSibling(path).normalize();
    return parts.stream()
        .filter(part -> Path.of(part.name()).normalize().equals(sought))
        .findFirst()
        .map(
            part ->
                documents.stream()
                    .filter(document -> part(document.span().line()).equals(part))
                    .toList());
  }

  /** Whether a document is a patch of others. */
  boolean isPatch(Tree document) {
    return part(document.span().line()).role() == Role.PATCH;
  }

  /** Its documents that are objects. */
  List<Tree.Mapping> objects() {
    return mappings(documents);
  }

  private static List<Tree.Mapping> mappings(List<Tree> documents) {
    return documents.stream()
        .filter(Tree.Mapping.class::isInstance)
        .map(Tree.Mapping.class::cast)
        .toList();
  }

  /** Documents, with the objects in a List of Kubernetes' API in its place. */
  static List<Tree> expanded(List<Tree> documents) {
    return documents.stream().flatMap(SourceFile::expanded).toList();
  }

  private static Stream<Tree> expanded(Tree document) {
    if (!(document instanceof Tree.Mapping mapping)) {
      return Stream.of(document);
    }
    String kind = Format.text(mapping, "kind");
    boolean isList = kind.endsWith("List") && !Format.text(mapping, "apiVersion").isEmpty();
    return isList && mapping.get("items").orElse(mapping) instanceof Tree.Sequence items
        ? items.items().stream().map(item -> typed(item, mapping)).flatMap(SourceFile::expanded)
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
