package dev.plumbline.cli.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Documents as people write them. */
final class Yaml {

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
          .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
          .build();

  private Yaml() {}

  static String text(Object document) {
    try {
      return YAML.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an example could not be written", e);
    }
  }

  /** A value of a configuration file, with its type. */
  static Object value(String yaml) {
    try {
      return YAML.readValue(yaml, Object.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(yaml + " is no YAML", e);
    }
  }

  /** Fields by their paths as a tree. */
  static Map<String, Object> tree(Map<String, String> fields) {
    Map<String, Object> root = new LinkedHashMap<>();
    fields.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(field -> put(root, field.getKey(), value(field.getValue())));
    return root;
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<String, Object> root, String path, Object value) {
    String[] names = path.split("\\.", 2);
    if (names.length == 1) {
      root.put(path, value);
    } else {
      put(
          (Map<String, Object>) root.computeIfAbsent(names[0], name -> new LinkedHashMap<>()),
          names[1],
          value);
    }
  }

  /** An object of names and values, in turn. */
  static Map<String, Object> object(Object... pairs) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      object.put(String.valueOf(pairs[i]), pairs[i + 1]);
    }
    return object;
  }

  /** A list has commas in a flag, and is a list elsewhere. */
  static Object valueOrList(String value) {
    return value.contains(",") ? List.of(value.split(",", -1)) : value(value);
  }

  /** An object of Kubernetes' API with a specification. */
  static Map<String, Object> resource(String apiVersion, String kind, Object spec) {
    return object(
        "apiVersion",
        apiVersion,
        "kind",
        kind,
        "metadata",
        object("name", "example"),
        "spec",
        spec);
  }

  /** A value below names. */
  static Map<String, Object> below(List<String> names, Object value) {
    Object inner = value;
    for (int i = names.size() - 1; i > 0; i--) {
      inner = object(names.get(i), inner);
    }
    return object(names.get(0), inner);
  }
}
