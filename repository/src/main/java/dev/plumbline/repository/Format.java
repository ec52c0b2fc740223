package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;

/** One kind of document that tells how components are started. */
interface Format {

  /** Whether a document is of this kind. */
  boolean reads(Tree.Mapping document);

  /**
   * Tells what the document says of components.
   *
   * @throws InvalidDocumentException when the tool that the document is for refuses it
   */
  void tell(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException;

  /** A document with this {@code kind}, whose {@code apiVersion} begins so. */
  static boolean is(Tree.Mapping document, String kind, String group) {
    return text(document, "kind").equals(kind) && text(document, "apiVersion").startsWith(group);
  }

  /** A field's text; empty when it isn't there or no single value. */
  static String text(Tree.Mapping document, String field) {
    return document.get(field).orElse(null) instanceof Tree.Scalar scalar ? scalar.text() : "";
  }

  /** The mapping that fields lead to; one without entries when there is none. */
  static Tree.Mapping at(Tree.Mapping document, String... fields) throws InvalidDocumentException {
    Tree.Mapping node = document;
    for (String field : fields) {
      Tree below = node.get(field).orElse(null);
      node =
          below == null ? new Tree.Mapping(java.util.Map.of(), node.span()) : Tree.mapping(below);
    }
    return node;
  }
}
