package dev.plumbline.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.collector.document.Document;
import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddedTextTest {

  private static List<Tree> embedded(String file) throws InvalidDocumentException {
    List<Tree> documents = Document.parseAll(file);
    Tree text = Tree.mapping(documents.get(0)).get("text").orElseThrow();
    return EmbeddedText.documents(text, SourceFile.of(new SourceFile.Parsed("f", file, documents)));
  }

  private static String location(Tree document, String field) throws InvalidDocumentException {
    Tree.Span span = Tree.mapping(document).get(field).orElseThrow().span();
    return span.line() + ":" + span.column();
  }

  @Test
  void nodesOfALiteralBlockKeepTheirLocation() throws InvalidDocumentException {
    List<Tree> documents = embedded("a: 1\ntext: |\n\n  b: 2\n  ---\n  c: 3\n");
    assertThat(location(documents.get(0), "b")).isEqualTo("4:5");
    assertThat(location(documents.get(1), "c")).isEqualTo("6:5");
  }

  @Test
  void anIndentationIndicatorIsTakenIntoAccount() throws InvalidDocumentException {
    assertThat(location(embedded("text: |2\n    b: 2\n").get(0), "b")).isEqualTo("2:7");
  }

  @Test
  void nodesOfAnyOtherValueHaveItsLocation() throws InvalidDocumentException {
    assertThat(location(embedded("a: 1\ntext: \"b: {c: 2}\"\n").get(0), "b")).isEqualTo("2:6");
    assertThat(location(embedded("text: >\n  b: 2\n").get(0), "b")).isEqualTo("1:6");
  }

  @Test
  void anErrorIsAtTheLineOfTheFile() {
    assertThatThrownBy(() -> embedded("a: 1\ntext: |\n  b: 2\n  b: 3\n"))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessageContaining("line 4");
    assertThatThrownBy(() -> embedded("a: 1\ntext: '['\n"))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessageContaining("line 2");
  }
}
