package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import java.util.List;
import java.util.Map;

/** One kind of document that configures components. */
interface Format {

  /** Whether a document is of this kind. */
  boolean recognizes(Tree.Mapping document);

  /**
   * Adds the components that the document configures, and a problem for each field that configures
   * one and is not read.
   *
   * @throws InvalidDocumentException when the tool that the document is for refuses it
   */
  void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException;

  /** Whether a document has this {@code kind}, and an {@code apiVersion} that begins so. */
  static boolean is(Tree.Mapping document, String kind, String group) {
    return text(document, "kind").equals(kind) && text(document, "apiVersion").startsWith(group);
  }

  /** A field's text; empty when it is absent or not a single value. */
  static String text(Tree.Mapping document, String field) {
    return document.get(field).orElse(null) instanceof Tree.Scalar scalar ? scalar.text() : "";
  }

  /** The name of an object; empty when it has none. */
  static String nameOf(Tree.Mapping object) {
    return object.get("metadata").orElse(object) instanceof Tree.Mapping metadata
        ? text(metadata, "name")
        : "";
  }

  /** The mapping that fields lead to; one without entries when there is none. */
  static Tree.Mapping at(Tree.Mapping document, String... fields) throws InvalidDocumentException {
    Tree.Mapping node = document;
    for (String field : fields) {
      Tree below = node.get(field).orElse(null);
      node = below == null ? new Tree.Mapping(Map.of(), node.span()) : Tree.mapping(below);
    }
    return node;
  }

  /** The items of a list; none when it is absent. */
  static List<Tree> list(Tree.Mapping document, String field) throws InvalidDocumentException {
    Tree value = document.get(field).orElse(null);
    if (value == null) {
      return List.of();
    }
    if (value instanceof Tree.Sequence sequence) {
      return sequence.items();
    }
    throw new InvalidDocumentException(
        value.span().line(), "has a value other than a list for " + field);
  }
}
