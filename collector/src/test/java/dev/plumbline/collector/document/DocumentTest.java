package dev.plumbline.collector.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every decoder reads alike is read; everything else is refused, at its line. */
class DocumentTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "1 not valid YAML => @x: [",
        "1 not valid YAML => \"a\\u",
        "1 not valid YAML => \"a\\U0011",
        "1 is empty => # nothing",
        "2 repeats a key => a: 1\\na: 2",
        "1 repeats a key => {\"a\": 1, \"a\": 2}",
        "3 uses a merge key (<<) behind a key => a: &a {b: c}\\nb: d\\n<<: *a",
        "1 uses a merge key (<<) of something other => <<: [a]",
        "1 uses a merge key (<<) of something other => {<<: }",
        "2 repeats a key => <<: {a: b}\\n<<: {c: d}",
        "1 has a key << that is not plain => '<<': {a: b}",
        "1 uses an explicit tag => a: !!binary UG9k",
        "1 uses an alias => a: *b",
        "1 uses an alias => a: &a [*a]",
        "1 has a key that isn't a plain string => 1: a",
        "1 has a key that isn't a plain string => ? [a]\\n: b",
        "1 has an infinity or NaN => a: .inf",
        "1 has a YAML directive => %YAML 1.2\\n---\\na: b",
        "2 has a line break => a: b\\nc: d\u2028",
      })
  void refused(String expected, String text) {
    String[] parts = expected.split(" ", 2);
    InvalidDocumentException e =
        catchThrowableOfType(
            InvalidDocumentException.class, () -> Document.parseAll(text.replace("\\n", "\n")));
    assertThat(e.why()).startsWith(parts[1]);
    assertThat(e.line()).isEqualTo(Integer.parseInt(parts[0]));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "BOOLEAN => yes",
        "BOOLEAN => off",
        "STRING => 'yes'",
        "NUMBER => 0x1F",
        "NUMBER => 1:30",
        "NUMBER => 1e3",
        "STRING => 1.2.3",
        "NULL => ~",
        "STRING => \"\"",
      })
  void scalars(Tree.Kind expected, String scalar) throws InvalidDocumentException {
    Tree.Mapping root = Tree.mapping(Document.parse("a: " + scalar));
    assertThat(root.entries().get("a"))
        .isInstanceOfSatisfying(
            Tree.Scalar.class, value -> assertThat(value.kind()).isEqualTo(expected));
  }

  @Test
  void jsonAndYamlGiveTheSame() throws InvalidDocumentException {
    Tree.Mapping json = Tree.mapping(Document.parse("{\"a\": {\"b\": [\"c\", \"d\"]}}"));
    Tree.Mapping yaml = Tree.mapping(Document.parse("a:\n  b:\n  - c\n  - d\n"));
    assertThat(strings(json)).isEqualTo(strings(yaml)).isEqualTo("{a={b=[c, d]}}");
  }

  /** What sigs.k8s.io/yaml v1.6.0 makes of the same. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "{x={a=1}, z={a=1, b=2}} => x: &x {a: '1'}\\nz: {<<: *x, b: '2'}",
        "{x={a=1, b=2}, z={a=3, b=2}} => x: &x {a: '1', b: '2'}\\nz:\\n  <<: *x\\n  a: '3'",
        "{x={a=1}, z={a=1, c=6, d=7}} => x: &x {a: '1'}\\nz:\\n  <<: [*x, {a: '5', c: '6'}, {d: '7'}]",
        "{x={a={c=1}}, z={a={d=2}}} => x: &x {a: {c: '1'}}\\nz: {<<: *x, a: {d: '2'}}",
      })
  void mergeKeysMergeAsGoDoes(String expected, String text) throws InvalidDocumentException {
    assertThat(strings(Document.parse(text.replace("\\n", "\n")))).isEqualTo(expected);
  }

  private static String strings(Tree tree) {
    if (tree instanceof Tree.Mapping mapping) {
      return mapping.entries().entrySet().stream()
          .map(entry -> entry.getKey() + "=" + strings(entry.getValue()))
          .toList()
          .toString()
          .replaceAll("^\\[", "{")
          .replaceAll("\\]$", "}");
    }
    return tree instanceof Tree.Sequence sequence
        ? sequence.items().stream().map(DocumentTest::strings).toList().toString()
        : ((Tree.Scalar) tree).text();
  }

  @Test
  void anAliasIsNoPlaceToEdit() throws InvalidDocumentException {
    Tree.Mapping root = Tree.mapping(Document.parse("a: &x v\nb: *x\nc: w\n"));
    assertThat(root.entries().values())
        .extracting(tree -> ((Tree.Scalar) tree).origin())
        .containsExactly(Tree.Origin.SHARED, Tree.Origin.SHARED, Tree.Origin.OWN);
  }

  @Test
  void onlyTheFirstDocumentCountsToAKubelet() throws InvalidDocumentException {
    String text = "a: b\n---\n# none\n---\n{[";
    assertThat(strings(Document.parse(text))).isEqualTo("{a=b}");
    assertThatThrownBy(() -> Document.parseAll(text)).isInstanceOf(InvalidDocumentException.class);
    assertThat(Document.parseAll("a: b\n---\n# none\n---\nc: d\n")).hasSize(2);
  }

  @Test
  void depthAndSizeAreBounded() {
    assertThatThrownBy(() -> Document.parse("a: " + "[".repeat(200_000)))
        .hasMessageContaining("nests deeper");
    assertThatThrownBy(() -> Document.parse("{\"a\":" + "[".repeat(200_000)))
        .hasMessageContaining("nests deeper");
    assertThatThrownBy(() -> Document.parse("[" + "a,".repeat(60_000) + "]"))
        .hasMessageContaining("more than 50000 nodes");
    assertThatThrownBy(() -> Document.parse("{\"a\":[" + "1,".repeat(60_000) + "1]}"))
        .hasMessageContaining("more than 50000 nodes");
  }

  @Test
  void aStringIsRequiredWhereOneIsExpected() throws InvalidDocumentException {
    Tree.Mapping root = Tree.mapping(Document.parse("a: 1\nb: null\nc: x\n"));
    assertThatThrownBy(() -> root.string("a")).isInstanceOf(InvalidDocumentException.class);
    assertThat(root.string("b")).isEmpty();
    assertThat(root.string("c")).isEqualTo("x");
    assertThat(root.string("d")).isEmpty();
  }
}
