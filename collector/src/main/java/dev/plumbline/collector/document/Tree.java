package dev.plumbline.collector.document;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A document as a tree, YAML or JSON alike, with the place of every node. */
public sealed interface Tree {

  Span span();

  /** The text of a node: lines from 1, columns from 0, the end exclusive. */
  record Span(int line, int column, int endLine, int endColumn) {}

  /**
   * A single value.
   *
   * @param kind what the decoder makes of it
   * @param origin whether this is the only place that it is used in
   */
  record Scalar(String text, Kind kind, Origin origin, Span span) implements Tree {}

  /** A list. */
  record Sequence(List<Tree> items, Layout layout, Span span) implements Tree {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** A mapping; its keys are strings and differ, or the document was refused. */
  record Mapping(Map<String, Tree> entries, Span span) implements Tree {

    /** A field that is there and isn't null. */
    public Optional<Tree> get(String key) {
      return Optional.ofNullable(entries.get(key)).filter(node -> !isNull(node));
    }

    /** A field that must be a string; empty when it isn't there. */
    public String string(String key) throws InvalidDocumentException {
      Optional<Tree> value = get(key);
      return value.isEmpty() ? "" : text(value.get());
    }
  }

  /** The types a scalar may have, as far as they matter to fields that must be strings. */
  enum Kind {
    STRING,
    NULL,
    BOOLEAN,
    NUMBER
  }

  /** Whether an edit of a scalar's text would change another place too. */
  enum Origin {
    OWN,
    SHARED
  }

  /** How a list is written. */
  enum Layout {
    BLOCK,
    FLOW
  }

  /** A node that must be a string; null decodes to an empty one, as it does in Go. */
  static String text(Tree node) throws InvalidDocumentException {
    if (isNull(node)) {
      return "";
    }
    if (node instanceof Scalar scalar && scalar.kind() == Kind.STRING) {
      return scalar.text();
    }
    throw new InvalidDocumentException(
        node.span().line(),
        "has something other than a string where a string is expected: its reader refuses the file");
  }

  /** A node that must have fields. */
  static Mapping mapping(Tree node) throws InvalidDocumentException {
    if (node instanceof Mapping mapping) {
      return mapping;
    }
    throw new InvalidDocumentException(
        node.span().line(), "has a value where fields are expected: its reader refuses the file");
  }

  /** The end of a node's last value; a block collection's own end lies at whatever follows it. */
  static Span lastValue(Tree node) {
    if (node instanceof Mapping mapping && !mapping.entries().isEmpty()) {
      return lastValue(List.copyOf(mapping.entries().values()).get(mapping.entries().size() - 1));
    }
    if (node instanceof Sequence sequence && !sequence.items().isEmpty()) {
      return lastValue(sequence.items().get(sequence.items().size() - 1));
    }
    return node.span();
  }

  static boolean isNull(Tree node) {
    return node instanceof Scalar scalar && scalar.kind() == Kind.NULL;
  }
}
