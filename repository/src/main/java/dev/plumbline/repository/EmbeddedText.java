package dev.plumbline.repository;

import dev.plumbline.collector.document.Document;
import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * YAML in a value of another document, such as a patch. In a literal block ({@code |}) every node
 * keeps its own location in the file; in any other value, all nodes have the location of the value.
 */
final class EmbeddedText {

  private EmbeddedText() {}

  /**
   * The documents in a text.
   *
   * @throws InvalidDocumentException at the file's line, when the text is not valid
   */
  static List<Tree> documents(Tree text, SourceFile file) throws InvalidDocumentException {
    String content = Tree.text(text);
    Tree.Span span = text.span();
    if (file.line(span.line()).startsWith("|", span.column())) {
      return Document.parseAll(inPlace(content, span.line(), file));
    }
    return decoded(content, span);
  }

  /**
   * The documents in a text that does not stand in the file as it is: all at one location.
   *
   * @throws InvalidDocumentException at that location, when the text is not valid
   */
  static List<Tree> decoded(String content, Tree.Span span) throws InvalidDocumentException {
    try {
      List<Tree> relocated = new ArrayList<>();
      for (Tree document : Document.parseAll(content)) {
        relocated.add(relocated(document, span));
      }
      return relocated;
    } catch (InvalidDocumentException e) {
      throw new InvalidDocumentException(span.line(), e.why());
    }
  }

  /** The text with its indentation, behind as many lines as precede it in the file. */
  private static String inPlace(String content, int header, SourceFile file) {
    String indent = indent(content, header, file);
    return "\n".repeat(header)
        + content
            .lines()
            .map(line -> line.startsWith("---") || line.isBlank() ? line : indent + line)
            .collect(Collectors.joining("\n"));
  }

  /** What the block's first line that is not blank has in the file and not in the text. */
  private static String indent(String content, int header, SourceFile file) {
    List<String> lines = content.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        int length = file.line(header + 1 + i).length() - lines.get(i).length();
        return " ".repeat(Math.max(0, length));
      }
    }
    return "";
  }

  private static Tree relocated(Tree node, Tree.Span span) {
    if (node instanceof Tree.Scalar scalar) {
      return new Tree.Scalar(scalar.text(), scalar.kind(), Tree.Origin.SHARED, span);
    }
    if (node instanceof Tree.Sequence sequence) {
      return new Tree.Sequence(
          sequence.items().stream().map(item -> relocated(item, span)).toList(),
          sequence.layout(),
          span);
    }
    Map<String, Tree> entries = new LinkedHashMap<>();
    ((Tree.Mapping) node)
        .entries()
        .forEach((key, value) -> entries.put(key, relocated(value, span)));
    return new Tree.Mapping(entries, span);
  }
}
