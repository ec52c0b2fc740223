package dev.plumbline.collector.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** No text makes the readers fail in another way than by refusing it. */
class DocumentPropertiesTest {

  @Property
  void anyTextIsReadOrRefused(@ForAll String text) {
    read(text);
  }

  @Property(tries = 1000)
  void anyNoiseOfYamlIsReadOrRefused(@ForAll("noise") String text) {
    read(text);
  }

  /** Every line that a tree names exists. */
  private static void read(String text) {
    try {
      Document.parseAll(text).forEach(tree -> assertWithin(tree, text));
    } catch (InvalidDocumentException e) {
      assertThat(e.line()).isPositive();
      assertThat(e.why()).isNotEmpty();
    }
  }

  private static void assertWithin(Tree tree, String text) {
    assertThat(tree.span().line()).isBetween(1, tree.span().endLine());
    assertThat(tree.span().endLine()).isLessThanOrEqualTo(text.length() + 2);
    if (tree instanceof Tree.Mapping mapping) {
      mapping.entries().values().forEach(child -> assertWithin(child, text));
    } else if (tree instanceof Tree.Sequence sequence) {
      sequence.items().forEach(child -> assertWithin(child, text));
    }
  }

  @Provide
  Arbitrary<String> noise() {
    return Arbitraries.of(
            "a", "b: ", "- ", "\n", "  ", "{", "}", "[", "]", ",", ": ", "&x ", "*x", "'", "\"",
            "|\n", ">\n", "# ", "---\n", "...\n", "? ", "!t ", "%", "\t", "\u0000", "\uD800", "1",
            "~", "<<: ", "\\", "\r", "\uFEFF")
        .list()
        .ofMaxSize(25)
        .map(parts -> String.join("", parts));
  }

  /** JSON is YAML: the two readers agree on whatever Jackson writes. */
  @Property
  void bothReadersAgreeOnJson(@ForAll("objects") Map<String, Object> object)
      throws JsonProcessingException, InvalidDocumentException, JsonTree.NotJson {
    String json = new ObjectMapper().writeValueAsString(object);
    Tree fromJson = new JsonTree(json).read();
    Tree fromYaml = new YamlTree(json).read(1).get(0);
    assertThat(content(fromJson)).isEqualTo(content(fromYaml)).isEqualTo(object);
  }

  @Provide
  Arbitrary<Map<String, Object>> objects() {
    Arbitrary<String> text =
        Arbitraries.strings().withChars("ab c-:#'\"\\{}[],&*!|>%@`1.").ofMaxLength(8);
    Arbitrary<Object> value =
        Arbitraries.lazyOf(
            () -> text.map(t -> t),
            () -> text.map(t -> t),
            () -> text.list().ofMaxSize(3).map(List::copyOf),
            () -> Arbitraries.maps(text, text.map(t -> (Object) t)).ofMaxSize(3).map(m -> m));
    return Arbitraries.maps(text, value).ofMaxSize(4);
  }

  private static Object content(Tree tree) {
    if (tree instanceof Tree.Mapping mapping) {
      return mapping.entries().entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, e -> content(e.getValue())));
    }
    return tree instanceof Tree.Sequence sequence
        ? sequence.items().stream().map(DocumentPropertiesTest::content).toList()
        : ((Tree.Scalar) tree).text();
  }
}
