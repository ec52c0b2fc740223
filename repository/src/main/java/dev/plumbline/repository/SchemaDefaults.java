package dev.plumbline.repository;

import dev.plumbline.collector.document.Tree;
import dev.plumbline.repository.ClassVariables.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Values with the defaults of an OpenAPI schema, as the API server sets them: a field that is not
 * there, or null, gets its default, whose own fields get theirs. Cluster API's schemas allow null
 * nowhere.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting">
 *     defaulting</a>
 */
final class SchemaDefaults {

  private static final Set<String> SCALARS = Set.of("string", "boolean", "integer", "number");

  private SchemaDefaults() {}

  /** A value, or its default; empty when there is neither. */
  static Optional<Tree> of(Optional<Tree> value, Tree schema) {
    if (!(schema instanceof Tree.Mapping fields)) {
      return value;
    }
    boolean unset = value.isEmpty() || Tree.isNull(value.get());
    Optional<Tree> set = unset ? fields.get("default").or(() -> value) : value;
    return set.map(tree -> withDefaultsBelow(tree, fields));
  }

  private static Tree withDefaultsBelow(Tree value, Tree.Mapping schema) {
    if (value instanceof Tree.Sequence list && schema.get("items").isPresent()) {
      Tree items = schema.get("items").orElseThrow();
      List<Tree> all = new ArrayList<>();
      list.items().forEach(item -> all.add(of(Optional.of(item), items).orElse(item)));
      return new Tree.Sequence(all, list.layout(), list.span());
    }
    if (!(value instanceof Tree.Mapping mapping)) {
      return value;
    }
    Map<String, Tree> properties = fields(schema, "properties");
    Map<String, Tree> all = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (name, old) -> {
              Optional<Tree> below =
                  Optional.ofNullable(properties.get(name))
                      .or(() -> schema.get("additionalProperties"));
              all.put(name, below.flatMap(s -> of(Optional.of(old), s)).orElse(old));
            });
    properties.forEach(
        (name, property) -> {
          if (!all.containsKey(name)) {
            of(Optional.empty(), property).ifPresent(made -> all.put(name, made));
          }
        });
    return new Tree.Mapping(all, mapping.span());
  }

  private static Map<String, Tree> fields(Tree.Mapping schema, String field) {
    return schema.get(field).orElse(schema) instanceof Tree.Mapping mapping
            && schema.get(field).isPresent()
        ? mapping.entries()
        : Map.of();
  }

  /** What a value may be by its schema, or that of a field of it. */
  static Shape shape(Tree schema, List<String> path) {
    Tree node = schema;
    for (String step : path) {
      if (!(node instanceof Tree.Mapping mapping)) {
        return Shape.ANY;
      }
      Optional<Tree> below =
          Optional.ofNullable(fields(mapping, "properties").get(step))
              .or(() -> mapping.get(step.matches("\\d+") ? "items" : "additionalProperties"));
      if (below.isEmpty()) {
        return Shape.ANY;
      }
      node = below.get();
    }
    return node instanceof Tree.Mapping mapping && SCALARS.contains(Format.text(mapping, "type"))
        ? Shape.SCALAR
        : Shape.ANY;
  }
}
