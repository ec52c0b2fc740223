package dev.plumbline.engine.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.collector.document.Document;
import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Documents as Kubernetes' own YAML library reads them. A document may be refused, since where
 * parsers differ that is what the collector does; what is read must be the same.
 */
class YamlOracleTest {

  private static final Set<String> TRUE = Set.of("y", "yes", "on", "true");

  @Test
  void documentsAreRefusedOrReadAsKubernetesReadsThem() throws IOException {
    List<String> differences = new ArrayList<>();
    int read = 0;
    for (OracleRow row : OracleRow.recorded("yaml.jsonl")) {
      Optional<Tree> tree = parsed(row.yaml());
      read += tree.isPresent() ? 1 : 0;
      if (tree.isPresent() && !agrees(tree.get(), row)) {
        differences.add(
            row.yaml() + " is " + tree.get() + " and not " + row.json() + row.refused());
      }
    }
    assertThat(differences).isEmpty();
    // Refusing everything would agree with every parser.
    assertThat(read).isGreaterThan(1_000);
  }

  private static Optional<Tree> parsed(String yaml) {
    try {
      return Optional.of(Document.parse(yaml));
    } catch (InvalidDocumentException e) {
      return Optional.empty();
    }
  }

  private static boolean agrees(Tree tree, OracleRow row) {
    JsonNode json = row.json();
    return !row.isRefused() && (json == null ? Tree.isNull(tree) : agrees(tree, json));
  }

  private static boolean agrees(Tree tree, JsonNode json) {
    if (tree instanceof Tree.Sequence sequence) {
      boolean same = json.isArray() && json.size() == sequence.items().size();
      for (int i = 0; same && i < json.size(); i++) {
        same = agrees(sequence.items().get(i), json.get(i));
      }
      return same;
    }
    if (tree instanceof Tree.Mapping mapping) {
      boolean same = json.isObject() && json.size() == mapping.entries().size();
      for (Map.Entry<String, Tree> entry : mapping.entries().entrySet()) {
        same =
            same && json.has(entry.getKey()) && agrees(entry.getValue(), json.get(entry.getKey()));
      }
      return same;
    }
    return agrees((Tree.Scalar) tree, json);
  }

  private static boolean agrees(Tree.Scalar scalar, JsonNode json) {
    return switch (scalar.kind()) {
      case NULL -> json.isNull();
      case BOOLEAN ->
          json.isBoolean()
              && json.booleanValue()
                  == TRUE.contains(scalar.text().toLowerCase(java.util.Locale.ROOT));
      case STRING -> json.isTextual() && json.textValue().equals(scalar.text());
      // What only one of YAML 1.1 and 1.2 reads as a number is no string to the collector, so that
      // nothing is read from it.
      case NUMBER -> json.isNumber() || json.isTextual() && json.textValue().equals(scalar.text());
    };
  }
}
